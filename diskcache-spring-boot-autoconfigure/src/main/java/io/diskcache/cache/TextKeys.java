package io.diskcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Keys that are named by a text, by an operator who sees no types: the text itself, and
 * the number or {@code UUID} it is the text of.
 */
public final class TextKeys {

	private TextKeys() {
	}

	/**
	 * Returns the keys of which a text is the canonical form.
	 * @param text the text
	 * @return the text, and the {@code Long}, {@code Integer} or {@code UUID} that it is
	 * the {@code toString} form of
	 */
	public static List<Object> named(String text) {
		List<Object> keys = new ArrayList<>(List.of(text));
		try {
			long number = Long.parseLong(text);
			if (Long.toString(number).equals(text)) {
				keys.add(number);
				if (number == (int) number) {
					keys.add((int) number);
				}
			}
		}
		catch (NumberFormatException ex) {
			addUuid(keys, text);
		}
		return keys;
	}

	private static void addUuid(List<Object> keys, String text) {
		try {
			UUID uuid = UUID.fromString(text);
			if (uuid.toString().equals(text)) {
				keys.add(uuid);
			}
		}
		catch (IllegalArgumentException ex) {
			// It is a text and nothing else.
		}
	}

}
