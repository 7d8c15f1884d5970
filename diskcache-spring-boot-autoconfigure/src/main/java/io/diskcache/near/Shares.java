package io.diskcache.near;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.diskcache.codec.Values;

/**
 * Divides the heap among the caches, now and then, as their needs change: max-min
 * fairness (D. Bertsekas, R. Gallager, "Data Networks", 1992, section 6.5). A cache that
 * needs less than an equal part gets what it needs, and the others share the rest
 * equally. The parts together are never more than there is. Thread-safe.
 */
final class Shares {

	private static final long INTERVAL = Duration.ofMillis(100).toNanos();

	/**
	 * What a cache that needs nothing has to begin with: one part in so many of its equal
	 * one.
	 */
	private static final int LEAST_PART = 16;

	private final long total;

	private final List<CaffeineNearCache> caches = new CopyOnWriteArrayList<>();

	private final ReentrantLock dividing = new ReentrantLock();

	private final AtomicLong last = new AtomicLong(System.nanoTime());

	Shares(long total) {
		this.total = total;
	}

	long total() {
		return this.total;
	}

	CaffeineNearCache add(NearOptions options, Values values) {
		var cache = new CaffeineNearCache(options, values, this);
		this.dividing.lock();
		try {
			this.caches.add(cache);
			divide();
		}
		finally {
			this.dividing.unlock();
		}
		return cache;
	}

	/** Is told that a cache may need more by now. */
	void added() {
		long now = System.nanoTime();
		long before = this.last.get();
		if (now - before >= INTERVAL && this.last.compareAndSet(before, now) && this.dividing.tryLock()) {
			try {
				divide();
			}
			finally {
				this.dividing.unlock();
			}
		}
	}

	void close() {
		this.dividing.lock();
		try {
			this.caches.forEach((cache) -> cache.limit(0));
			this.caches.clear();
		}
		finally {
			this.dividing.unlock();
		}
	}

	private void divide() {
		long least = this.total / LEAST_PART / Math.max(1, this.caches.size());
		List<Need> needs = this.caches.stream()
			.map((cache) -> Need.of(cache, least))
			.sorted(Comparator.comparingLong(Need::bytes))
			.toList();
		long left = this.total;
		long[] parts = new long[needs.size()];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = Math.min(needs.get(i).bytes(), left / (parts.length - i));
			left -= parts[i];
		}
		// What nobody needs is room to grow.
		for (int i = 0; i < parts.length; i++) {
			long extra = Math.min(needs.get(i).cache().sizeLimit() - parts[i], left / (parts.length - i));
			parts[i] += extra;
			left -= extra;
		}
		shrinkThenGrow(needs, parts);
	}

	/* In this order, so that the sum of the limits is never too large. */
	private static void shrinkThenGrow(List<Need> needs, long[] parts) {
		for (boolean growing : new boolean[] { false, true }) {
			for (int i = 0; i < parts.length; i++) {
				CaffeineNearCache cache = needs.get(i).cache();
				if (parts[i] != cache.limit() && parts[i] > cache.limit() == growing) {
					cache.limit(parts[i]);
				}
			}
		}
	}

	/**
	 * What a cache would take.
	 *
	 * @param cache the cache
	 * @param bytes bytes of heap
	 */
	private record Need(CaffeineNearCache cache, long bytes) {

		/** A little more than it has, or all it may have where that was not enough. */
		static Need of(CaffeineNearCache cache, long least) {
			long used = cache.bytes();
			long wanted = cache.wasCrowded() ? Long.MAX_VALUE : Math.max(least, used + used / 8);
			return new Need(cache, Math.min(wanted, cache.sizeLimit()));
		}

	}

}
