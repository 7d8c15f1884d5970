package io.diskcache.store;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.core.NativeDB;

/** The SQLite driver: whether it can be used, and is not one of those that lose data. */
final class Driver {

	/** The first release without the WAL-reset defect of 3.7.0 to 3.51.2. */
	private static final int[] FIRST_GOOD = { 3, 51, 3 };

	private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

	private Driver() {
	}

	/**
	 * Checks the driver that is on the class path.
	 * @throws UnusableDriverException if it cannot be used
	 */
	static void check() {
		try {
			if (!SQLiteJDBCLoader.initialize()) {
				throw new UnusableDriverException("The native library of sqlite-jdbc was not loaded", null);
			}
			try (CachingConnection connection = new CachingConnection("jdbc:sqlite::memory:", ":memory:",
					new java.util.Properties())) {
				check(connection.libversion());
			}
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (Exception | LinkageError ex) {
			throw new UnusableDriverException("The native library of sqlite-jdbc ("
					+ NativeDB.class.getProtectionDomain()
					+ ") cannot be loaded. If the temp directory is mounted noexec, set -Dorg.sqlite.tmpdir to a "
					+ "directory that is not", ex);
		}
	}

	static void check(String version) {
		Matcher matcher = VERSION.matcher(version);
		if (!matcher.matches()) {
			throw new UnusableDriverException("Cannot tell the version of SQLite from \"" + version + "\"", null);
		}
		int[] numbers = { Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
				Integer.parseInt(matcher.group(3)) };
		if (Arrays.compare(numbers, FIRST_GOOD) < 0) {
			throw new UnusableDriverException("SQLite " + version
					+ " can corrupt databases that several connections write to "
					+ "(fixed in 3.51.3): set the property sqlite-jdbc.version of your build to 3.51.3.0 or later",
					null);
		}
	}

}
