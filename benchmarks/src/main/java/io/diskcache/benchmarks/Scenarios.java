package io.diskcache.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;

/**
 * What a store costs beyond single operations on small values: {@code java -cp
 * benchmarks/target/benchmarks.jar io.diskcache.benchmarks.Scenarios}, with the names of
 * some of them, or none for all.
 */
public final class Scenarios {

	private static final PrintStream out = System.out;

	private Scenarios() {
	}

	public static void main(String[] args) {
		List<String> chosen = (args.length > 0) ? List.of(args)
				: List.of("files", "full", "threads", "open", "steady", "clear");
		for (String name : chosen) {
			switch (name) {
				case "files" -> files();
				case "full" -> full();
				case "threads" -> threads();
				case "open" -> open();
				case "steady" -> steady();
				case "clear" -> clear();
				default -> throw new IllegalArgumentException("There is no scenario " + name);
			}
		}
	}

	/** Values of 64 KiB, which are files, against writing and reading such files. */
	private static void files() {
		try (var engine = new EngineSide(EngineSide.ROOMY); RawSide raw = RawSide.filled()) {
			byte[][] keys = Workload.keys(500);
			Path plain = Places.create();
			var compared = new Ratios(30, 200);
			compared.run((round) -> {
				compared.pair(round, "put 64 KiB", () -> engine.put(any(keys), Workload.largeValue(round), null),
						() -> rawFile(raw, plain, any(keys), Workload.largeValue(round)));
				compared.pair(round, "get 64 KiB", () -> engine.get(any(keys)), () -> rawFile(raw, plain, any(keys)));
			});
			compared.report("plain files and rows");
			Places.delete(plain);
		}
	}

	/** Puts of new keys where each must evict, against a store with room. */
	private static void full() {
		full(StoreOptions.MIN_SIZE_LIMIT, 14_000);
		full(128 << 20, 112_000);
	}

	private static void full(long limit, int entries) {
		try (var engine = new EngineSide(EngineSide.ROOMY.withSizeLimit(limit));
				var roomy = new EngineSide(EngineSide.ROOMY)) {
			engine.fill(entries);
			roomy.fill(entries);
			var keys = new StoreBenchmark.Keys();
			var compared = new Ratios(24, 1000);
			compared.run((round) -> compared.pair(round, "put into " + (limit >> 20) + " MB, full",
					() -> engine.put(keys.fresh(), keys.value(), null),
					() -> roomy.put(keys.fresh(), keys.value(), null)));
			compared.report("a store with room");
			var tail = new Tail(() -> 0);
			for (int i = 0; i < 30_000; i++) {
				tail.time(() -> engine.put(keys.fresh(), keys.value(), null), false);
			}
			out.printf("volume / limit %.3f; %s%n", (double) engine.store().volume() / limit, tail);
		}
	}

	private static void threads() {
		try (EngineSide engine = EngineSide.filled()) {
			byte[][] keys = Workload.keys(Workload.ENTRIES);
			double[] ratios = new double[6];
			throughput(engine, keys, 4);
			for (int i = 0; i < ratios.length; i++) {
				ratios[i] = throughput(engine, keys, 4) / throughput(engine, keys, 1);
			}
			out.printf("gets of 4 threads / of 1 thread: %s%n", Arrays.toString(ratios));
		}
	}

	private static double throughput(EngineSide engine, byte[][] keys, int count) {
		var done = new LongAdder();
		var stop = new AtomicBoolean();
		List<CompletableFuture<Void>> running = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			running.add(CompletableFuture.runAsync(() -> {
				while (!stop.get()) {
					engine.get(any(keys));
					done.increment();
				}
			}, (task) -> new Thread(task).start()));
		}
		pause(1000);
		stop.set(true);
		running.forEach(CompletableFuture::join);
		return done.sum();
	}

	private static void open() {
		try (EngineSide engine = EngineSide.filled()) {
			engine.shut();
			for (int i = 0; i < 6; i++) {
				long start = System.nanoTime();
				try (StoreDirectory directory = StoreDirectory.open(engine.place(), 0)) {
					directory.open("benchmark", EngineSide.ROOMY);
					out.printf("open a store of 100 000 entries: %.1f ms%n", (System.nanoTime() - start) / 1e6);
				}
			}
		}
	}

	/**
	 * Puts without a pause: their tail, and how long the write-ahead log becomes. The raw
	 * twin writes its checkpoints within the puts.
	 */
	private static void steady() {
		try (EngineSide engine = EngineSide.filled(); RawSide raw = RawSide.filled()) {
			var keys = new StoreBenchmark.Keys();
			Path log = Places.find(engine.place(), "shard-00.db-wal");
			var ours = new Tail(() -> size(log));
			var theirs = new Tail(() -> 0);
			for (int turn = 0; turn < 40; turn++) {
				for (int i = 0; i < 1500; i++) {
					ours.time(() -> engine.put(keys.present(), keys.value(), null), (i & 63) == 0);
				}
				for (int i = 0; i < 1500; i++) {
					theirs.time(() -> raw.put(keys.present(), keys.value(), null), false);
				}
			}
			out.printf("puts without a pause: %s, longest log %.1f MB%nraw: %s%n", ours, ours.watched() / 1e6, theirs);
		}
	}

	/** How long a clear goes on in the background, and what puts feel of it. */
	private static void clear() {
		try (EngineSide engine = EngineSide.filled()) {
			var keys = new StoreBenchmark.Keys();
			var before = new Tail(() -> 0);
			for (int i = 0; i < 20_000; i++) {
				before.time(() -> engine.put(keys.present(), keys.value(), null), false);
			}
			long start = System.nanoTime();
			engine.store().clear();
			double cleared = (System.nanoTime() - start) / 1e6;
			var meanwhile = new Tail(() -> engine.store().volume());
			byte[][] few = Workload.keys(1000);
			do {
				for (int i = 0; i < 200; i++) {
					meanwhile.time(() -> engine.put(any(few), keys.value(), null), false);
				}
			}
			while (engine.store().volume() > 8L << 20 && System.nanoTime() - start < 60_000_000_000L);
			out.printf("clear %.2f ms, gone after %.1f s; puts before: %s; meanwhile: %s%n", cleared,
					(System.nanoTime() - start) / 1e9, before, meanwhile);
		}
	}

	private static byte[] any(byte[][] keys) {
		return keys[ThreadLocalRandom.current().nextInt(keys.length)];
	}

	private static void rawFile(RawSide raw, Path place, byte[] key, byte[] value) {
		try {
			Path file = place.resolve(new String(key, java.nio.charset.StandardCharsets.US_ASCII).substring(5));
			Path draft = Files.write(place.resolve("draft"), value);
			raw.put(key, Workload.value(0), null);
			Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] rawFile(RawSide raw, Path place, byte[] key) {
		try {
			raw.get(key);
			return Files
				.readAllBytes(place.resolve(new String(key, java.nio.charset.StandardCharsets.US_ASCII).substring(5)));
		}
		catch (IOException ex) {
			// Not every key has been put yet.
			return new byte[0];
		}
	}

	private static long size(Path file) {
		try {
			return Files.size(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The times of many operations, without what the thread waited for a processor where
	 * the system tells that: other programs do not count.
	 */
	private static final class Tail {

		private final LongSupplier watch;

		private long watched;

		private long[] nanos = new long[1 << 16];

		private int count;

		Tail(LongSupplier watch) {
			this.watch = watch;
		}

		void time(Runnable operation, boolean look) {
			long waited = waited();
			long start = System.nanoTime();
			operation.run();
			long time = System.nanoTime() - start;
			if (time > 200_000) {
				time -= waited() - waited;
			}
			if (this.count == this.nanos.length) {
				this.nanos = Arrays.copyOf(this.nanos, 2 * this.count);
			}
			this.nanos[this.count++] = time;
			if (look) {
				this.watched = Math.max(this.watched, this.watch.getAsLong());
			}
		}

		long watched() {
			return this.watched;
		}

		@Override
		public String toString() {
			long[] sorted = Arrays.copyOf(this.nanos, this.count);
			Arrays.sort(sorted);
			return String.format("%d, P50 %.1f µs, P99 %.0f µs, P99.9 %.0f µs, P99.99 %.0f µs, longest %.1f ms",
					this.count, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 0.9999),
					at(sorted, 1) / 1e3);
		}

		private static double at(long[] sorted, double share) {
			return sorted[(int) (share * (sorted.length - 1))] / 1e3;
		}

		/** Nanoseconds the thread was ready to run but did not. */
		private static long waited() {
			try {
				String times = Files.readString(Path.of("/proc/thread-self/schedstat"));
				return Long.parseLong(times, times.indexOf(' ') + 1, times.lastIndexOf(' '), 10);
			}
			catch (IOException ex) {
				return 0;
			}
		}

	}

}
