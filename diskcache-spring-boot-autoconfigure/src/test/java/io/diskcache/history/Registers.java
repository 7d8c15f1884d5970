package io.diskcache.history;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.diskcache.cache.CacheOptions;
import io.diskcache.store.EvictionPolicy;
import io.diskcache.store.StoreOptions;

/** The caches and their keys; one key of one cache is a register, and has a number. */
final class Registers {

	static final List<String> CACHES = List.of("plain", "short", "full");

	/** Keys of each cache that are recorded. */
	static final int KEYS = 6;

	/** In place of a key: all of the cache. */
	static final int ALL = 7;

	static final int SHORT = 1;

	static final int FULL = 2;

	private static final int STRIDE = 8;

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

	static String describe(int register) {
		return "cache '" + CACHES.get(cache(register)) + "', key " + key(register);
	}

	static CacheOptions options(int cache) {
		StoreOptions store = StoreOptions.defaults().withOperationTimeout(TIMEOUT);
		return switch (cache) {
			case SHORT -> CacheOptions.defaults().withTimeToLive(SHORT_LIFE).withStore(store);
			// By age, as those that are used much would never be given up.
			case FULL -> CacheOptions.defaults()
				.withStore(store.withSizeLimit(StoreOptions.MIN_SIZE_LIMIT).withEvictionPolicy(EvictionPolicy.FIFO));
			default -> CacheOptions.defaults().withStore(store);
		};
	}

	static @Nullable Duration timeToLive(int register) {
		return options(cache(register)).timeToLive();
	}

}
