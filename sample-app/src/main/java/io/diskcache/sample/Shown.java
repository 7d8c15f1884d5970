package io.diskcache.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers as people read them. */
public final class Shown {

	private Shown() {
	}

	/** A time a call took, such as {@code 83 µs} or {@code 2.4 s}. */
	static String micros(long micros) {
		if (micros < 1_000) {
			return micros + " µs";
		}
		if (micros < 10_000) {
			return String.format(Locale.ROOT, "%.1f ms", micros / 1e3);
		}
		return (micros < 1_000_000) ? micros / 1_000 + " ms" : String.format(Locale.ROOT, "%.1f s", micros / 1e6);
	}

	/**
	 * A number of bytes, such as {@code 412 KB}.
	 * @param bytes the number
	 * @return the text
	 */
	public static String bytes(long bytes) {
		return (bytes < 1 << 20) ? (bytes + 1023) / 1024 + " KB"
				: String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1 << 20));
	}

	/** How long ago something was, such as {@code 3 min ago}. */
	static String ago(Instant then, Instant now) {
		Duration age = Duration.between(then, now);
		if (age.toSeconds() < 1) {
			return "just now";
		}
		return length(age) + " ago";
	}

	/**
	 * A length of time in one unit, such as {@code 30 s} or {@code 7 days}.
	 * @param duration the length
	 * @return the text
	 */
	public static String length(Duration duration) {
		if (duration.toSeconds() < 120) {
			return duration.toSeconds() + " s";
		}
		if (duration.toMinutes() < 120) {
			return duration.toMinutes() + " min";
		}
		return (duration.toHours() < 48) ? duration.toHours() + " h" : duration.toDays() + " days";
	}

}
