package io.diskcache.autoconfigure;

import java.util.Locale;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of what the Actuator does not show: the secrets of links, also where
 * it shows the values of other properties.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class DiskCacheSanitizingAutoConfiguration {

	@Bean
	SanitizingFunction diskCacheSanitizingFunction() {
		return (data) -> isSecret(data.getKey()) ? data.withSanitizedValue() : data;
	}

	/** However it is written: as a property, in other forms, or as a variable. */
	private static boolean isSecret(String key) {
		return key.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT).endsWith("weblinksecrets");
	}

}
