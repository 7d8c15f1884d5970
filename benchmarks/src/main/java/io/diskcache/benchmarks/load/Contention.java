package io.diskcache.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.diskcache.benchmarks.Places;
import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

/**
 * What others notice of many that wait for one key: 200 threads ask for a key that takes
 * 100 ms to compute and is evicted each time, while 4 look up, load and store other keys.
 * {@code java -cp benchmarks/target/benchmarks.jar
 * io.diskcache.benchmarks.load.Contention}. Threads are virtual ones where Java has them.
 * Options: {@code --threads} 200, {@code --rounds} 20.
 */
public final class Contention {

	private static final Duration WORK = Duration.ofMillis(100);

	private static final int OTHERS = 4;

	private static final int OTHER_KEYS = 1000;

	private final Table table = new Table("contention", "threads that wait", "computations of the key",
			"others: operations", "P50 ms", "P99 ms", "longest ms");

	private final DiskCache cache;

	private Contention(DiskCache cache) {
		this.cache = cache;
	}

	public static void main(String[] args) throws Exception {
		Arguments arguments = Arguments.of(args, "threads", "rounds");
		int threads = arguments.number("threads", 200);
		int rounds = arguments.number("rounds", arguments.quick() ? 3 : 20);
		Path place = Places.create();
		try (var manager = DiskCacheManager.builder(place).cache("pages", CacheOptions.defaults()).build()) {
			var contention = new Contention(manager.getDiskCache("pages"));
			contention.run(1, rounds);
			contention.table.publish(null);
			var measured = new Contention(manager.getDiskCache("pages"));
			measured.run(1, rounds);
			measured.run(threads, rounds);
			measured.table.publish(arguments.csv());
		}
		finally {
			Places.delete(place);
		}
	}

	private void run(int threads, int rounds) throws Exception {
		Queue<Double> times = new ConcurrentLinkedQueue<>();
		AtomicInteger computations = new AtomicInteger();
		AtomicBoolean over = new AtomicBoolean();
		ExecutorService executor = executor();
		try {
			List<Future<?>> others = new ArrayList<>();
			for (int i = 0; i < OTHERS; i++) {
				others.add(executor.submit(() -> goOn(over, times)));
			}
			for (int round = 0; round < rounds; round++) {
				this.cache.evict("hot");
				List<Future<?>> waiting = new ArrayList<>();
				for (int i = 0; i < threads; i++) {
					waiting.add(executor.submit(() -> this.cache.get("hot", () -> compute(computations))));
				}
				for (Future<?> each : waiting) {
					each.get();
				}
			}
			over.set(true);
			for (Future<?> each : others) {
				each.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
		List<Double> all = List.copyOf(times);
		this.table.row(threads, computations.get(), all.size(), Quantiles.median(all), Quantiles.at(all, 0.99),
				Quantiles.at(all, 1));
	}

	private void goOn(AtomicBoolean over, Queue<Double> times) {
		while (!over.get()) {
			String key = "other" + ThreadLocalRandom.current().nextInt(OTHER_KEYS);
			long begin = System.nanoTime();
			switch (ThreadLocalRandom.current().nextInt(3)) {
				case 0 -> this.cache.put(key, "value");
				case 1 -> this.cache.get(key, () -> "value");
				default -> this.cache.get(key);
			}
			times.add((System.nanoTime() - begin) / 1e6);
			LockSupport.parkNanos(1_000_000);
		}
	}

	private static String compute(AtomicInteger computations) {
		computations.incrementAndGet();
		long end = System.nanoTime() + WORK.toNanos();
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
		return "page";
	}

	/** By reflection, as this is compiled for Java 17. */
	private static ExecutorService executor() throws ReflectiveOperationException {
		if (Runtime.version().feature() < 21) {
			return Executors.newCachedThreadPool();
		}
		return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
	}

}
