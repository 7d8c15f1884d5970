package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A worker's turns, each of so many milliseconds as it is told. */
final class Turns {

	private final Signals signals = new Signals();

	private final StoreClient client;

	private final Runnable step;

	private Turns(StoreClient client, Runnable step) {
		this.client = client;
		this.step = step;
	}

	/** Warms up, takes turns until it is enough, and tells what was counted in them. */
	static void take(StoreClient client, long warmUpMillis, Runnable step) throws IOException {
		take(client, warmUpMillis, step, () -> {
		});
	}

	/** Does the same, and something more at the end. */
	static void take(StoreClient client, long warmUpMillis, Runnable step, Runnable end) throws IOException {
		var turns = new Turns(client, step);
		turns.run(warmUpMillis);
		client.reset();
		long done = 0;
		String word = turns.signals.next(done);
		while (word != null && !word.equals(Workers.END)) {
			done += turns.run(Long.parseLong(word));
			word = turns.signals.next(done);
		}
		end.run();
		turns.signals.tell(turns.client.tally());
	}

	private long run(long millis) {
		long start = System.nanoTime();
		long done = 0;
		while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(millis)) {
			this.step.run();
			done++;
		}
		return done;
	}

}
