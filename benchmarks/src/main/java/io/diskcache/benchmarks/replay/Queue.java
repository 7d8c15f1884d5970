package io.diskcache.benchmarks.replay;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** FIFO and LRU: the head of a queue is evicted, to whose tail LRU moves what is read. */
final class Queue implements ReplayedCache {

	private final String name;

	private final long capacity;

	private final Map<Long, Integer> sizes;

	private long used;

	private Queue(String name, long capacity, boolean moves) {
		this.name = name;
		this.capacity = capacity;
		this.sizes = new LinkedHashMap<>(16, 0.75f, moves);
	}

	static Queue fifo(long capacity) {
		return new Queue("FIFO", capacity, false);
	}

	static Queue lru(long capacity) {
		return new Queue("LRU", capacity, true);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean access(long key, int size) {
		if (this.sizes.get(key) != null) {
			return true;
		}
		if (size <= this.capacity) {
			this.used += size;
			evict();
			this.sizes.put(key, size);
		}
		return false;
	}

	private void evict() {
		Iterator<Integer> oldest = this.sizes.values().iterator();
		while (this.used > this.capacity) {
			this.used -= oldest.next();
			oldest.remove();
		}
	}

}
