package io.diskcache.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.cache.Cache.ValueWrapper;

import io.diskcache.store.Jvm;
import io.diskcache.store.StoreOptions;

/**
 * A process that counts beside another one. Its arguments are the directory and how often
 * it counts; it says {@code ready}, is told to begin, and says the numbers it took.
 */
final class Counting {

	static final int TICKETS = 300;

	private Counting() {
	}

	public static void main(String[] arguments) {
		try (DiskCacheManager manager = manager(Path.of(arguments[0]))) {
			DiskCache cache = manager.getDiskCache("users");
			cache.increment("warm");
			Jvm.Child.say("ready");
			Jvm.Child.hear();
			Jvm.Child.say(String.join(" ", count(cache, Integer.parseInt(arguments[1]))));
		}
	}

	/** With patience, as what they wait for is each other. */
	static DiskCacheManager manager(Path directory) {
		StoreOptions store = StoreOptions.defaults().withOperationTimeout(Duration.ofSeconds(20));
		return DiskCacheManager.builder(directory)
			.minFreeSpace(0)
			.cache("users", CacheOptions.defaults().withStore(store))
			.build();
	}

	/** Counts up and down, and takes the tickets it gets. */
	static List<String> count(DiskCache cache, int times) {
		for (int i = 0; i < times; i++) {
			cache.increment("long");
			cache.increment("double", 0.5, 0, null);
			boolean swapped = false;
			while (!swapped) {
				ValueWrapper present = cache.get("swapped");
				Long old = (Long) present.get();
				swapped = cache.replace("swapped", old, old + 1);
			}
		}
		return IntStream.range(0, TICKETS)
			.mapToObj((i) -> cache.getAndRemove("ticket" + i))
			.filter((ticket) -> ticket != null)
			.map((ticket) -> String.valueOf(ticket.get()))
			.toList();
	}

}
