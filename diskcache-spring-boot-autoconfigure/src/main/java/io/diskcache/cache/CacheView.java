package io.diskcache.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/**
 * A cache as one invocation of a method sees it. What is stored under a key that was
 * missed before counts as computed since: it is stored only while the key has not
 * changed. All else is the cache's own. Thread-safe.
 */
final class CacheView implements Cache {

	private final DiskCache cache;

	private final @Nullable EntryPolicy policy;

	private final @Nullable Reinvocation again;

	/** Whether what was missed is not looked up any more. */
	private final boolean blind;

	private volatile @Nullable MissedKey missed;

	/** Whether what was computed was stored. */
	private volatile boolean stored;

	private CacheView(DiskCache cache, @Nullable EntryPolicy policy, @Nullable Reinvocation again,
			@Nullable MissedKey missed) {
		this.cache = cache;
		this.policy = policy;
		this.again = again;
		this.missed = missed;
		this.blind = missed != null;
	}

	/**
	 * Makes the view of an invocation.
	 * @param policy asked before those of the cache, or {@code null}
	 * @param again invokes the method once more; {@code null} if nothing is to be
	 * computed anew
	 */
	static CacheView of(DiskCache cache, @Nullable EntryPolicy policy, @Nullable Reinvocation again) {
		return new CacheView(cache, policy, again, null);
	}

	@Override
	public String getName() {
		return this.cache.getName();
	}

	@Override
	public Object getNativeCache() {
		return this.cache.getNativeCache();
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		CacheKey encoded = encoded(key);
		if (isToBeComputed(encoded)) {
			return null;
		}
		ValueWrapper found = this.cache.find(encoded, refresh(encoded));
		if (found == null) {
			this.missed = this.cache.missed(encoded);
		}
		return found;
	}

	@Override
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		return this.cache.get(key, type);
	}

	@Override
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		return this.cache.get(encoded(key), valueLoader, this.again);
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		CacheKey encoded = encoded(key);
		return isToBeComputed(encoded) ? null
				: this.cache.retrieve(encoded, refresh(encoded), (miss) -> this.missed = miss);
	}

	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		return this.cache.retrieve(encoded(key), valueLoader, this.again);
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		CacheKey encoded = encoded(key);
		MissedKey miss = this.missed;
		if (miss != null && miss.isOf(encoded)) {
			this.stored = this.cache.putComputed(encoded, value, miss);
		}
		else {
			this.cache.put(encoded, value);
		}
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		return this.cache.putIfAbsent(encoded(key), value);
	}

	@Override
	public void evict(Object key) {
		this.cache.evict(key);
	}

	@Override
	public boolean evictIfPresent(Object key) {
		return this.cache.evictIfPresent(key);
	}

	@Override
	public void clear() {
		this.cache.clear();
	}

	@Override
	public boolean invalidate() {
		return this.cache.invalidate();
	}

	/** By another invocation, in which this key is missed, with the caller's context. */
	private @Nullable Refresh refresh(CacheKey key) {
		Reinvocation invocation = this.again;
		if (invocation == null) {
			return null;
		}
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return (seen) -> {
			CacheView instead = new CacheView(this.cache, this.policy, null, MissedKey.of(key, seen));
			return AsyncWork.within(context, () -> invocation.cached(instead))
				.thenApply((value) -> new Refresh.Result(value, instead.stored));
		};
	}

	private boolean isToBeComputed(CacheKey key) {
		MissedKey miss = this.missed;
		return this.blind && miss != null && miss.isOf(key);
	}

	private CacheKey encoded(Object key) {
		return this.cache.encoded(key, this.policy);
	}

}
