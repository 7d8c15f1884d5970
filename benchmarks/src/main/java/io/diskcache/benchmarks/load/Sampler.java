package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * Looks at the volume of a directory again and again. What is replaced while it looks may
 * be counted twice, so the maxima are rather too high.
 */
final class Sampler implements AutoCloseable {

	private final long periodNanos;

	private final List<Look> samples = new ArrayList<>();

	private final List<Double> millis = new ArrayList<>();

	private final CompletableFuture<Void> running;

	private volatile boolean stopped;

	Sampler(Path place, int periodMillis) {
		this.periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMillis);
		this.running = CompletableFuture.runAsync(() -> run(place), (task) -> new Thread(task, "sampler").start());
	}

	/** Ends the looking; the results are there afterwards. */
	void stop() {
		this.stopped = true;
		this.running.join();
	}

	@Override
	public void close() {
		stop();
	}

	/** What was seen; complete once it was stopped. */
	List<Look> samples() {
		return this.samples;
	}

	/** How long one look took, in milliseconds. */
	double medianMillis() {
		return Quantiles.median(this.millis);
	}

	/** The most bytes of a part that were seen. */
	long max(ToLongFunction<Volume> part) {
		return this.samples.stream().map(Look::volume).mapToLong(part).max().orElseThrow();
	}

	private void run(Path place) {
		while (!this.stopped) {
			long start = System.nanoTime();
			try {
				this.samples.add(new Look(start, Volume.of(place)));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			long took = System.nanoTime() - start;
			this.millis.add(took / 1e6);
			LockSupport.parkNanos(this.periodNanos - took);
		}
	}

	/** The volume at a moment of {@link System#nanoTime()}. */
	record Look(long nanos, Volume volume) {
	}

}
