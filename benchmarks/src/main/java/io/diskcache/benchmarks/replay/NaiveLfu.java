package io.diskcache.benchmarks.replay;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Evicts what was used least often since it was put, the least recently used of those;
 * counts never age and are forgotten with the entry.
 */
final class NaiveLfu implements ReplayedCache {

	private final long capacity;

	private final Map<Long, Integer> uses = new HashMap<>();

	/** Sizes of the entries by uses, in order of their last use. */
	private final NavigableMap<Integer, Map<Long, Integer>> ranks = new TreeMap<>();

	private long used;

	NaiveLfu(long capacity) {
		this.capacity = capacity;
	}

	@Override
	public String name() {
		return "naive LFU";
	}

	@Override
	public boolean access(long key, int size) {
		Integer before = this.uses.get(key);
		if (before != null) {
			remove(before, key);
			put(before + 1, key, size);
			return true;
		}
		if (size <= this.capacity) {
			this.used += size;
			while (this.used > this.capacity) {
				evict();
			}
			put(1, key, size);
		}
		return false;
	}

	private void evict() {
		Map.Entry<Integer, Map<Long, Integer>> fewest = this.ranks.firstEntry();
		Map.Entry<Long, Integer> victim = fewest.getValue().entrySet().iterator().next();
		this.used -= victim.getValue();
		this.uses.remove(victim.getKey());
		remove(fewest.getKey(), victim.getKey());
	}

	private void put(int count, long key, int size) {
		this.uses.put(key, count);
		this.ranks.computeIfAbsent(count, (rank) -> new LinkedHashMap<>()).put(key, size);
	}

	private void remove(int count, long key) {
		this.ranks.computeIfPresent(count, (rank, keys) -> {
			keys.remove(key);
			return keys.isEmpty() ? null : keys;
		});
	}

}
