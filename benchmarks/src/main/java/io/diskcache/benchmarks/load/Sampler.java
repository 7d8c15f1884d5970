package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * Looks at the volume of a directory each 10 ms. What is replaced while it looks may be
 * counted twice, so the maxima are rather too high.
 */
final class Sampler implements AutoCloseable {

	private static final long PERIOD_NANOS = 10_000_000;

	private final List<Volume> samples = new ArrayList<>();

	private final List<Double> millis = new ArrayList<>();

	private final CompletableFuture<Void> running;

	private volatile boolean stopped;

	Sampler(Path place) {
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

	int samples() {
		return this.samples.size();
	}

	/** How long one look took, in milliseconds. */
	double medianMillis() {
		return Quantiles.median(this.millis);
	}

	/** The most bytes of a part that were seen. */
	long max(ToLongFunction<Volume> part) {
		return this.samples.stream().mapToLong(part).max().orElseThrow();
	}

	private void run(Path place) {
		while (!this.stopped) {
			long start = System.nanoTime();
			try {
				this.samples.add(Volume.of(place));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			long took = System.nanoTime() - start;
			this.millis.add(took / 1e6);
			LockSupport.parkNanos(PERIOD_NANOS - took);
		}
	}

}
