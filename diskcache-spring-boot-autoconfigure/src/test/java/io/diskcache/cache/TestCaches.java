package io.diskcache.cache;

import java.util.List;
import java.util.function.LongSupplier;

import io.diskcache.codec.JavaCodec;
import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.ValueCodec;
import io.diskcache.codec.Values;
import io.diskcache.near.NearCache;
import io.diskcache.near.NearTier;
import io.diskcache.store.Store;

/** Caches for tests, whose values may be classes of this project. */
final class TestCaches {

	private TestCaches() {
	}

	static DiskCache over(Store store) {
		return over(store, CacheOptions.defaults(), System::nanoTime);
	}

	static DiskCache over(Store store, CacheOptions options, LongSupplier nanoTime) {
		return new DiskCache("users", store, near(options), SpringKeys.addTo(KeyCodec.standard()), values(), options,
				List.of(), new AsyncWork(), new Failures("users", false, nanoTime), false);
	}

	static DiskCache over(Store store, CacheOptions options, List<EntryPolicy> policies) {
		return new DiskCache("users", store, near(options), SpringKeys.addTo(KeyCodec.standard()), values(), options,
				policies, new AsyncWork(), new Failures("users", false, System::nanoTime), false);
	}

	static DiskCache failingFast(Store store) {
		return new DiskCache("users", store, near(CacheOptions.defaults()), SpringKeys.addTo(KeyCodec.standard()),
				values(), CacheOptions.defaults(), List.of(), new AsyncWork(),
				new Failures("users", true, System::nanoTime), false);
	}

	/** One that is aware of the application's transactions. */
	static DiskCache aware(Store store, CacheOptions options, boolean failFast) {
		return new DiskCache("users", store, near(options), SpringKeys.addTo(KeyCodec.standard()), values(), options,
				List.of(), new AsyncWork(), new Failures("users", failFast, System::nanoTime), true);
	}

	/** One that cannot decode values of classes of this project. */
	static DiskCache ofTypesOfTheJdk(Store store) {
		Values values = new Values(new JavaCodec(List.of(), TestCaches.class.getClassLoader()));
		return new DiskCache("users", store, near(CacheOptions.defaults()), SpringKeys.addTo(KeyCodec.standard()),
				values, CacheOptions.defaults(), List.of(), new AsyncWork(),
				new Failures("users", false, System::nanoTime), false);
	}

	private static NearCache near(CacheOptions options) {
		return NearTier.of(NearTier.DEFAULT_SIZE_LIMIT).cache(options.near(), values());
	}

	static Values values() {
		return new Values(codec());
	}

	static ValueCodec codec() {
		return new JavaCodec(List.of("io.diskcache"), TestCaches.class.getClassLoader());
	}

}
