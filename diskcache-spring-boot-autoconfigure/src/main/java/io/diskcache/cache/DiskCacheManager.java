package io.diskcache.cache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.NoOpCache;

import io.diskcache.codec.JavaCodec;
import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.ValueCodec;
import io.diskcache.codec.Values;
import io.diskcache.near.NearOptions;
import io.diskcache.near.NearTier;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;

/**
 * The caches of one directory. Caches that were named when the manager was made are there
 * from the start; others are made when they are first asked for, if it is dynamic, up to
 * a number. Each has a store of its own, which is opened when it is first used. Where a
 * store cannot be opened its cache finds and stores nothing, and it is tried again every
 * ten seconds. Thread-safe.
 * <p>
 * {@link #close()} closes the directory, and so the stores unless somebody else of this
 * JVM has the same directory open. The caches may still be called afterwards: when the
 * stores are closed nothing is found, and nothing is stored.
 */
public final class DiskCacheManager implements CacheManager, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(DiskCacheManager.class);

	private final StoreDirectory directory;

	private final KeyCodec keys;

	private final Map<String, Values> values;

	private final Builder settings;

	private final AsyncWork async = new AsyncWork();

	private final NearTier near;

	private final ConcurrentMap<String, DiskCache> caches = new ConcurrentHashMap<>();

	private final ReentrantLock making = new ReentrantLock();

	private final OnceAMinute log;

	private final Future<?> flushing;

	private volatile boolean closed;

	private DiskCacheManager(Builder settings) {
		this.settings = settings;
		this.keys = SpringKeys.addTo(settings.keys);
		this.values = settings.values();
		this.log = new OnceAMinute(settings.nanoTime);
		this.near = NearTier.of(settings.nearSizeLimit);
		this.directory = StoreDirectory.open(settings.directory, settings.minFreeSpace);
		if (settings.sizeLimit != null) {
			this.directory.limitTo(settings.sizeLimit);
		}
		this.flushing = this.directory.everySecond(this::flushStatistics);
	}

	/**
	 * Begins to make a manager.
	 * @param directory where the stores are to be; made if it is missing
	 * @return a builder with the defaults
	 */
	public static Builder builder(Path directory) {
		return new Builder(directory);
	}

	/**
	 * Returns the cache of a name.
	 * @param name the name
	 * @return the cache; {@code null} if there is none and the manager is not dynamic. A
	 * cache that does nothing where there are too many already, or the manager is closed
	 */
	@Override
	public @Nullable Cache getCache(String name) {
		DiskCache cache = this.caches.get(name);
		return (cache != null || !this.settings.dynamic) ? cache : make(name);
	}

	/**
	 * Returns the cache of a name as what it is.
	 * @param name the name
	 * @return the cache
	 * @throws IllegalArgumentException if there is none, and none can be made
	 */
	public DiskCache getDiskCache(String name) {
		if (getCache(name) instanceof DiskCache cache) {
			return cache;
		}
		throw new IllegalArgumentException(
				"There is no cache '" + name + "'. There are " + new TreeMap<>(this.caches).keySet());
	}

	/**
	 * Tells how a cache behaves, or will when it is made. Makes and opens nothing.
	 * @param name the name
	 * @return its options, or {@code null} if there is no such cache and none will be
	 * made
	 */
	public @Nullable CacheOptions optionsOf(String name) {
		DiskCache cache = this.caches.get(name);
		if (cache != null) {
			return cache.options();
		}
		return this.settings.dynamic ? this.settings.options.apply(name) : null;
	}

	/**
	 * Returns the names of the caches there are.
	 * @return the names, a view that grows with the caches
	 */
	@Override
	public Collection<String> getCacheNames() {
		return Collections.unmodifiableSet(this.caches.keySet());
	}

	/**
	 * Returns where the caches are.
	 * @return the directory that was given, as a real path
	 */
	public Path directory() {
		return this.directory.path();
	}

	/** Closes the directory. Closing twice is harmless. */
	@Override
	public void close() {
		this.making.lock();
		try {
			this.closed = true;
			this.async.close();
			this.flushing.cancel(false);
			flushStatistics();
			this.near.close();
			this.directory.close();
		}
		finally {
			this.making.unlock();
		}
	}

	private void flushStatistics() {
		this.caches.values().forEach(DiskCache::flushStatistics);
	}

	private void makeAll() {
		logger.info("Caches are kept in {}", directory());
		this.settings.caches.forEach(this::add);
		if (this.settings.failFast) {
			this.caches.values().forEach((cache) -> cache.getNativeCache().count());
		}
	}

	private Cache make(String name) {
		DiskCache made;
		this.making.lock();
		try {
			DiskCache cache = this.caches.get(name);
			if (cache != null) {
				return cache;
			}
			if (this.closed) {
				return new NoOpCache(name);
			}
			if (this.caches.size() >= this.settings.maxCaches) {
				reportTooMany(name);
				return new NoOpCache(name);
			}
			made = add(name, this.settings.options.apply(name));
		}
		finally {
			this.making.unlock();
		}
		this.settings.listeners.forEach((listener) -> listener.accept(made));
		return made;
	}

	private DiskCache add(String name, CacheOptions options) {
		Values codec = this.values.get(options.codec());
		if (codec == null) {
			throw new IllegalArgumentException("Cache '" + name + "' is to use codec '" + options.codec()
					+ "'. There are " + this.values.keySet());
		}
		Store store = this.settings.clearAtStart ? this.directory.openLazilyAndClear(name, options.store())
				: this.directory.openLazily(name, options.store());
		DiskCache cache = new DiskCache(name, store, this.near.cache(options.near(), codec), this.keys, codec, options,
				List.copyOf(this.settings.policies), this.async,
				new Failures(name, this.settings.failFast, this.settings.nanoTime), this.settings.transactionAware);
		this.caches.put(name, cache);
		return cache;
	}

	private void reportTooMany(String name) {
		if (this.log.isDue()) {
			logger.warn("Cache '{}' is not made: there are {} caches already, the most there may be. Are names of "
					+ "caches made of what users send? (logged once a minute)", name, this.settings.maxCaches);
		}
	}

	/**
	 * Makes a {@link DiskCacheManager}. Not thread-safe.
	 */
	public static final class Builder {

		private final Path directory;

		private final Map<String, CacheOptions> caches = new LinkedHashMap<>();

		private final Map<String, ValueCodec> codecs = new TreeMap<>();

		private final List<EntryPolicy> policies = new ArrayList<>();

		private final List<Consumer<DiskCache>> listeners = new ArrayList<>();

		private Function<String, CacheOptions> options = (name) -> CacheOptions.defaults();

		private KeyCodec keys = KeyCodec.standard().resolvingTypes(List.of(), DiskCacheManager.class.getClassLoader());

		private long minFreeSpace = StoreDirectory.DEFAULT_MIN_FREE_SPACE;

		private @Nullable Long sizeLimit;

		private long nearSizeLimit = NearTier.DEFAULT_SIZE_LIMIT;

		private boolean dynamic = true;

		private int maxCaches = 256;

		private boolean failFast;

		private boolean clearAtStart;

		private boolean transactionAware;

		private LongSupplier nanoTime = System::nanoTime;

		private Builder(Path directory) {
			this.directory = directory;
		}

		/**
		 * Names a cache that is there from the start.
		 * @param name the name
		 * @param options how it behaves
		 * @return this
		 */
		public Builder cache(String name, CacheOptions options) {
			this.caches.put(name, options);
			return this;
		}

		/**
		 * Sets how caches behave that are made when they are asked for. By default they
		 * have {@link CacheOptions#defaults()}.
		 * @param optionsByName gives the options of a cache by its name
		 * @return this
		 */
		public Builder options(Function<String, CacheOptions> optionsByName) {
			this.options = optionsByName;
			return this;
		}

		/**
		 * Adds to what can be a key.
		 * @param addition returns a codec that can do more
		 * @return this
		 */
		public Builder keyCodec(UnaryOperator<KeyCodec> addition) {
			this.keys = addition.apply(this.keys);
			return this;
		}

		/**
		 * Adds a codec for values, for caches to name. One of the same name is replaced.
		 * There is one from the start, {@code java}, which admits classes of the JDK
		 * only.
		 * @param codec the codec
		 * @return this
		 */
		public Builder valueCodec(ValueCodec codec) {
			this.codecs.put(codec.name(), codec);
			return this;
		}

		/**
		 * Sets whether caches are made when they are asked for, which is the default.
		 * @param whether whether they are
		 * @return this
		 */
		public Builder dynamic(boolean whether) {
			this.dynamic = whether;
			return this;
		}

		/**
		 * Sets how many caches there may be for another one to be made when it is asked
		 * for. By default 256.
		 * @param number the number, 1 or more
		 * @return this
		 */
		public Builder maxCaches(int number) {
			if (number < 1) {
				throw new IllegalArgumentException("The number of caches must be 1 or more, but is " + number);
			}
			this.maxCaches = number;
			return this;
		}

		/**
		 * Sets how much space is left free on the disk. By default 64 MB.
		 * @param bytes bytes, 0 or more: nothing new is stored when there are less
		 * @return this
		 */
		public Builder minFreeSpace(long bytes) {
			this.minFreeSpace = bytes;
			return this;
		}

		/**
		 * Sets how much space all caches together take on the disk, besides the limit
		 * that each has: the largest give way first, see {@link StoreDirectory#limitTo}.
		 * By default there is no such limit.
		 * @param bytes bytes, at least
		 * {@link io.diskcache.store.StoreOptions#MIN_SIZE_LIMIT}
		 * @return this
		 * @throws IllegalArgumentException if there are fewer
		 */
		public Builder sizeLimit(long bytes) {
			StoreDirectory.requireLimit(bytes);
			this.sizeLimit = bytes;
			return this;
		}

		/**
		 * Sets how much heap the entries of all caches together take, which they share
		 * fairly. By default 32 MB.
		 * @param bytes bytes, at least {@link NearOptions#MIN_SIZE_LIMIT}
		 * @return this
		 * @throws IllegalArgumentException if there are fewer
		 */
		public Builder nearSizeLimit(long bytes) {
			NearTier.requireSizeLimit(bytes);
			this.nearSizeLimit = bytes;
			return this;
		}

		/**
		 * Sets whether the application is to learn of failures by exceptions. By default
		 * they are misses. Caches that are there from the start are opened at once then.
		 * @param whether whether it is
		 * @return this
		 */
		public Builder failFast(boolean whether) {
			this.failFast = whether;
			return this;
		}

		/**
		 * Sets whether each cache is cleared when it is opened. By default all is kept.
		 * @param whether whether it is cleared, also for other processes that have it
		 * open
		 * @return this
		 */
		public Builder clearAtStart(boolean whether) {
			this.clearAtStart = whether;
			return this;
		}

		/**
		 * Sets whether {@code put}, {@code evict} and {@code clear}, and what is loaded,
		 * take effect when the transaction of Spring's that they are called in is
		 * committed, and not at all when it is rolled back; until then it finds nothing
		 * under the keys it has changed, and all others find what was there. By default
		 * everything takes effect at once.
		 * @param whether whether they do
		 * @return this
		 */
		public Builder transactionAware(boolean whether) {
			this.transactionAware = whether;
			return this;
		}

		/**
		 * Adds one who decides how long entries live and which tags they have. The first
		 * that has terms for a value decides; where none has it is the cache itself.
		 * @param policy asked after those that were added before
		 * @return this
		 */
		public Builder entryPolicy(EntryPolicy policy) {
			this.policies.add(policy);
			return this;
		}

		/**
		 * Adds one who is told of caches that are made when they are asked for.
		 * @param listener called after the cache was made, by the thread that asked for
		 * it
		 * @return this
		 */
		public Builder listener(Consumer<DiskCache> listener) {
			this.listeners.add(listener);
			return this;
		}

		/** Sets a clock that never goes back, in nanoseconds. */
		Builder nanoTime(LongSupplier clock) {
			this.nanoTime = clock;
			return this;
		}

		/**
		 * Opens the directory and makes the manager, which must be closed. The builder is
		 * of no more use then.
		 * @return the manager
		 * @throws io.diskcache.store.StoreException if the directory cannot be used, or
		 * if the manager is to fail fast and a cache cannot be opened
		 * @throws IllegalArgumentException if a cache names a codec that there is not
		 */
		public DiskCacheManager build() {
			DiskCacheManager manager = new DiskCacheManager(this);
			boolean made = false;
			try {
				manager.makeAll();
				made = true;
				return manager;
			}
			finally {
				if (!made) {
					manager.close();
				}
			}
		}

		private Map<String, Values> values() {
			this.codecs.computeIfAbsent("java",
					(name) -> new JavaCodec(List.of(), DiskCacheManager.class.getClassLoader()));
			Map<String, Values> byName = new TreeMap<>();
			this.codecs.forEach((name, codec) -> byName.put(name, new Values(codec)));
			return byName;
		}

	}

}
