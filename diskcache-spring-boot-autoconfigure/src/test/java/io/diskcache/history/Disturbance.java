package io.diskcache.history;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import io.diskcache.cache.DiskCache;
import io.diskcache.store.StoreException;
import io.diskcache.store.StoreStatistics;

/**
 * What happens beside, unrecorded: one cache is kept full, entries expire that nobody
 * looks at, and now and then the write lock is held for longer than anyone waits.
 */
final class Disturbance {

	/** Larger than any value that is recorded, so that room must be made often. */
	private static final int FILLER = 500_000;

	private static final int FILLERS = 1000;

	private final List<DiskCache> caches;

	private final Random random;

	private int sequence;

	Disturbance(List<DiskCache> caches, long seed) {
		this.caches = caches;
		this.random = new Random(seed);
	}

	void fillUntil(long end) {
		while (System.nanoTime() < end) {
			int number = this.sequence++ % FILLERS;
			ifPossible(() -> {
				this.caches.get(Registers.FULL).put("filler-" + number, Payload.filler(FILLER));
				this.caches.get(Registers.SHORT).put("filler-" + number, number);
			});
			LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
		}
	}

	void holdLocksUntil(long end) {
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(millis(100, 400));
			DiskCache cache = this.caches.get(this.random.nextInt(this.caches.size()));
			ifPossible(() -> cache.getNativeCache().transact(() -> {
				LockSupport.parkNanos(millis(25, 60));
				return true;
			}));
		}
	}

	void noteUntil(long end, OperationLog log) {
		boolean over = false;
		while (!over) {
			over = System.nanoTime() > end;
			note(log);
			LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
		}
	}

	/** Of this process up to now. */
	private void note(OperationLog log) {
		List<StoreStatistics> all = this.caches.stream().map((cache) -> cache.getNativeCache().statistics()).toList();
		log.set(Tally.EVICTED, all.stream().mapToLong(StoreStatistics::evicted).sum());
		log.set(Tally.EXPIRED, all.stream().mapToLong(StoreStatistics::expired).sum());
		log.set(Tally.TOMBSTONES, all.stream().mapToLong(StoreStatistics::tombstones).sum());
		log.set(Tally.SKIPPED, all.stream().mapToLong(StoreStatistics::skipped).sum());
		log.set(Tally.NEAR_HITS, this.caches.stream().mapToLong((cache) -> cache.statistics().nearHits()).sum());
		log.set(Tally.BYPASSED, this.caches.stream().mapToLong((cache) -> cache.near().bypassed()).sum());
	}

	private long millis(int least, int most) {
		return Duration.ofMillis(least + this.random.nextInt(most - least)).toNanos();
	}

	private static void ifPossible(Runnable work) {
		try {
			work.run();
		}
		catch (StoreException ex) {
			// The lock is held, or the disk is full: as it is meant to be.
			Thread.onSpinWait();
		}
	}

}
