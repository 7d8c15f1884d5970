package io.diskcache.autoconfigure;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

import io.diskcache.near.NearTier;

/** Checks of single properties. */
final class Checked {

	private Checked() {
	}

	static int positive(String property, int value) {
		if (value < 1) {
			throw new InvalidConfigurationPropertyValueException(property, value, "It must be 1 or more");
		}
		return value;
	}

	static long heap(String property, DataSize value) {
		try {
			NearTier.requireSizeLimit(value.toBytes());
			return value.toBytes();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					ex.getMessage() + "; " + CacheOptionsFactory.NEAR_EXAMPLE);
		}
	}

	static long notNegative(String property, DataSize value) {
		if (value.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It must not be negative; write 0 for none");
		}
		return value.toBytes();
	}

}
