package io.diskcache.near;

/**
 * How the entries of one cache are held in the heap. Immutable.
 *
 * @param enabled whether they are held at all
 * @param sizeLimit bytes of heap the entries of the cache take at most, at least
 * {@link #MIN_SIZE_LIMIT}; the part it gets of what all caches may take can be smaller
 * @param hold in which form values are held
 */
public record NearOptions(boolean enabled, long sizeLimit, Hold hold) {

	/** Smallest size limit: 1 MB. */
	public static final long MIN_SIZE_LIMIT = 1L << 20;

	public NearOptions {
		NearTier.requireSizeLimit(sizeLimit);
	}

	/**
	 * Returns the defaults: held, with no other limit than that of all caches together,
	 * immutable values as objects and others as bytes.
	 * @return the defaults
	 */
	public static NearOptions defaults() {
		return new NearOptions(true, Long.MAX_VALUE, Hold.AUTO);
	}

	/**
	 * Returns these options with entries held or not.
	 * @param whether whether they are held
	 * @return the variant
	 */
	public NearOptions withEnabled(boolean whether) {
		return new NearOptions(whether, this.sizeLimit, this.hold);
	}

	/**
	 * Returns these options with another size limit.
	 * @param bytes the limit in bytes
	 * @return the variant
	 */
	public NearOptions withSizeLimit(long bytes) {
		return new NearOptions(this.enabled, bytes, this.hold);
	}

	/**
	 * Returns these options with values held in another form.
	 * @param form the form
	 * @return the variant
	 */
	public NearOptions withHold(Hold form) {
		return new NearOptions(this.enabled, this.sizeLimit, form);
	}

}
