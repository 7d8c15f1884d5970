package io.diskcache.autoconfigure;

import java.util.List;
import java.util.function.LongConsumer;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

import io.diskcache.near.NearTier;
import io.diskcache.store.StoreDirectory;
import io.diskcache.web.LinkSecrets;
import io.diskcache.web.WebSettings;

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
		return size(property, value, NearTier::requireSizeLimit, CacheOptionsFactory.NEAR_EXAMPLE);
	}

	static long directory(String property, DataSize value) {
		return size(property, value, StoreDirectory::requireLimit, CacheOptionsFactory.EXAMPLE_SIZE);
	}

	private static long size(String property, DataSize value, LongConsumer check, String mend) {
		try {
			check.accept(value.toBytes());
			return value.toBytes();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, ex.getMessage() + "; " + mend);
		}
	}

	static WebSettings web(DiskCacheProperties.Web properties) {
		LinkSecrets secrets = secrets(properties.linkSecrets());
		try {
			return new WebSettings(properties.path(), secrets, properties.accelLocation());
		}
		catch (IllegalArgumentException ex) {
			boolean path = String.valueOf(ex.getMessage()).startsWith("path");
			throw new InvalidConfigurationPropertyValueException(
					path ? "diskcache.web.path" : "diskcache.web.accel-location",
					path ? properties.path() : properties.accelLocation(),
					ex.getMessage() + "; write one such as " + (path ? "/diskcache" : "/_diskcache"));
		}
	}

	private static LinkSecrets secrets(List<String> secrets) {
		try {
			return LinkSecrets.of(secrets);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidLinkSecretException(ex);
		}
	}

	/** Names of caches that are there from the start, as Boot's property lists them. */
	static List<String> names(Environment environment) {
		List<String> names = Binder.get(environment)
			.bind("spring.cache.cache-names", Bindable.listOf(String.class))
			.orElse(List.of());
		if (names.stream().anyMatch(String::isBlank)) {
			throw new InvalidConfigurationPropertyValueException("spring.cache.cache-names", String.join(",", names),
					"A name must not be empty; take out the comma that is too many");
		}
		return names;
	}

	static long notNegative(String property, DataSize value) {
		if (value.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It must not be negative; write 0 for none");
		}
		return value.toBytes();
	}

}
