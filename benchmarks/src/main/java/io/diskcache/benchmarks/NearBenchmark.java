package io.diskcache.benchmarks;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.diskcache.cache.CacheOptions;
import io.diskcache.codec.Values;
import io.diskcache.near.NearOptions;
import io.diskcache.store.Content;
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
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

/**
 * What a hit in the heap costs, beside Spring's own caches: 10 000 entries, keys of 20
 * characters chosen at random, all of them hits. Add {@code -prof gc} for the bytes that
 * each allocates, and {@code -bm sample} for medians where others use the machine.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 2, jvmArgs = { "-Xms512m", "-Xmx512m" })
public class NearBenchmark {

	@Benchmark
	public @Nullable ValueWrapper near(Texts texts) {
		return texts.side.get();
	}

	@Benchmark
	public @Nullable ValueWrapper nearLongKey(LongKeys keys) {
		return keys.side.get();
	}

	@Benchmark
	public @Nullable ValueWrapper nearExpiring(Expiring expiring) {
		return expiring.side.get();
	}

	@Benchmark
	public Object nearRecord(Records records) {
		return records.side.value();
	}

	@Benchmark
	public @Nullable ValueWrapper nearMiss(Absent absent) {
		return absent.side.get();
	}

	@Benchmark
	public Object nearBytes(Lists lists) {
		return lists.side.value();
	}

	/** What no place for bytes can do without. */
	@Benchmark
	public @Nullable Object nearBytesDecodeOnly(Encodings encodings) {
		return encodings.decode();
	}

	@Benchmark
	public @Nullable ValueWrapper disk(Disk disk) {
		return disk.side.get();
	}

	@Benchmark
	public @Nullable ValueWrapper caffeine(SpringCaffeine caffeine) {
		return caffeine.cache.get(caffeine.keys.any());
	}

	@Benchmark
	public @Nullable ValueWrapper concurrentMap(SpringMap map) {
		return map.cache.get(map.keys.any());
	}

	@Benchmark
	public String proxyNear(NearProxy proxy) {
		return proxy.proxied.find();
	}

	@Benchmark
	public String proxyNearPlain(SpringNearProxy proxy) {
		return proxy.proxied.find();
	}

	@Benchmark
	public String proxyCaffeine(CaffeineProxy proxy) {
		return proxy.proxied.find();
	}

	@Benchmark
	public String proxyConcurrentMap(MapProxy proxy) {
		return proxy.proxied.find();
	}

	/** Texts by texts. */
	@State(Scope.Benchmark)
	public static class Texts {

		final NearSide side = NearSide.filled(CacheOptions.defaults(), Keys.strings(), Samples::text);

		@TearDown
		public void close() {
			this.side.requireHeld();
			this.side.close();
		}

	}

	/** Texts by numbers. */
	@State(Scope.Benchmark)
	public static class LongKeys {

		final NearSide side = NearSide.filled(CacheOptions.defaults(), Keys.longs(), Samples::text);

		@TearDown
		public void close() {
			this.side.requireHeld();
			this.side.close();
		}

	}

	/** Texts that would expire some time later. */
	@State(Scope.Benchmark)
	public static class Expiring {

		final NearSide side = NearSide.filled(CacheOptions.defaults().withTimeToLive(Duration.ofHours(1)),
				Keys.strings(), Samples::text);

		@TearDown
		public void close() {
			this.side.requireHeld();
			this.side.close();
		}

	}

	/** Records that are held as they are. */
	@State(Scope.Benchmark)
	public static class Records {

		final NearSide side = NearSide.filled(CacheOptions.defaults(), Keys.strings(), Samples::pair);

		@TearDown
		public void close() {
			this.side.requireHeld();
			this.side.close();
		}

	}

	/** Lists that could be changed, so that they are held as bytes. */
	@State(Scope.Benchmark)
	public static class Lists {

		final NearSide side = NearSide.filled(CacheOptions.defaults(), Keys.strings(), Samples::list);

		@TearDown
		public void close() {
			this.side.requireHeld();
			this.side.close();
		}

	}

	/** The bytes of such lists. */
	@State(Scope.Benchmark)
	public static class Encodings {

		private final Values values = new Values(Samples.codec());

		private final Content[] contents = IntStream.range(0, NearSide.ENTRIES)
			.mapToObj((i) -> this.values.encode(Samples.list(i)))
			.toArray(Content[]::new);

		@Nullable Object decode() {
			Content content = this.contents[ThreadLocalRandom.current().nextInt(this.contents.length)];
			return this.values.decode(content.codec(), content.fingerprint(), Objects.requireNonNull(content.bytes()));
		}

	}

	/** Keys without entries. */
	@State(Scope.Benchmark)
	public static class Absent {

		final NearSide side = new NearSide(CacheOptions.defaults(), Keys.strings());

		public Absent() {
			this.side.hold();
		}

		@TearDown
		public void close() {
			this.side.close();
		}

	}

	/** Texts that are not held. */
	@State(Scope.Benchmark)
	public static class Disk {

		final NearSide side = NearSide.filled(
				CacheOptions.defaults().withNear(NearOptions.defaults().withEnabled(false)), Keys.strings(),
				Samples::text);

		@TearDown
		public void close() {
			this.side.close();
		}

	}

	/** Spring's cache on Caffeine. */
	@State(Scope.Benchmark)
	public static class SpringCaffeine {

		final Keys keys = Keys.strings();

		final Cache cache = new CaffeineCache(NearSide.NAME,
				Caffeine.newBuilder().maximumSize(2 * NearSide.ENTRIES).build());

		public SpringCaffeine() {
			IntStream.range(0, NearSide.ENTRIES).forEach((i) -> this.cache.put(this.keys.at(i), Samples.text(i)));
		}

	}

	/** Spring's cache in a map. */
	@State(Scope.Benchmark)
	public static class SpringMap {

		final Keys keys = Keys.strings();

		final Cache cache = new ConcurrentMapCache(NearSide.NAME);

		public SpringMap() {
			IntStream.range(0, NearSide.ENTRIES).forEach((i) -> this.cache.put(this.keys.at(i), Samples.text(i)));
		}

	}

	/** A service whose results are held, with the interceptor the starter brings. */
	@State(Scope.Benchmark)
	public static class NearProxy extends SpringNearProxy {

		public NearProxy() {
			super(true);
		}

	}

	/** A service whose results are held. */
	@State(Scope.Benchmark)
	public static class SpringNearProxy {

		private final NearSide side = new NearSide(CacheOptions.defaults(), Keys.strings());

		final Proxied proxied;

		public SpringNearProxy() {
			this(false);
		}

		SpringNearProxy(boolean annotations) {
			this.proxied = new Proxied(this.side.manager(), annotations);
			this.side.hold();
		}

		@TearDown
		public void close() {
			this.side.requireHeld();
			this.proxied.close();
			this.side.close();
		}

	}

	/** A service whose results are in Caffeine. */
	@State(Scope.Benchmark)
	public static class CaffeineProxy {

		final Proxied proxied = new Proxied(caffeine(), false);

		private static CaffeineCacheManager caffeine() {
			var manager = new CaffeineCacheManager(NearSide.NAME);
			manager.setCaffeine(Caffeine.newBuilder().maximumSize(2 * NearSide.ENTRIES));
			return manager;
		}

		@TearDown
		public void close() {
			this.proxied.close();
		}

	}

	/** A service whose results are in a map. */
	@State(Scope.Benchmark)
	public static class MapProxy {

		final Proxied proxied = new Proxied(new ConcurrentMapCacheManager(NearSide.NAME), false);

		@TearDown
		public void close() {
			this.proxied.close();
		}

	}

}
