package io.diskcache.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Operations of a store of 100 000 entries of 1 KiB, each beside its raw twin: the same
 * SELECT or transaction on the same tables by plain JDBC. On a machine that others use
 * too only the ratio within a pair says something, see {@code Ratios}.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 2, jvmArgs = { "-Xms512m", "-Xmx512m" })
public class StoreBenchmark {

	@Benchmark
	public byte @Nullable [] getHit(Engine engine) {
		return engine.side.get(engine.keys.present());
	}

	@Benchmark
	public byte @Nullable [] getHitRaw(Raw raw) {
		return raw.side.get(raw.keys.present());
	}

	@Benchmark
	public byte @Nullable [] getMiss(Engine engine) {
		return engine.side.get(engine.keys.absent());
	}

	@Benchmark
	public byte @Nullable [] getMissRaw(Raw raw) {
		return raw.side.get(raw.keys.absent());
	}

	@Benchmark
	public boolean putNew(Engine engine) {
		return engine.side.put(engine.keys.fresh(), engine.keys.value(), null);
	}

	@Benchmark
	public void putNewRaw(Raw raw) {
		raw.side.put(raw.keys.fresh(), raw.keys.value(), null);
	}

	@Benchmark
	public boolean putOverwrite(Engine engine) {
		return engine.side.put(engine.keys.present(), engine.keys.value(), null);
	}

	@Benchmark
	public void putOverwriteRaw(Raw raw) {
		raw.side.put(raw.keys.present(), raw.keys.value(), null);
	}

	/** The store. */
	@State(Scope.Benchmark)
	public static class Engine {

		final EngineSide side = EngineSide.filled();

		final Keys keys = new Keys();

		@TearDown
		public void close() {
			this.side.close();
		}

	}

	/** Plain JDBC. */
	@State(Scope.Benchmark)
	public static class Raw {

		final RawSide side = RawSide.filled();

		final Keys keys = new Keys();

		@TearDown
		public void close() {
			this.side.close();
		}

	}

	/** Keys at random. Used by one thread. */
	static final class Keys {

		private static final long FIRST = 1L << 32;

		private static final int ABSENT = 1 << 14;

		private final byte[][] present = Workload.keys(Workload.ENTRIES);

		private final byte[][] absent = new byte[ABSENT][];

		private long next = FIRST;

		private long stored;

		Keys() {
			for (int i = 0; i < ABSENT; i++) {
				this.absent[i] = Workload.key((1L << 40) + i);
			}
		}

		byte[] present() {
			return this.present[ThreadLocalRandom.current().nextInt(this.present.length)];
		}

		byte[] absent() {
			return this.absent[ThreadLocalRandom.current().nextInt(ABSENT)];
		}

		byte[] fresh() {
			return numbered(this.next++);
		}

		/** Returns what was fresh once more, in the same order. */
		byte[] stored() {
			return numbered(FIRST + this.stored++);
		}

		/** A key with other digits: formatting one would cost as much as a get. */
		private byte[] numbered(long number) {
			byte[] key = this.present[0].clone();
			long rest = number;
			for (int i = key.length - 1; rest > 0; i--, rest /= 10) {
				key[i] = (byte) ('0' + rest % 10);
			}
			return key;
		}

		byte[] value() {
			return Workload.value(ThreadLocalRandom.current().nextInt());
		}

	}

}
