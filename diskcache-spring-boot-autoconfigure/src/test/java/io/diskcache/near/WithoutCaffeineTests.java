package io.diskcache.near;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.store.Jvm;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that has no Caffeine on its class path. */
class WithoutCaffeineTests {

	@TempDir
	Path temp;

	@Test
	void nothingIsHeldAndAllElseWorks() {
		String all = System.getProperty("java.class.path");
		String without = Stream.of(all.split(File.pathSeparator))
			.filter((entry) -> !entry.contains("caffeine"))
			.collect(Collectors.joining(File.pathSeparator));
		assertThat(without).isNotEqualTo(all);

		assertThat(use(all)).isEqualTo("found 1, 2 hits, 2 in the heap");
		assertThat(use(without)).isEqualTo("found 1, 2 hits, 0 in the heap");
	}

	private String use(String classPath) {
		try (Jvm jvm = Jvm.start(classPath, List.of(), WithoutCaffeineTests.class, this.temp.toString())) {
			return jvm.hear();
		}
	}

	public static void main(String[] arguments) {
		try (DiskCacheManager manager = DiskCacheManager.builder(Path.of(arguments[0])).build()) {
			DiskCache cache = manager.getDiskCache("users");
			cache.put("ada", 1);
			cache.get("ada");
			Jvm.Child.say("found " + cache.get("ada", Integer.class) + ", " + cache.statistics().hits() + " hits, "
					+ cache.statistics().nearHits() + " in the heap");
		}
	}

}
