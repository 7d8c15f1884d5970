package io.diskcache.near;

import org.springframework.util.ClassUtils;

import io.diskcache.codec.Values;

/**
 * The heap in front of the caches of one manager. All of them together take a number of
 * bytes at most; without Caffeine on the class path nothing is held. Thread-safe.
 */
public final class NearTier implements AutoCloseable {

	/** Heap that all caches together may take by default: 32 MB. */
	public static final long DEFAULT_SIZE_LIMIT = 32L << 20;

	private static final boolean PRESENT = ClassUtils.isPresent("com.github.benmanes.caffeine.cache.Caffeine",
			NearTier.class.getClassLoader());

	private final Shares shares;

	private NearTier(Shares shares) {
		this.shares = shares;
	}

	/**
	 * Makes one.
	 * @param sizeLimit bytes of heap that all caches together take at most, at least
	 * {@link NearOptions#MIN_SIZE_LIMIT}
	 * @return the tier
	 * @throws IllegalArgumentException if there are fewer
	 */
	public static NearTier of(long sizeLimit) {
		requireSizeLimit(sizeLimit);
		return new NearTier(new Shares(sizeLimit));
	}

	/**
	 * Checks a size limit.
	 * @param bytes the limit in bytes
	 * @throws IllegalArgumentException if it is less than
	 * {@link NearOptions#MIN_SIZE_LIMIT}
	 */
	public static void requireSizeLimit(long bytes) {
		if (bytes < NearOptions.MIN_SIZE_LIMIT) {
			throw new IllegalArgumentException("The size limit in the heap must be at least "
					+ NearOptions.MIN_SIZE_LIMIT + " bytes, but is " + bytes);
		}
	}

	/**
	 * Makes a place for the entries of one cache.
	 * @param options how they are held
	 * @param values makes objects of bytes
	 * @return the place, which holds nothing where that is not wanted or not possible
	 */
	public NearCache cache(NearOptions options, Values values) {
		return (PRESENT && options.enabled()) ? this.shares.add(options, values) : NearCache.none();
	}

	/** Frees all that is held. */
	@Override
	public void close() {
		this.shares.close();
	}

}
