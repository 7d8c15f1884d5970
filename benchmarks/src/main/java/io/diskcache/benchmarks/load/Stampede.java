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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.springframework.cache.Cache.ValueWrapper;

import io.diskcache.benchmarks.Places;
import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.cache.RefreshOptions;

/**
 * What happens when a value expires that many ask for: 10 threads look up one key every
 * 10 ms, whose value lives for a second and takes 200 ms to compute. {@code java -cp
 * benchmarks/target/benchmarks.jar io.diskcache.benchmarks.load.Stampede}. Options:
 * {@code --seconds} for each way, 10.
 */
public final class Stampede {

	private static final int THREADS = 10;

	private static final Duration LIFE = Duration.ofSeconds(1);

	private static final Duration WORK = Duration.ofMillis(200);

	private static final Duration PAUSE = Duration.ofMillis(10);

	private static final int BUCKET_MILLIS = 50;

	private final Table table = new Table("stampede", "way", "computations", "at once at most", "lookups P50 ms",
			"lookups P99 ms", "longest lookup ms");

	private final Table course = new Table("stampede-course", "way", "ms", "computing", "longest lookup ms");

	private Stampede() {
	}

	public static void main(String[] args) throws Exception {
		Arguments arguments = Arguments.of(args, "seconds");
		Duration length = Duration.ofSeconds(arguments.number("seconds", arguments.quick() ? 2 : 10));
		RefreshOptions none = RefreshOptions.none();
		var measured = new Stampede();
		measured.run("plain", none, Stampede::plain, length);
		measured.run("barrier", none, Stampede::loading, length);
		measured.run("refresh ahead 0.3", none.withAhead(0.3), Stampede::loading, length);
		measured.run("refresh ahead 1", none.withAhead(1), Stampede::loading, length);
		measured.run("stale while revalidate", none.withStaleWhileRevalidate(LIFE), Stampede::loading, length);
		measured.table.publish(arguments.csv());
		measured.course.write(arguments.csv());
	}

	private void run(String name, RefreshOptions refresh, Lookup lookup, Duration length) throws Exception {
		Path place = Places.create();
		Queue<Span> lookups = new ConcurrentLinkedQueue<>();
		Queue<Span> computations = new ConcurrentLinkedQueue<>();
		try (var manager = DiskCacheManager.builder(place)
			.cache("page", CacheOptions.defaults().withTimeToLive(LIFE).withRefresh(refresh))
			.build()) {
			DiskCache cache = manager.getDiskCache("page");
			lookup.in(cache, computations);
			computations.clear();
			long begin = System.nanoTime();
			askFromAllThreads(begin + length.toNanos(), () -> lookup.in(cache, computations), lookups);
			report(name, begin, List.copyOf(lookups), List.copyOf(computations));
		}
		finally {
			Places.delete(place);
		}
	}

	private static void askFromAllThreads(long end, Runnable lookup, Queue<Span> lookups) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				running.add(threads.submit(() -> {
					while (System.nanoTime() < end) {
						lookups.add(Span.of(lookup));
						LockSupport.parkNanos(PAUSE.toNanos());
					}
				}));
			}
			for (Future<?> each : running) {
				each.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/** As who knows of no loader: each that finds nothing computes. */
	private static void plain(DiskCache cache, Queue<Span> computations) {
		ValueWrapper found = cache.get("home");
		if (found == null) {
			cache.put("home", compute(computations));
		}
	}

	private static void loading(DiskCache cache, Queue<Span> computations) {
		cache.get("home", () -> compute(computations));
	}

	private static String compute(Queue<Span> computations) {
		computations.add(Span.of(() -> {
			long end = System.nanoTime() + WORK.toNanos();
			while (System.nanoTime() < end) {
				LockSupport.parkNanos(end - System.nanoTime());
			}
		}));
		return "page";
	}

	private void report(String name, long begin, List<Span> lookups, List<Span> computations) {
		List<Double> times = lookups.stream().map(Span::millis).toList();
		this.table.row(name, computations.size(),
				computations.stream().mapToLong((each) -> running(computations, each.begin())).max().orElse(0),
				Quantiles.median(times), Quantiles.at(times, 0.99), Quantiles.at(times, 1));
		long last = lookups.stream().mapToLong(Span::begin).max().orElse(begin);
		int buckets = (int) (TimeUnit.NANOSECONDS.toMillis(last - begin) / BUCKET_MILLIS);
		for (int bucket : IntStream.range(0, buckets).toArray()) {
			long from = begin + TimeUnit.MILLISECONDS.toNanos((long) bucket * BUCKET_MILLIS);
			long to = from + TimeUnit.MILLISECONDS.toNanos(BUCKET_MILLIS);
			double longest = lookups.stream()
				.filter((each) -> each.begin() >= from && each.begin() < to)
				.mapToDouble(Span::millis)
				.max()
				.orElse(0);
			this.course.row(name, bucket * BUCKET_MILLIS, running(computations, from), longest);
		}
	}

	private static long running(List<Span> computations, long moment) {
		return computations.stream().filter((each) -> each.begin() <= moment && moment < each.end()).count();
	}

	/** A way to look a value up. */
	@FunctionalInterface
	private interface Lookup {

		void in(DiskCache cache, Queue<Span> computations);

	}

	/** When something was done, in nanoseconds. */
	private record Span(long begin, long end) {

		static Span of(Runnable work) {
			long begin = System.nanoTime();
			work.run();
			return new Span(begin, System.nanoTime());
		}

		double millis() {
			return (this.end - this.begin) / 1e6;
		}

	}

}
