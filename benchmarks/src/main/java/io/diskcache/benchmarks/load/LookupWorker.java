package io.diskcache.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.diskcache.benchmarks.Workload;
import io.diskcache.store.Key;

/** One process of {@link Timeouts}. */
final class LookupWorker {

	/** How long a value takes to be computed. */
	private static final long COMPUTE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final Zipf zipf = new Zipf(Timeouts.KEYS);

	private final StoreClient client;

	private final SplittableRandom random;

	private LookupWorker(StoreClient client, int number) {
		this.client = client;
		this.random = new SplittableRandom(number);
	}

	public static void main(String[] args) throws Exception {
		Duration timeout = Duration.ofMillis(Long.parseLong(args[1]));
		try (var client = new StoreClient(Path.of(args[0]), Timeouts.OPTIONS.withOperationTimeout(timeout))) {
			var worker = new LookupWorker(client, Integer.parseInt(args[2]));
			Turns.take(client, Long.parseLong(args[3]), worker::lookUp);
		}
	}

	/** What an application does with a cache. */
	private void lookUp() {
		int number = this.zipf.next(this.random);
		Key key = StoreClient.key(Integer.toString(number));
		if (!this.client.get(key)) {
			this.client.count("miss", 1);
			compute();
			this.client.put(key, Workload.value(number));
		}
	}

	private static void compute() {
		long start = System.nanoTime();
		while (System.nanoTime() - start < COMPUTE_NANOS) {
			Thread.onSpinWait();
		}
	}

}
