package io.diskcache.benchmarks.replay;

import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A named sequence of accesses that can be read again and again and is the same each
 * time. A trace without sizes counts entries; one with sizes counts bytes. The size of a
 * key never changes within a trace.
 */
record Trace(String name, boolean sized, Supplier<Stream<Access>> source) {

	/** Makes the trace that an argument of the command line names. */
	static Trace named(String argument) {
		int colon = argument.indexOf(':');
		String kind = (colon < 0) ? argument : argument.substring(0, colon);
		String rest = (colon < 0) ? "" : argument.substring(colon + 1);
		return switch (kind) {
			case "zipf" -> Mixes.zipf(rest.isEmpty() ? Zipf.EXPONENT : Double.parseDouble(rest));
			case "scan" -> Mixes.scan();
			case "loop" -> Mixes.loop();
			case "shift" -> Mixes.shift();
			default -> TraceFormat.named(kind).read(Path.of(rest));
		};
	}

	/** Opens the sequence from its first access; close the stream. */
	Stream<Access> accesses() {
		return this.source.get();
	}

	/** Returns what sizes and capacities are in. */
	String unit() {
		return this.sized ? "bytes" : "entries";
	}

	Trace limitedTo(long count) {
		return new Trace(this.name, this.sized, () -> this.source.get().limit(count));
	}

}
