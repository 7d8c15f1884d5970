package io.diskcache.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** The worker's end of what {@link Workers} say. */
final class Signals {

	private static final PrintStream out = System.out;

	private final BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

	/**
	 * Says that this process is ready, and waits for what it is to do.
	 * @param done how many operations it has done since it was first ready
	 * @return what it is to do; nothing where the other process is gone
	 */
	@Nullable String next(long done) throws IOException {
		out.println(Workers.READY + ' ' + done);
		out.flush();
		return this.input.readLine();
	}

	/** Tells what was counted. */
	void tell(Tally tally) {
		tally.print(out);
	}

}
