package io.diskcache.cache;

/**
 * How values of a cache are served over HTTP. Immutable; {@link #none()} and the
 * {@code with…} methods make variants.
 *
 * @param exposed whether values may be served
 * @param cacheControl who may keep a response
 * @param immutable whether a key never gets another value, as where it is a hash of the
 * content, so that clients need not ask again
 * @param signed whether only links that the application has signed are answered
 */
public record ServingOptions(boolean exposed, CacheControl cacheControl, boolean immutable, boolean signed) {

	private static final ServingOptions NONE = new ServingOptions(false, CacheControl.PRIVATE, false, false);

	/**
	 * Returns options by which nothing is served.
	 * @return the options
	 */
	public static ServingOptions none() {
		return NONE;
	}

	/**
	 * Returns these options with values served or not.
	 * @param served whether they may be served
	 * @return the variant
	 */
	public ServingOptions withExposed(boolean served) {
		return new ServingOptions(served, this.cacheControl, this.immutable, this.signed);
	}

	/**
	 * Returns these options with others who may keep a response.
	 * @param who who may
	 * @return the variant
	 */
	public ServingOptions withCacheControl(CacheControl who) {
		return new ServingOptions(this.exposed, who, this.immutable, this.signed);
	}

	/**
	 * Returns these options with keys that never get another value, or that may.
	 * @param never whether they never do
	 * @return the variant
	 */
	public ServingOptions withImmutable(boolean never) {
		return new ServingOptions(this.exposed, this.cacheControl, never, this.signed);
	}

	/**
	 * Returns these options with signed links demanded or not.
	 * @param demanded whether they are
	 * @return the variant
	 */
	public ServingOptions withSigned(boolean demanded) {
		return new ServingOptions(this.exposed, this.cacheControl, this.immutable, demanded);
	}

	/** Who may keep a response. */
	public enum CacheControl {

		/** The client alone. */
		PRIVATE,
		/** Also caches that many clients share. */
		PUBLIC

	}

}
