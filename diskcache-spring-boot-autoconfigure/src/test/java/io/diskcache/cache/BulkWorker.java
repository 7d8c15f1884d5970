package io.diskcache.cache;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.diskcache.store.Jvm;

/**
 * A process that stores the same number under some keys at once, and sometimes removes
 * all of them or clears the cache, until it is killed.
 */
final class BulkWorker {

	static final List<String> KEYS = IntStream.range(0, 40).mapToObj((i) -> "key-" + i).toList();

	private BulkWorker() {
	}

	/** Gets ready, waits for the directory, and begins. */
	public static void main(String[] arguments) {
		Jvm.Child.say("ready");
		DiskCache cache = GroupWorker.manager(Path.of(Jvm.Child.hear())).getDiskCache("group");
		Random random = new Random();
		Jvm.Child.say("open");
		while (true) {
			switch (random.nextInt(10)) {
				case 0, 1 -> cache.removeAll(KEYS);
				case 2, 3 -> cache.clear();
				default -> Thread.onSpinWait();
			}
			long number = random.nextLong();
			Map<String, Object> entries = new LinkedHashMap<>();
			KEYS.forEach((key) -> entries.put(key, number));
			cache.putAll(entries, null, "number");
		}
	}

}
