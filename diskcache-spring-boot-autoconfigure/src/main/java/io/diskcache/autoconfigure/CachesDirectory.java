package io.diskcache.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Where the caches of an application are. */
final class CachesDirectory {

	private CachesDirectory() {
	}

	static Path of(@Nullable String given, ConfigurableListableBeanFactory beans, Environment environment) {
		if (given == null) {
			return DefaultDirectory.ofThisProcess()
				.of(environment.getProperty("spring.application.name", "application"), mainClass(beans));
		}
		try {
			return Path.of(given);
		}
		catch (InvalidPathException ex) {
			throw new InvalidConfigurationPropertyValueException("diskcache.directory", given,
					"It is not a path of this system: " + ex.getReason() + "; write one such as /var/cache/shop");
		}
	}

	/** The application's own class, which is the same however the application is run. */
	private static String mainClass(ConfigurableListableBeanFactory beans) {
		for (String name : beans.getBeanNamesForAnnotation(SpringBootConfiguration.class)) {
			Class<?> type = beans.getType(name);
			if (type != null) {
				return ClassUtils.getUserClass(type).getName();
			}
		}
		return "";
	}

}
