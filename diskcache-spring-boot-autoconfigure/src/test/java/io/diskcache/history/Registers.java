package io.diskcache.history;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.diskcache.cache.CacheOptions;
import io.diskcache.store.EvictionPolicy;
import io.diskcache.store.StoreOptions;

/** The caches and their keys; one key of one cache is a register, and has a number. */
final class Registers {

	static final List<String> CACHES = List.of("plain", "short", "full");

	/** Keys of each cache to which everything is done. */
	static final int KEYS = 6;

	/** Two keys that always get the same value, in one transaction. */
	static final int LEFT = 6;

	static final int RIGHT = 7;

	/** A key whose value is a number that goes up by one each time. */
	static final int COUNTER = 8;

	/** Keys of each cache that are recorded. */
	static final int ALL_KEYS = 9;

	/** In place of a key: both of the pair. */
	static final int PAIR = 14;

	/** In place of a key: all of the cache. */
	static final int ALL = 15;

	static final int SHORT = 1;

	static final int FULL = 2;

	/** Of stores of several shards. */
	static final int SHARDS = 4;

	private static final int STRIDE = 16;

	static final int COUNT = 3 * STRIDE;

	/** So short that removals and overwrites become tombstones now and then. */
	private static final Duration TIMEOUT = Duration.ofMillis(20);

	private static final Duration SHORT_LIFE = Duration.ofMillis(40);

	private Registers() {
	}

	static int of(int cache, int key) {
		return cache * STRIDE + key;
	}

	static int cache(int register) {
		return register / STRIDE;
	}

	static int key(int register) {
		return register % STRIDE;
	}

	/** The keys that are meant by one, or by what stands in its place. */
	static IntStream meant(int register) {
		IntStream keys = switch (key(register)) {
			case ALL -> IntStream.range(0, ALL_KEYS);
			case PAIR -> IntStream.of(LEFT, RIGHT);
			default -> IntStream.of(key(register));
		};
		return keys.map((key) -> of(cache(register), key));
	}

	static String describe(int register) {
		return "cache '" + CACHES.get(cache(register)) + "', key " + key(register);
	}

	/**
	 * Tells how many shards a cache has. One always has one, as in others there are no
	 * pairs.
	 * @param most the number of those that have several
	 */
	static int shards(int cache, int most) {
		return (cache != SHORT) ? most : 1;
	}

	static CacheOptions options(int cache, int shards) {
		StoreOptions store = StoreOptions.defaults().withOperationTimeout(TIMEOUT).withShards(shards(cache, shards));
		return switch (cache) {
			case SHORT -> CacheOptions.defaults().withTimeToLive(SHORT_LIFE).withStore(store);
			// By age, as those that are used much would never be given up.
			case FULL -> CacheOptions.defaults()
				.withStore(store.withSizeLimit(StoreOptions.MIN_SIZE_LIMIT).withEvictionPolicy(EvictionPolicy.FIFO));
			default -> CacheOptions.defaults().withStore(store);
		};
	}

	static @Nullable Duration timeToLive(int register) {
		return (cache(register) == SHORT) ? SHORT_LIFE : null;
	}

}
