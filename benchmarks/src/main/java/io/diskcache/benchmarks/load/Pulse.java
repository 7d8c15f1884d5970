package io.diskcache.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

/** Does something each 5 ms, in a thread of its own, and times it. */
final class Pulse implements AutoCloseable {

	private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private final List<Beat> beats = new ArrayList<>();

	private final CompletableFuture<Void> running;

	private volatile boolean stopped;

	/** Begins; the action gets the number of the beat and tells whether it was done. */
	Pulse(LongPredicate action) {
		this.running = CompletableFuture.runAsync(() -> run(action), (task) -> new Thread(task, "pulse").start());
	}

	/** Ends it, and returns all beats in their order. */
	List<Beat> stop() {
		this.stopped = true;
		this.running.join();
		return this.beats;
	}

	@Override
	public void close() {
		stop();
	}

	private void run(LongPredicate action) {
		for (long number = 0; !this.stopped; number++) {
			long start = System.nanoTime();
			boolean done = action.test(number);
			long took = System.nanoTime() - start;
			this.beats.add(new Beat(start, took, done));
			LockSupport.parkNanos(PERIOD_NANOS - took);
		}
	}

	/**
	 * One of them.
	 *
	 * @param nanos when it began, as of {@link System#nanoTime()}
	 * @param took how long it took, in nanoseconds
	 * @param done whether it could be done
	 */
	record Beat(long nanos, long took, boolean done) {
	}

}
