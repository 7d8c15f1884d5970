package io.diskcache.store;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * How one process uses a store. Of this only the number of shards and whether there is an
 * index on keys are recorded in the store; of all else each process may choose for
 * itself. Immutable; {@link #defaults()} and the {@code with…} methods make variants.
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
 * @param shards number of parts the store is divided into, 1 to {@link #MAX_SHARDS},
 * which are written to independently of each other; {@code null} for as many as there
 * are, or 1 if there is no store yet. With another number than it has a store does not
 * open
 * @param reshard whether an opening that is alone divides the store anew where it has
 * another number of shards, instead of failing
 */
public record StoreOptions(long sizeLimit, long maxValueSize, int inlineLimit, EvictionPolicy evictionPolicy,
		Duration operationTimeout, Durability durability, @Nullable String applicationVersion,
		boolean clearAfterUncleanReboot, boolean lossless, @Nullable Boolean keyIndex, boolean recovering,
		@Nullable Integer shards, boolean reshard) {

	/** Smallest size limit: 16 MB. */
	public static final long MIN_SIZE_LIMIT = 16L << 20;

	/** Largest inline limit: 1 MB. */
	public static final int MAX_INLINE_LIMIT = 1 << 20;

	/** Most shards: 64. */
	public static final int MAX_SHARDS = 64;

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
		require(shards == null || (shards >= 1 && shards <= MAX_SHARDS), "number of shards",
				"between 1 and " + MAX_SHARDS, String.valueOf(shards));
	}

	/**
	 * Returns the defaults: 1 GB, values up to a quarter of it, 32 KB inline, adaptive,
	 * 250 ms, safe against the death of processes, no application version, nothing
	 * cleared after a crash, the index on keys as it is, one shard.
	 * @return the defaults
	 */
	public static StoreOptions defaults() {
		return new StoreOptions(DEFAULT_SIZE_LIMIT, DEFAULT_SIZE_LIMIT / 4, DEFAULT_INLINE_LIMIT,
				EvictionPolicy.ADAPTIVE, Duration.ofMillis(250), Durability.PROCESS, null, false, false, null, true, 1,
				false);
	}

	/**
	 * Returns these options with another size limit, and values up to a quarter of it.
	 * @param bytes the limit in bytes
	 * @return the variant
	 */
	public StoreOptions withSizeLimit(long bytes) {
		return with((draft) -> {
			draft.sizeLimit = bytes;
			draft.maxValueSize = bytes / 4;
		});
	}

	/**
	 * Returns these options with another largest value.
	 * @param bytes the largest value in bytes
	 * @return the variant
	 */
	public StoreOptions withMaxValueSize(long bytes) {
		return with((draft) -> draft.maxValueSize = bytes);
	}

	/**
	 * Returns these options with another inline limit.
	 * @param bytes the limit in bytes
	 * @return the variant
	 */
	public StoreOptions withInlineLimit(int bytes) {
		return with((draft) -> draft.inlineLimit = bytes);
	}

	/**
	 * Returns these options with another eviction policy.
	 * @param policy the policy
	 * @return the variant
	 */
	public StoreOptions withEvictionPolicy(EvictionPolicy policy) {
		return with((draft) -> draft.evictionPolicy = policy);
	}

	/**
	 * Returns these options with another operation timeout.
	 * @param timeout the timeout
	 * @return the variant
	 */
	public StoreOptions withOperationTimeout(Duration timeout) {
		return with((draft) -> draft.operationTimeout = timeout);
	}

	/**
	 * Returns these options with another durability.
	 * @param level the durability
	 * @return the variant
	 */
	public StoreOptions withDurability(Durability level) {
		return with((draft) -> draft.durability = level);
	}

	/**
	 * Returns these options with another application version.
	 * @param version the version, or {@code null} for none
	 * @return the variant
	 */
	public StoreOptions withApplicationVersion(@Nullable String version) {
		return with((draft) -> draft.applicationVersion = version);
	}

	/**
	 * Returns these options with another answer to a crash of the machine.
	 * @param clear whether all entries go then; the process that opens the store first
	 * decides
	 * @return the variant
	 */
	public StoreOptions withClearAfterUncleanReboot(boolean clear) {
		return with((draft) -> draft.clearAfterUncleanReboot = clear);
	}

	/**
	 * Returns these options with entries that must not get lost, or may.
	 * @param whether whether no entry may get lost but by a removal that was written
	 * @return the variant
	 */
	public StoreOptions withLossless(boolean whether) {
		return with((draft) -> draft.lossless = whether);
	}

	/**
	 * Returns these options with an index on keys, or without one.
	 * @param whether whether there is to be one, or {@code null} to leave it as it is
	 * @return the variant
	 */
	public StoreOptions withKeyIndex(@Nullable Boolean whether) {
		return with((draft) -> draft.keyIndex = whether);
	}

	/**
	 * Returns these options for who goes on from what was lost, or does not.
	 * @param whether whether an opening that is alone does so
	 * @return the variant
	 */
	public StoreOptions withRecovering(boolean whether) {
		return with((draft) -> draft.recovering = whether);
	}

	/**
	 * Returns these options with another number of shards.
	 * @param number how many, 1 to {@link #MAX_SHARDS}, or {@code null} for as many as
	 * there are
	 * @return the variant
	 */
	public StoreOptions withShards(@Nullable Integer number) {
		return with((draft) -> draft.shards = number);
	}

	/**
	 * Returns these options for who divides a store anew that has another number of
	 * shards, or does not.
	 * @param whether whether an opening that is alone does so
	 * @return the variant
	 */
	public StoreOptions withReshard(boolean whether) {
		return with((draft) -> draft.reshard = whether);
	}

	private StoreOptions with(Consumer<Draft> change) {
		var draft = new Draft(this);
		change.accept(draft);
		return draft.toOptions();
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

	/** Options that are being changed. */
	private static final class Draft {

		private long sizeLimit;

		private long maxValueSize;

		private int inlineLimit;

		private EvictionPolicy evictionPolicy;

		private Duration operationTimeout;

		private Durability durability;

		private @Nullable String applicationVersion;

		private boolean clearAfterUncleanReboot;

		private boolean lossless;

		private @Nullable Boolean keyIndex;

		private boolean recovering;

		private @Nullable Integer shards;

		private boolean reshard;

		Draft(StoreOptions options) {
			this.sizeLimit = options.sizeLimit;
			this.maxValueSize = options.maxValueSize;
			this.inlineLimit = options.inlineLimit;
			this.evictionPolicy = options.evictionPolicy;
			this.operationTimeout = options.operationTimeout;
			this.durability = options.durability;
			this.applicationVersion = options.applicationVersion;
			this.clearAfterUncleanReboot = options.clearAfterUncleanReboot;
			this.lossless = options.lossless;
			this.keyIndex = options.keyIndex;
			this.recovering = options.recovering;
			this.shards = options.shards;
			this.reshard = options.reshard;
		}

		StoreOptions toOptions() {
			return new StoreOptions(this.sizeLimit, this.maxValueSize, this.inlineLimit, this.evictionPolicy,
					this.operationTimeout, this.durability, this.applicationVersion, this.clearAfterUncleanReboot,
					this.lossless, this.keyIndex, this.recovering, this.shards, this.reshard);
		}

	}

}
