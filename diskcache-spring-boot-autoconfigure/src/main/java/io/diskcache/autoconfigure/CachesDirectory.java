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

	private static final String EXAMPLE = "write one such as /var/cache/shop";

	private CachesDirectory() {
	}

	static Path of(@Nullable String given, ConfigurableListableBeanFactory beans, Environment environment) {
		if (given == null) {
			return DefaultDirectory.ofThisProcess()
				.of(environment.getProperty("spring.application.name", "application"), mainClass(beans));
		}
		String mistake = mistake(given);
		if (mistake != null) {
			throw wrong(given, mistake);
		}
		try {
			return Path.of(given);
		}
		catch (InvalidPathException ex) {
			throw wrong(given, "It is not a path of this system: " + ex.getReason() + "; " + EXAMPLE);
		}
	}

	/** What is a path, but not one that anybody means. */
	private static @Nullable String mistake(String given) {
		if (given.isBlank()) {
			return "It is empty, which stands for the working directory; leave it out for one in the user's cache "
					+ "directory, or " + EXAMPLE;
		}
		if (given.matches("~([/\\\\].*)?")) {
			return "Only a shell knows what ~ stands for, here it would be the name of a directory; write "
					+ "${user.home} in its place";
		}
		if (given.contains("${")) {
			return "It has a placeholder that no property and no environment variable is there for; set it, or write "
					+ "what stands in for it, as in ${CACHE_DIRECTORY:/var/cache/shop}";
		}
		return given.matches("[A-Za-z]{2,}:.*") ? "It is a URL rather than a path; " + EXAMPLE : null;
	}

	private static InvalidConfigurationPropertyValueException wrong(String given, String reason) {
		return new InvalidConfigurationPropertyValueException("diskcache.directory", given, reason);
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
