package io.diskcache.benchmarks.load;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Objects;

import com.sun.management.ThreadMXBean;

import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCacheManager;

import io.diskcache.benchmarks.Places;
import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCacheManager;

/**
 * Whether the ten millionth get costs what the first ones do: bytes that a get allocates,
 * and heap that is left after a collection, million by million. {@code java -Xmx256m -cp
 * benchmarks/target/benchmarks.jar io.diskcache.benchmarks.load.Steady}. Option:
 * {@code --millions} 10.
 */
public final class Steady {

	private static final int KEYS = 10_000;

	private static final int MILLION = 1_000_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Table table = new Table("steady", "gets of", "millions", "bytes allocated by a get",
			"MB of heap after a collection");

	private Steady() {
	}

	public static void main(String[] args) {
		Arguments arguments = Arguments.of(args, "millions");
		int millions = arguments.number("millions", arguments.quick() ? 2 : 10);
		Path place = Places.create();
		var steady = new Steady();
		try (var manager = DiskCacheManager.builder(place).cache("near", CacheOptions.defaults()).build()) {
			steady.run("the near tier", manager.getDiskCache("near"), millions);
			Cache caffeine = new CaffeineCacheManager("near").getCache("near");
			steady.run("Caffeine", Objects.requireNonNull(caffeine), millions);
		}
		finally {
			Places.delete(place);
		}
		steady.table.publish(arguments.csv());
	}

	private void run(String name, Cache cache, int millions) {
		String[] keys = new String[KEYS];
		for (int i = 0; i < KEYS; i++) {
			keys[i] = "key" + i;
			cache.put(keys[i], "value" + i);
		}
		for (int million = 1; million <= millions; million++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < MILLION; i++) {
				if (cache.get(keys[i % KEYS]) == null) {
					throw new IllegalStateException("All is held");
				}
			}
			double allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
			System.gc();
			long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
			this.table.row(name, million, allocated / MILLION, used / 1e6);
		}
	}

}
