package io.diskcache.history;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

import io.diskcache.cache.DiskCache;
import io.diskcache.store.Key;
import io.diskcache.store.StoreException;

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

	/** What was told before: counters go on from run to run. */
	private final Map<Tally, Long> before;

	private int sequence;

	Disturbance(List<DiskCache> caches, long seed) {
		this.caches = caches;
		this.random = new Random(seed);
		this.before = told();
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
			ifPossible(() -> cache.getNativeCache().transact(anyKey(), () -> {
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

	/** Of this process in this run up to now. */
	private void note(OperationLog log) {
		told().forEach((tally, count) -> log.set(tally, count - this.before.getOrDefault(tally, 0L)));
	}

	/** What the caches of this process tell of themselves. */
	private Map<Tally, Long> told() {
		return Map.of(Tally.EVICTED, sum((cache) -> cache.getNativeCache().statistics().evicted()), Tally.EXPIRED,
				sum((cache) -> cache.getNativeCache().statistics().expired()), Tally.TOMBSTONES,
				sum((cache) -> cache.getNativeCache().statistics().tombstones()), Tally.SKIPPED,
				sum((cache) -> cache.getNativeCache().statistics().skipped()), Tally.NEAR_HITS,
				sum((cache) -> cache.statistics().nearHits()), Tally.BYPASSED, sum((cache) -> cache.near().bypassed()));
	}

	private long sum(ToLongFunction<DiskCache> count) {
		return this.caches.stream().mapToLong(count).sum();
	}

	/** Of any shard, if there are several. */
	private Key anyKey() {
		return Key.of(new byte[] { (byte) this.random.nextInt() });
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
