package io.diskcache.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Where an application's caches are unless it says otherwise: in the user's cache
 * directory, under a name that no application with another main class or working
 * directory has. Never in the directory of temporary files, where others may write.
 *
 * @param environment finds an environment variable by its name
 * @param systemProperties finds a system property by its name
 */
record DefaultDirectory(UnaryOperator<@Nullable String> environment, UnaryOperator<@Nullable String> systemProperties) {

	static DefaultDirectory ofThisProcess() {
		return new DefaultDirectory(System::getenv, System::getProperty);
	}

	Path of(String application, String mainClass) {
		String name = application.replaceAll("[^A-Za-z0-9._-]+", "-");
		String workingDirectory = Path.of(property("user.dir")).toAbsolutePath().normalize().toString();
		return userCaches().resolve(name + "-" + hash(mainClass + "\n" + workingDirectory));
	}

	private Path userCaches() {
		String system = property("os.name").toLowerCase(Locale.ROOT);
		if (system.contains("windows")) {
			return variableOr("LOCALAPPDATA", "AppData", "Local");
		}
		if (system.contains("mac")) {
			return home("Library", "Caches");
		}
		return variableOr("XDG_CACHE_HOME", ".cache");
	}

	private Path variableOr(String variable, String... belowHome) {
		String value = this.environment.apply(variable);
		return StringUtils.hasText(value) ? Path.of(value) : home(belowHome);
	}

	private Path home(String... below) {
		return Path.of(property("user.home"), below);
	}

	private String property(String name) {
		String value = this.systemProperties.apply(name);
		return (value != null) ? value : "";
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, 6);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
