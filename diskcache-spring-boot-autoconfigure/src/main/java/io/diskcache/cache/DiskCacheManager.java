package io.diskcache.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.NoOpCache;

import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.Values;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreException;

/**
 * The caches of one directory. Each name becomes a cache with a store of its own when it
 * is first asked for. Where a store cannot be opened the application goes on without that
 * cache, and it is tried again after a minute. Thread-safe.
 * <p>
 * {@link #close()} closes the directory, and so the stores unless somebody else of this
 * JVM has the same directory open. The caches may still be called afterwards: when the
 * stores are closed nothing is found, and nothing is stored.
 */
public final class DiskCacheManager implements CacheManager, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(DiskCacheManager.class);

	private static final long RETRY_INTERVAL = Duration.ofMinutes(1).toNanos();

	private final StoreDirectory directory;

	private final KeyCodec keys;

	private final Values values;

	private final Function<String, CacheOptions> options;

	private final LongSupplier nanoTime;

	private final ConcurrentMap<String, DiskCache> caches = new ConcurrentHashMap<>();

	private final ReentrantLock opening = new ReentrantLock();

	/** When a name could not be opened; guarded by {@link #opening}. */
	private final Map<String, Long> failedAt = new HashMap<>();

	/** Guarded by {@link #opening}. */
	private boolean closed;

	/**
	 * Makes a manager.
	 * @param directory where the stores are; closed with the manager
	 * @param keys encodes keys; Spring's own kinds are added here
	 * @param values encodes values
	 * @param options gives the options of a cache by its name, when it is opened
	 */
	public DiskCacheManager(StoreDirectory directory, KeyCodec keys, Values values,
			Function<String, CacheOptions> options) {
		this(directory, keys, values, options, System::nanoTime);
	}

	/** With a clock that never goes back, in nanoseconds. */
	DiskCacheManager(StoreDirectory directory, KeyCodec keys, Values values, Function<String, CacheOptions> options,
			LongSupplier nanoTime) {
		this.directory = directory;
		this.keys = SpringKeys.addTo(keys);
		this.values = values;
		this.options = options;
		this.nanoTime = nanoTime;
		logger.info("Caches are kept in {}", directory.path());
	}

	@Override
	public Cache getCache(String name) {
		Cache cache = this.caches.get(name);
		return (cache != null) ? cache : open(name);
	}

	/**
	 * Returns the names of the caches that were asked for so far.
	 * @return the names, a view that grows with the caches
	 */
	@Override
	public Collection<String> getCacheNames() {
		return Collections.unmodifiableSet(this.caches.keySet());
	}

	/** Closes the directory. Closing twice is harmless. */
	@Override
	public void close() {
		this.opening.lock();
		try {
			this.closed = true;
			this.directory.close();
		}
		finally {
			this.opening.unlock();
		}
	}

	private Cache open(String name) {
		this.opening.lock();
		try {
			Cache cache = this.caches.get(name);
			if (cache != null) {
				return cache;
			}
			if (this.closed || failedLately(name)) {
				return new NoOpCache(name);
			}
			return openStore(name);
		}
		finally {
			this.opening.unlock();
		}
	}

	private Cache openStore(String name) {
		CacheOptions options = this.options.apply(name);
		try {
			DiskCache cache = new DiskCache(name, this.directory.open(name, options.store()), this.keys, this.values,
					options, this.nanoTime);
			this.caches.put(name, cache);
			return cache;
		}
		catch (StoreException ex) {
			logger.warn("Cache '{}' could not be opened; going on without it for a minute: {}", name, ex.getMessage());
			this.failedAt.put(name, this.nanoTime.getAsLong());
			return new NoOpCache(name);
		}
	}

	private boolean failedLately(String name) {
		Long time = this.failedAt.get(name);
		return time != null && this.nanoTime.getAsLong() - time < RETRY_INTERVAL;
	}

}
