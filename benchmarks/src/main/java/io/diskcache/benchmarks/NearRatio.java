package io.diskcache.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.CacheStatistics;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

/**
 * Tells how many reads the heap answers while another process writes: {@code java -cp
 * benchmarks/target/benchmarks.jar io.diskcache.benchmarks.NearRatio}. Both take their
 * keys from the same Zipf distribution, so that what is read most is written most. The
 * reader goes on only when the writer has done its share, and what it waits for that does
 * not count. Give it the seconds for each share, 3 by default.
 */
public final class NearRatio {

	private static final double[] PERCENT_WRITTEN = { 0, 0.1, 1, 10, 50 };

	private static final double SKEW = 0.99;

	/** Reads between two looks at the clock and at the writer. */
	private static final int TURN = 50;

	/** Nanoseconds that one waits for the other before looking again. */
	private static final long PAUSE = 1000;

	private static final PrintStream out = System.out;

	private final Keys keys = Keys.strings();

	private final Object[] values = new Object[64];

	/** Indexes of keys, as often as they are to be taken, in random order. */
	private final int[] drawn = new int[1 << 20];

	private NearRatio(long seed) {
		Arrays.setAll(this.values, Samples::longText);
		double[] sums = new double[NearSide.ENTRIES];
		double sum = 0;
		for (int i = 0; i < sums.length; i++) {
			sum += 1 / Math.pow(i + 1, SKEW);
			sums[i] = sum;
		}
		var random = new SplittableRandom(seed);
		for (int i = 0; i < this.drawn.length; i++) {
			int found = Arrays.binarySearch(sums, random.nextDouble() * sum);
			this.drawn[i] = Math.min((found < 0) ? -found - 1 : found, sums.length - 1);
		}
	}

	public static void main(String[] args) throws Exception {
		if (args.length == 2) {
			new NearRatio(1).write(Path.of(args[0]), new Progress(Path.of(args[1])));
			return;
		}
		long seconds = (args.length > 0) ? Long.parseLong(args[0]) : 3;
		new NearRatio(2).read(TimeUnit.SECONDS.toNanos(seconds));
	}

	private void read(long nanos) throws IOException, InterruptedException {
		Path place = Places.create();
		try (DiskCacheManager manager = open(place)) {
			DiskCache cache = manager.getDiskCache(NearSide.NAME);
			for (int i = 0; i < NearSide.ENTRIES; i++) {
				cache.put(this.keys.at(i), this.values[i % this.values.length]);
			}
			var progress = new Progress(place.resolve("progress"));
			Process writer = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
					System.getProperty("java.class.path"), NearRatio.class.getName(), place.toString(),
					place.resolve("progress").toString())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			try {
				report(cache, progress, nanos);
			}
			finally {
				progress.set(Progress.TARGET, Long.MAX_VALUE);
				writer.waitFor();
			}
		}
		finally {
			Places.delete(place);
		}
	}

	private void report(DiskCache cache, Progress progress, long nanos) {
		out.println(
				"| share of writes | hits in the heap | hits on the disk | not held | reads per second | of none |");
		out.println("|---|---|---|---|---|---|");
		double alone = 0;
		for (double percent : PERCENT_WRITTEN) {
			read(cache, progress, percent, nanos / 2);
			CacheStatistics before = cache.statistics();
			long bypassedBefore = cache.near().bypassed();
			double perSecond = read(cache, progress, percent, nanos);
			CacheStatistics after = cache.statistics();
			alone = Math.max(alone, perSecond);
			double reads = (after.hits() + after.misses() - before.hits() - before.misses()) / 100.0;
			out.printf("| %s %% | %.2f %% | %.2f %% | %.2f %% | %.0f | %.3f |%n", percent,
					(after.nearHits() - before.nearHits()) / reads, (after.diskHits() - before.diskHits()) / reads,
					(cache.near().bypassed() - bypassedBefore) / reads, perSecond, perSecond / alone);
		}
	}

	/** Returns the reads per second, of which waiting for the writer is no part. */
	private double read(DiskCache cache, Progress progress, double percent, long nanos) {
		long target = progress.get(Progress.TARGET);
		double due = 0;
		long spent = 0;
		long reads = 0;
		int next = 0;
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() < end) {
			long start = System.nanoTime();
			for (int i = 0; i < TURN; i++) {
				cache.get(this.keys.at(this.drawn[next++ & (this.drawn.length - 1)]));
			}
			spent += System.nanoTime() - start;
			reads += TURN;
			due += TURN * percent / (100 - percent);
			progress.set(Progress.TARGET, target + (long) due);
			// It may be late by what is due in a turn, so that both are at work.
			while (progress.get(Progress.DONE) < target + (long) (due - TURN * percent / (100 - percent))) {
				LockSupport.parkNanos(PAUSE);
			}
		}
		return reads * 1e9 / spent;
	}

	private static DiskCacheManager open(Path place) {
		return DiskCacheManager.builder(place)
			.cache(NearSide.NAME, CacheOptions.defaults().withStore(EngineSide.ROOMY))
			.build();
	}

	private void write(Path place, Progress progress) {
		try (DiskCacheManager manager = open(place)) {
			DiskCache cache = manager.getDiskCache(NearSide.NAME);
			long done = 0;
			long target = 0;
			while (target != Long.MAX_VALUE) {
				target = progress.get(Progress.TARGET);
				if (done < target) {
					cache.put(this.keys.at(this.drawn[(int) done & (this.drawn.length - 1)]),
							this.values[(int) done & (this.values.length - 1)]);
					progress.set(Progress.DONE, ++done);
				}
				else {
					LockSupport.parkNanos(PAUSE);
				}
			}
		}
	}

	/** Two numbers that both processes see. */
	private static final class Progress {

		/** Writes that are to be done. */
		static final int TARGET = 0;

		/** Writes that are done, at a distance as each is written by one of them. */
		static final int DONE = 128;

		private static final VarHandle NUMBER = MethodHandles.byteBufferViewVarHandle(long[].class,
				ByteOrder.nativeOrder());

		private final ByteBuffer bytes;

		Progress(Path file) throws IOException {
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
					StandardOpenOption.WRITE)) {
				this.bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * DONE);
			}
		}

		long get(int at) {
			return (long) NUMBER.getVolatile(this.bytes, at);
		}

		void set(int at, long number) {
			NUMBER.setVolatile(this.bytes, at, number);
		}

	}

}
