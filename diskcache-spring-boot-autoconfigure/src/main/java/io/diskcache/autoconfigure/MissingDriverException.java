package io.diskcache.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Thrown at the start where the driver of SQLite is not on the class path. */
final class MissingDriverException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private MissingDriverException() {
		super("The caches are SQLite databases, and there is no driver of SQLite (org.sqlite.JDBC) on the class path");
	}

	static void throwIfMissing(@Nullable ClassLoader classLoader) {
		if (!ClassUtils.isPresent("org.sqlite.JDBC", classLoader)) {
			throw new MissingDriverException();
		}
	}

}
