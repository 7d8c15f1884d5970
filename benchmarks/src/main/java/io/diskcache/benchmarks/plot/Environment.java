package io.diskcache.benchmarks.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.stream.Stream;

/** Where something was measured, as found at run time. */
public final class Environment {

	private Environment() {
	}

	/** Describes processor, system, Java and versions in one line. */
	public static String line() {
		return String.join(", ", processor() + " (" + Runtime.getRuntime().availableProcessors() + " cores)",
				property("os.name") + " " + property("os.version") + " " + property("os.arch"),
				property("java.vm.name") + " " + property("java.runtime.version"), "sqlite-jdbc " + driver(),
				"diskcache " + project());
	}

	private static String property(String name) {
		return System.getProperty(name, "unknown");
	}

	/** Only Linux tells. */
	private static String processor() {
		Path file = Path.of("/proc/cpuinfo");
		if (!Files.exists(file)) {
			return "unknown processor";
		}
		try (Stream<String> lines = Files.lines(file)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("unknown processor");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String driver() {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
			return connection.getMetaData().getDriverVersion();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The archive tells; classes that were not packed have no version. */
	private static String project() {
		String name = "/META-INF/maven/io.diskcache/diskcache-spring-boot-autoconfigure/pom.properties";
		try (InputStream input = Environment.class.getResourceAsStream(name)) {
			var properties = new Properties();
			if (input != null) {
				properties.load(input);
			}
			return properties.getProperty("version", "of unknown version");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
