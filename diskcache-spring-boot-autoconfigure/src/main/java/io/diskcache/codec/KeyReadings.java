package io.diskcache.codec;

import java.util.HashMap;
import java.util.Map;

/**
 * The readings of all tags but {@link KeyTag#NULL}, and {@link KeyTag#DIGEST} of which
 * there is no way back.
 */
final class KeyReadings {

	private static final KeyReading[] BY_TAG = byTag();

	private KeyReadings() {
	}

	static KeyReading of(int tag) {
		KeyReading reading = (tag < BY_TAG.length) ? BY_TAG[tag] : null;
		if (reading == null) {
			throw new IllegalArgumentException("No key can be made of tag " + tag);
		}
		return reading;
	}

	private static KeyReading[] byTag() {
		Map<Integer, KeyReading> readings = new HashMap<>();
		ScalarForms.addReadings(readings);
		UriForm.addReadings(readings);
		TimeForms.addReadings(readings);
		ArrayForms.addReadings(readings);
		StructureForms.addReadings(readings);
		readings.put(KeyTag.RECORD, RecordForm::read);
		readings.put(KeyTag.REGISTERED, RegisteredForm::read);
		KeyReading[] byTag = new KeyReading[KeyTag.DIGEST];
		readings.forEach((tag, reading) -> byTag[tag] = reading);
		return byTag;
	}

}
