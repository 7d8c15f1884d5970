package io.diskcache.benchmarks.replay;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * S3-FIFO after J. Yang, Y. Zhang, Z. Qiu, Y. Yue and K. V. Rashmi, "FIFO queues are all
 * you need for cache eviction", SOSP 2023, algorithm 1: new keys go through a small queue
 * of a tenth of the capacity; those used more than once there go on to the main queue,
 * others are remembered as ghosts, which go to the main queue if they come back.
 */
final class S3Fifo implements ReplayedCache {

	/** Two bits. */
	private static final int MOST_USES = 3;

	private final long capacity;

	private final long smallTarget;

	private final Map<Long, Entry> entries = new HashMap<>();

	private final Segment small = new Segment();

	private final Segment main = new Segment();

	private final Ghosts ghosts;

	S3Fifo(long capacity) {
		this.capacity = capacity;
		this.smallTarget = Math.max(1, capacity / 10);
		this.ghosts = new Ghosts(capacity - this.smallTarget);
	}

	@Override
	public String name() {
		return "S3-FIFO";
	}

	@Override
	public boolean access(long key, int size) {
		Entry present = this.entries.get(key);
		if (present != null) {
			present.uses = Math.min(MOST_USES, present.uses + 1);
			return true;
		}
		if (size <= this.capacity) {
			while (this.small.used + this.main.used + size > this.capacity) {
				evict();
			}
			var entry = new Entry(key, size);
			this.entries.put(key, entry);
			(this.ghosts.remove(key) ? this.main : this.small).add(entry);
		}
		return false;
	}

	private void evict() {
		if (this.small.used >= this.smallTarget || this.main.used == 0) {
			evictSmall();
		}
		else {
			evictMain();
		}
	}

	private void evictSmall() {
		while (this.small.used > 0) {
			Entry oldest = this.small.remove();
			if (oldest.uses <= 1) {
				this.entries.remove(oldest.key);
				this.ghosts.add(oldest.key, oldest.size);
				return;
			}
			oldest.uses = 0;
			this.main.add(oldest);
			if (this.main.used > this.capacity - this.smallTarget) {
				evictMain();
			}
		}
	}

	private void evictMain() {
		Entry oldest = this.main.remove();
		while (oldest.uses > 0) {
			oldest.uses--;
			this.main.add(oldest);
			oldest = this.main.remove();
		}
		this.entries.remove(oldest.key);
	}

	private static final class Entry {

		private final long key;

		private final int size;

		private int uses;

		Entry(long key, int size) {
			this.key = key;
			this.size = size;
		}

	}

	private static final class Segment {

		private final Queue<Entry> queue = new ArrayDeque<>();

		private long used;

		void add(Entry entry) {
			this.queue.add(entry);
			this.used += entry.size;
		}

		Entry remove() {
			Entry oldest = this.queue.remove();
			this.used -= oldest.size;
			return oldest;
		}

	}

	/** The sizes of keys evicted last. */
	private static final class Ghosts {

		private final long capacity;

		private final Map<Long, Integer> sizes = new LinkedHashMap<>();

		private long used;

		Ghosts(long capacity) {
			this.capacity = capacity;
		}

		void add(long key, int size) {
			this.sizes.put(key, size);
			this.used += size;
			while (this.used > this.capacity) {
				remove(this.sizes.keySet().iterator().next());
			}
		}

		boolean remove(long key) {
			Integer size = this.sizes.remove(key);
			if (size == null) {
				return false;
			}
			this.used -= size;
			return true;
		}

	}

}
