package io.diskcache.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * Who has the write lock of a store, in one number: the process in the upper bits, and
 * since when, in milliseconds since 1970, in the lower ones. Only for people to read.
 */
final class Writer {

	/** No process. */
	static final long NONE = 0;

	/** Enough for times until the year 2109. */
	private static final int TIME_BITS = 42;

	private static final long PID = ProcessHandle.current().pid();

	private Writer() {
	}

	static long encode(long millis) {
		return (PID << TIME_BITS) | (millis & ((1L << TIME_BITS) - 1));
	}

	/** Describes a writer, or returns {@code null} if it is none, or died. */
	static @Nullable String describe(long writer) {
		long pid = writer >>> TIME_BITS;
		if (writer == NONE || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
			return null;
		}
		Instant since = Instant.ofEpochMilli(writer & ((1L << TIME_BITS) - 1)).truncatedTo(ChronoUnit.SECONDS);
		return "process " + pid + ((pid == PID) ? ", this one," : "") + " has had the write lock since " + since;
	}

}
