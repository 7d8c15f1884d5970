package io.diskcache.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.cache.StoredValue;
import io.diskcache.near.NearOptions;
import io.diskcache.near.NearStatistics;
import io.diskcache.near.NearTier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;

/**
 * Tells how much heap entries take beside what they are weighed with: {@code java -cp
 * benchmarks/target/benchmarks.jar io.diskcache.benchmarks.NearHeap}, with the names of
 * some kinds, or none for all. Each kind has a JVM of its own with 512 MB of heap, in
 * which a cache is read until no more can be held.
 */
public final class NearHeap {

	private static final int BATCH = 500;

	/** String keys, whose values are looked up as they are for answers over HTTP. */
	private static final String SERVED = "served";

	private static final String NAME = "benchmark";

	/** Begins the arguments of a JVM that measures one kind. */
	private static final String MEASURE = "measure";

	private static final PrintStream out = System.out;

	private NearHeap() {
	}

	public static void main(String[] args) throws Exception {
		if (args.length == 4 && args[0].equals(MEASURE)) {
			out.println(measure(Kind.valueOf(args[1]), args[2], Path.of(args[3])));
			return;
		}
		List<Kind> kinds = Stream.of((args.length > 0) ? args : names()).map(Kind::valueOf).toList();
		out.println("| values | keys | entries | weighed | heap | weighed each | heap each | heap / weighed |");
		out.println("|---|---|---|---|---|---|---|---|");
		for (Kind kind : kinds) {
			for (String keys : kind.served ? List.of("string", "encoded", SERVED) : List.of("string", "encoded")) {
				out.printf("| %s | %s | %s%n", kind.description, keys, start(kind, keys));
			}
		}
	}

	private static String[] names() {
		return Stream.of(Kind.values()).map(Enum::name).toArray(String[]::new);
	}

	private static String start(Kind kind, String keys) throws IOException, InterruptedException {
		Path place = Places.create();
		try {
			// This collector leaves no gaps then, and rounds no array up to a region.
			Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx512m",
					"-XX:+UseSerialGC", "-XX:MarkSweepDeadRatio=0", "-cp", System.getProperty("java.class.path"),
					NearHeap.class.getName(), MEASURE, kind.name(), keys, place.toString())
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			if (process.waitFor() != 0) {
				throw new IllegalStateException("Measuring " + kind + " failed: " + output);
			}
			return output.substring(output.lastIndexOf('\n') + 1);
		}
		finally {
			Places.delete(place);
		}
	}

	/**
	 * The second manager has the store open for as long as the first one's heap counts.
	 */
	private static String measure(Kind kind, String keys, Path place) throws Exception {
		try (DiskCacheManager storing = open(place, CacheOptions.defaults().withNear(off()))) {
			DiskCache stored = storing.getDiskCache(NAME);
			DiskCacheManager holding = open(place, CacheOptions.defaults());
			NearStatistics held = fill(kind, keys, stored, holding.getDiskCache(NAME));
			long full = liveHeap();
			// Without it the table of the map would stay.
			holding.close();
			holding = null;
			long heap = full - liveHeap();
			return String.format("%d | %.1f MB | %.1f MB | %d | %d | %.2f |", held.entries(),
					held.bytes() / (double) (1 << 20), heap / (double) (1 << 20), held.bytes() / held.entries(),
					heap / held.entries(), (double) heap / held.bytes());
		}
	}

	private static NearOptions off() {
		return NearOptions.defaults().withEnabled(false);
	}

	private static DiskCacheManager open(Path place, CacheOptions options) {
		return DiskCacheManager.builder(place)
			.valueCodec(Samples.codec())
			.cache(NAME, options.withStore(EngineSide.ROOMY))
			.build();
	}

	/** Reads new keys until that adds nothing any more, and some beyond. */
	private static NearStatistics fill(Kind kind, String keys, DiskCache stored, DiskCache held) {
		int enough = Integer.MAX_VALUE;
		for (int from = 0; from < enough; from += BATCH) {
			int start = from;
			IntFunction<Object> values = kind.values;
			if (values != null) {
				stored.getNativeCache().transact(() -> {
					for (int i = start; i < start + BATCH; i++) {
						stored.put(key(i, keys), values.apply(i));
					}
					return true;
				});
			}
			for (int i = start; i < start + BATCH; i++) {
				look(held, key(i, keys), keys.equals(SERVED));
			}
			if (enough == Integer.MAX_VALUE && held.near().bytes() > NearTier.DEFAULT_SIZE_LIMIT / 100 * 98) {
				enough = from + from / 20;
			}
		}
		return held.near();
	}

	private static void look(DiskCache cache, Object key, boolean served) {
		if (served) {
			cache.read(cache.encodedKey(key), StoredValue::tag);
		}
		else {
			cache.get(key);
		}
	}

	private static Object key(int number, String keys) {
		String text = Keys.string(number);
		return keys.equals("encoded") ? new SimpleKey(text, number) : text;
	}

	private static long liveHeap() throws InterruptedException {
		for (int i = 0; i < 4; i++) {
			System.gc();
			// Without a pause the next collection leaves 2 to 5 % more.
			Thread.sleep(100);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
	private enum Kind {

		TEXT("String, 100 Latin characters", Samples::text, true),

		LONG_TEXT("String, 1000 Latin characters", Samples::longText, true),

		GREEK("String, 100 Greek characters", Samples::greek),

		ACCOUNT("record of five parts", Samples::account),

		PAIR("record of two parts", Samples::pair),

		MAP("Map.of, three Integers by String", Samples::map),

		MOMENT("ZonedDateTime", Samples::moment),

		NUMBER("Long", Samples::number),

		BYTES("byte[] of 1 KiB", Samples::bytes, true),

		LIST("ArrayList of four strings, as bytes", Samples::list),

		ABSENT("no entry", null);

		private final String description;

		private final @Nullable IntFunction<Object> values;

		/** Whether it can be served as it is stored. */
		private final boolean served;

		Kind(String description, @Nullable IntFunction<Object> values) {
			this(description, values, false);
		}

		Kind(String description, @Nullable IntFunction<Object> values, boolean served) {
			this.description = description;
			this.values = values;
			this.served = served;
		}

	}

}
