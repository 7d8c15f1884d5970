package io.diskcache.benchmarks.replay;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Synthetic traces, the same in each run. The keys of items are not in order of rank. */
final class Mixes {

	static final int ITEMS = 100_000;

	static final int ACCESSES = 1_000_000;

	private static final long SEED = 2023;

	/** Where keys that are not those of items begin. */
	private static final long OTHERS = 1L << 40;

	private Mixes() {
	}

	static Trace zipf(double exponent) {
		String name = (exponent == Zipf.EXPONENT) ? "zipf" : "zipf:" + exponent;
		return mix(name, () -> {
			var zipf = new Zipf(ITEMS, exponent, new SplittableRandom(SEED));
			return () -> Hash.of(zipf.next());
		});
	}

	/** A Zipf mix; a third of the accesses are scans of keys that never come again. */
	static Trace scan() {
		return mix("scan", Scans::new);
	}

	/** As many accesses to a Zipf mix as to loops over more keys than a cache holds. */
	static Trace loop() {
		return mix("loop", Loops::new);
	}

	/** A Zipf mix in which, after each 20 accesses, a new item is the most wanted one. */
	static Trace shift() {
		return mix("shift", () -> {
			var zipf = new Zipf(ITEMS, Zipf.EXPONENT, new SplittableRandom(SEED));
			long[] clock = new long[1];
			return () -> Hash.of(zipf.next() - clock[0]++ / 20);
		});
	}

	private static Trace mix(String name, Supplier<LongSupplier> start) {
		return new Trace(name, false, () -> {
			LongSupplier keys = start.get();
			return Stream.generate(() -> Access.to(keys.getAsLong())).limit(ACCESSES);
		});
	}

	/** Each scan follows twice as many accesses to items. */
	private static final class Scans implements LongSupplier {

		private final SplittableRandom random = new SplittableRandom(SEED);

		private final Zipf zipf = new Zipf(ITEMS, Zipf.EXPONENT, this.random);

		private long scanned = OTHERS;

		private int items;

		private int scan;

		@Override
		public long getAsLong() {
			if (this.items == 0 && this.scan == 0) {
				this.scan = this.random.nextInt(ITEMS / 20, ITEMS / 4);
				this.items = 2 * this.scan;
			}
			if (this.items > 0) {
				this.items--;
				return Hash.of(this.zipf.next());
			}
			this.scan--;
			return this.scanned++;
		}

	}

	/** Each loop goes round five times. */
	private static final class Loops implements LongSupplier {

		/** Near to a tenth of all keys that come; loops are 1.5 to 4 times as long. */
		private static final int CACHE = 6_600;

		private final SplittableRandom random = new SplittableRandom(SEED);

		private final Zipf zipf = new Zipf(ITEMS / 2, Zipf.EXPONENT, this.random);

		private int length;

		private int position;

		@Override
		public long getAsLong() {
			if (this.random.nextBoolean()) {
				return Hash.of(this.zipf.next());
			}
			if (this.position == 5 * this.length) {
				this.length = this.random.nextInt(3 * CACHE / 2, 4 * CACHE + 1);
				this.position = 0;
			}
			return OTHERS + this.position++ % this.length;
		}

	}

}
