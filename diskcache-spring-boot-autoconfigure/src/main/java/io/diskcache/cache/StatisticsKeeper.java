package io.diskcache.cache;

import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.diskcache.store.Store;
import io.diskcache.store.StoreException;

/**
 * What happened to a cache: in this process, and where that is wanted in all processes
 * and over restarts, for which each adds what it counted to the store from time to time.
 * Thread-safe.
 */
final class StatisticsKeeper {

	private static final Logger logger = LoggerFactory.getLogger(StatisticsKeeper.class);

	private final Supplier<CacheStatistics> counted;

	private final Store store;

	private final boolean kept;

	/** What was counted at the last reset. */
	private volatile CacheStatistics base = CacheStatistics.NONE;

	/** What was counted when it was last added to the store; guarded by this. */
	private CacheStatistics added = CacheStatistics.NONE;

	/**
	 * Makes it.
	 * @param counted tells what this process has counted, which never gets less
	 * @param kept whether it is added to the store
	 */
	StatisticsKeeper(Supplier<CacheStatistics> counted, Store store, boolean kept) {
		this.counted = counted;
		this.store = store;
		this.kept = kept;
	}

	CacheStatistics ofThisProcess() {
		return this.counted.get().minus(this.base);
	}

	/** Those of all processes; {@code null} where they are not kept or cannot be told. */
	@Nullable CacheStatistics ofAll() {
		if (!this.kept) {
			return null;
		}
		try {
			add();
			return CacheStatistics.of(this.store.tallies());
		}
		catch (StoreException ex) {
			logger.debug("The statistics of all processes cannot be told", ex);
			return null;
		}
	}

	/** Adds to the store what was counted since the last time, if the store is in use. */
	void flush() {
		if (this.kept && this.store.isOpen()) {
			try {
				add();
			}
			catch (StoreException ex) {
				logger.debug("Statistics are added to the store later", ex);
			}
		}
	}

	private synchronized void add() {
		CacheStatistics now = this.counted.get();
		Map<String, Long> deltas = now.minus(this.added).toMap();
		if (!deltas.isEmpty()) {
			this.store.addTallies(deltas);
			this.added = now;
		}
	}

	/**
	 * Begins to count from 0.
	 * @throws StoreException if those of all processes cannot be reset; then nothing is
	 */
	synchronized void reset() {
		CacheStatistics now = this.counted.get();
		if (this.kept) {
			this.store.resetTallies();
			this.added = now;
		}
		this.base = now;
	}

}
