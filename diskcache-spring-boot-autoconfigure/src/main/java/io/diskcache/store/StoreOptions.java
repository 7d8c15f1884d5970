package io.diskcache.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How one process uses a store. Nothing of this is recorded in the store, so each process
 * may choose for itself. Immutable; {@link #defaults()} and the {@code with…} methods
 * make variants.
 *
 * @param sizeLimit bytes on the disk above which entries are evicted; at least
 * {@link #MIN_SIZE_LIMIT}
 * @param maxValueSize largest value in bytes that is stored, 1 or more
 * @param inlineLimit largest value in bytes that is kept in the database rather than in a
 * file, 0 or more and at most {@link #MAX_INLINE_LIMIT}
 * @param evictionPolicy which entries go first when the store is full
 * @param operationTimeout longest wait of an operation for a lock or a connection;
 * positive
 * @param durability what an acknowledged change survives
 * @param applicationVersion entries written under another version are not found, or
 * {@code null} where there are no versions
 * @param clearAfterUncleanReboot whether all entries go when the machine went down while
 * the store was open, after which some of them could be older than what was acknowledged;
 * where the system does not tell one boot from another, whenever processes died with the
 * store open
 * @param lossless whether no entry may get lost but by a removal that was written: then a
 * removal or a replacement that cannot be written fails and leaves the former entry,
 * instead of making it and others of its stripe unreadable. Not for caches
 * @param keyIndex whether there is an index on keys, by which those that begin alike are
 * found without looking at all: made at the opening if {@code true}, while others that
 * write wait; taken away by an opening that is alone if {@code false}; as it is if
 * {@code null}
 * @param recovering whether an opening that is alone goes on from a damaged database,
 * lost counters, or the machine's going down, as these options say; else it fails there,
 * and leaves that to who knows how the store is meant to be used
 */
public record StoreOptions(long sizeLimit, long maxValueSize, int inlineLimit, EvictionPolicy evictionPolicy,
		Duration operationTimeout, Durability durability, @Nullable String applicationVersion,
		boolean clearAfterUncleanReboot, boolean lossless, @Nullable Boolean keyIndex, boolean recovering) {

	/** Smallest size limit: 16 MB. */
	public static final long MIN_SIZE_LIMIT = 16L << 20;

	/** Largest inline limit: 1 MB. */
	public static final int MAX_INLINE_LIMIT = 1 << 20;

	/** Longest operation timeout: one hour. */
	public static final Duration MAX_TIMEOUT = Duration.ofHours(1);

	/** Time that work has in a transaction for which none is named: ten seconds. */
	public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

	/** Default size limit: 1 GB. */
	private static final long DEFAULT_SIZE_LIMIT = 1L << 30;

	/**
	 * Default inline limit: 32 KB, where reading a file begins to beat reading a BLOB.
	 */
	private static final int DEFAULT_INLINE_LIMIT = 32 << 10;

	public StoreOptions {
		require(sizeLimit >= MIN_SIZE_LIMIT, "size limit", "at least " + MIN_SIZE_LIMIT + " bytes", sizeLimit);
		require(maxValueSize > 0, "largest value", "positive", maxValueSize);
		require(inlineLimit >= 0 && inlineLimit <= MAX_INLINE_LIMIT, "inline limit",
				"between 0 and " + MAX_INLINE_LIMIT + " bytes", inlineLimit);
		requireTimeout("operation timeout", operationTimeout);
	}

	/**
	 * Returns the defaults: 1 GB, values up to a quarter of it, 32 KB inline, adaptive,
	 * 250 ms, safe against the death of processes, no application version, nothing
	 * cleared after a crash, the index on keys as it is.
	 * @return the defaults
	 */
	public static StoreOptions defaults() {
		return new StoreOptions(DEFAULT_SIZE_LIMIT, DEFAULT_SIZE_LIMIT / 4, DEFAULT_INLINE_LIMIT,
				EvictionPolicy.ADAPTIVE, Duration.ofMillis(250), Durability.PROCESS, null, false, false, null, true);
	}

	/**
	 * Returns these options with another size limit, and values up to a quarter of it.
	 * @param bytes the limit in bytes
	 * @return the variant
	 */
	public StoreOptions withSizeLimit(long bytes) {
		return new StoreOptions(bytes, bytes / 4, this.inlineLimit, this.evictionPolicy, this.operationTimeout,
				this.durability, this.applicationVersion, this.clearAfterUncleanReboot, this.lossless, this.keyIndex,
				this.recovering);
	}

	/**
	 * Returns these options with another largest value.
	 * @param bytes the largest value in bytes
	 * @return the variant
	 */
	public StoreOptions withMaxValueSize(long bytes) {
		return new StoreOptions(this.sizeLimit, bytes, this.inlineLimit, this.evictionPolicy, this.operationTimeout,
				this.durability, this.applicationVersion, this.clearAfterUncleanReboot, this.lossless, this.keyIndex,
				this.recovering);
	}

	/**
	 * Returns these options with another inline limit.
	 * @param bytes the limit in bytes
	 * @return the variant
	 */
	public StoreOptions withInlineLimit(int bytes) {
		return new StoreOptions(this.sizeLimit, this.maxValueSize, bytes, this.evictionPolicy, this.operationTimeout,
				this.durability, this.applicationVersion, this.clearAfterUncleanReboot, this.lossless, this.keyIndex,
				this.recovering);
	}

	/**
	 * Returns these options with another eviction policy.
	 * @param policy the policy
	 * @return the variant
	 */
	public StoreOptions withEvictionPolicy(EvictionPolicy policy) {
		return new StoreOptions(this.sizeLimit, this.maxValueSize, this.inlineLimit, policy, this.operationTimeout,
				this.durability, this.applicationVersion, this.clearAfterUncleanReboot, this.lossless, this.keyIndex,
				this.recovering);
	}

	/**
	 * Returns these options with another operation timeout.
	 * @param timeout the timeout
	 * @return the variant
	 */
	public StoreOptions withOperationTimeout(Duration timeout) {
		return new StoreOptions(this.sizeLimit, this.maxValueSize, this.inlineLimit, this.evictionPolicy, timeout,
				this.durability, this.applicationVersion, this.clearAfterUncleanReboot, this.lossless, this.keyIndex,
				this.recovering);
	}

	/**
	 * Returns these options with another durability.
	 * @param level the durability
	 * @return the variant
	 */
	public StoreOptions withDurability(Durability level) {
		return new StoreOptions(this.sizeLimit, this.maxValueSize, this.inlineLimit, this.evictionPolicy,
				this.operationTimeout, level, this.applicationVersion, this.clearAfterUncleanReboot, this.lossless,
				this.keyIndex, this.recovering);
	}

	/**
	 * Returns these options with another application version.
	 * @param version the version, or {@code null} for none
	 * @return the variant
	 */
	public StoreOptions withApplicationVersion(@Nullable String version) {
		return new StoreOptions(this.sizeLimit, this.maxValueSize, this.inlineLimit, this.evictionPolicy,
				this.operationTimeout, this.durability, version, this.clearAfterUncleanReboot, this.lossless,
				this.keyIndex, this.recovering);
	}

	/**
	 * Returns these options with another answer to a crash of the machine.
	 * @param clear whether all entries go then; the process that opens the store first
	 * decides
	 * @return the variant
	 */
	public StoreOptions withClearAfterUncleanReboot(boolean clear) {
		return new StoreOptions(this.sizeLimit, this.maxValueSize, this.inlineLimit, this.evictionPolicy,
				this.operationTimeout, this.durability, this.applicationVersion, clear, this.lossless, this.keyIndex,
				this.recovering);
	}

	/**
	 * Returns these options with entries that must not get lost, or may.
	 * @param whether whether no entry may get lost but by a removal that was written
	 * @return the variant
	 */
	public StoreOptions withLossless(boolean whether) {
		return new StoreOptions(this.sizeLimit, this.maxValueSize, this.inlineLimit, this.evictionPolicy,
				this.operationTimeout, this.durability, this.applicationVersion, this.clearAfterUncleanReboot, whether,
				this.keyIndex, this.recovering);
	}

	/**
	 * Returns these options with an index on keys, or without one.
	 * @param whether whether there is to be one, or {@code null} to leave it as it is
	 * @return the variant
	 */
	public StoreOptions withKeyIndex(@Nullable Boolean whether) {
		return new StoreOptions(this.sizeLimit, this.maxValueSize, this.inlineLimit, this.evictionPolicy,
				this.operationTimeout, this.durability, this.applicationVersion, this.clearAfterUncleanReboot,
				this.lossless, whether, this.recovering);
	}

	/**
	 * Returns these options for who goes on from what was lost, or does not.
	 * @param whether whether an opening that is alone does so
	 * @return the variant
	 */
	public StoreOptions withRecovering(boolean whether) {
		return new StoreOptions(this.sizeLimit, this.maxValueSize, this.inlineLimit, this.evictionPolicy,
				this.operationTimeout, this.durability, this.applicationVersion, this.clearAfterUncleanReboot,
				this.lossless, this.keyIndex, whether);
	}

	/** Throws where nothing is to be decided that depends on the options. */
	void requireRecovering(Object where, String what) {
		if (!this.recovering) {
			throw new StoreException(
					what + " in " + where + ": start the application, which knows how to go on, and " + "try again",
					null);
		}
	}

	/** Returns the timeout of a transaction if it can be one. */
	static Duration requireTimeout(Duration timeout) {
		requireTimeout("timeout of a transaction", timeout);
		return timeout;
	}

	private static void requireTimeout(String name, Duration timeout) {
		require(timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(MAX_TIMEOUT) <= 0, name,
				"positive and at most " + MAX_TIMEOUT, timeout);
	}

	private static void require(boolean holds, String name, String rule, Object actual) {
		if (!holds) {
			throw new IllegalArgumentException("The " + name + " must be " + rule + ", but is " + actual);
		}
	}

}
