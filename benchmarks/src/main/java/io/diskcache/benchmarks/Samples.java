package io.diskcache.benchmarks;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.diskcache.codec.JavaCodec;
import io.diskcache.codec.ValueCodec;

/** Values of the kinds that applications cache, each different from the others. */
final class Samples {

	private static final long START = 1_700_000_000L;

	private Samples() {
	}

	/** Makes a codec that admits the records below. */
	static ValueCodec codec() {
		return new JavaCodec(List.of(Samples.class.getPackageName()), Samples.class.getClassLoader());
	}

	static Object text(int number) {
		return latin(number, 100);
	}

	static Object longText(int number) {
		return latin(number, 1000);
	}

	/** Of characters that take two bytes in the heap. */
	static Object greek(int number) {
		return ("αβγδε" + number + "ζηθικλμνξοπρστυφχψω".repeat(10)).substring(0, 100);
	}

	static Object number(int number) {
		return (1L << 40) + number;
	}

	static Object bytes(int number) {
		byte[] bytes = Workload.value(number).clone();
		bytes[0] = (byte) number;
		return bytes;
	}

	/** Of what cannot be changed, with all that belongs to it. */
	static Object account(int number) {
		return new Account(number, "account " + number, (number & 1) == 0, Instant.ofEpochSecond(START + number, 1),
				List.of("reader", "writer", "of region " + number % 100));
	}

	static Object pair(int number) {
		return new Pair("left " + number, List.of("right " + number));
	}

	static Object map(int number) {
		return Map.of("number", number + 1000, "next", number + 1001, "previous", number + 999);
	}

	static Object moment(int number) {
		return ZonedDateTime.ofInstant(Instant.ofEpochSecond(START + number, 1), ZoneId.of("Europe/Berlin"));
	}

	/** Of what can be changed. */
	static Object list(int number) {
		return new ArrayList<>(List.of("reader", "writer", "of region " + number % 100, "account " + number));
	}

	private static String latin(int number, int length) {
		return ("The text of number " + number + " goes on for a while. ".repeat(50)).substring(0, length);
	}

	/** A record of a few parts. */
	record Account(long id, String name, boolean active, Instant since, List<String> roles) implements Serializable {
	}

	/** A smaller one, with a list of one. */
	record Pair(String left, List<String> right) implements Serializable {
	}

}
