package io.diskcache.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.support.NoOpCache;

import io.diskcache.codec.KeyCodec;
import io.diskcache.store.StoreDirectory;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DiskCacheManagerTests {

	@TempDir
	Path directory;

	private long nanos;

	@Test
	void nameIsAlwaysTheSameCache() {
		try (DiskCacheManager manager = manager()) {
			Cache users = manager.getCache("users");

			assertThat(users).isInstanceOf(DiskCache.class).isSameAs(manager.getCache("users"));
			assertThat(users.getName()).isEqualTo("users");
		}
	}

	@Test
	void namesAreThoseAskedForSoFar() {
		try (DiskCacheManager manager = manager()) {
			assertThat(manager.getCacheNames()).isEmpty();
			manager.getCache("users");
			manager.getCache("any name / at all");

			assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("users", "any name / at all");
		}
	}

	@Test
	void cachesDoNotShareEntries() {
		try (DiskCacheManager manager = manager()) {
			manager.getCache("users").put("ada", 1);

			assertThat(manager.getCache("others").get("ada")).isNull();
		}
	}

	@Test
	void entriesOutliveTheManager() {
		try (DiskCacheManager manager = manager()) {
			manager.getCache("users").put("ada", 1);
		}
		try (DiskCacheManager manager = manager()) {
			assertThat(manager.getCache("users").get("ada", Integer.class)).isEqualTo(1);
		}
	}

	@Test
	void closedManagerCachesNothing() {
		DiskCacheManager manager = manager();
		Cache users = manager.getCache("users");

		manager.close();
		manager.close();

		users.put("ada", 1);
		assertThat(users.get("ada")).isNull();
		assertThat(manager.getCache("users")).isSameAs(users);
		assertThat(manager.getCache("others")).isInstanceOf(NoOpCache.class);
	}

	@Test
	void cacheThatCannotBeOpenedIsReportedOnceAndTriedAgainAfterAMinute(CapturedOutput output) throws IOException {
		Path obstacle = this.directory.resolve("diskcache/v1/users");
		Files.createDirectories(obstacle.getParent());
		Files.writeString(obstacle, "a file");
		try (DiskCacheManager manager = manager()) {
			for (int i = 0; i < 10; i++) {
				assertThat(manager.getCache("users")).isInstanceOf(NoOpCache.class);
			}
			assertThat(output).containsOnlyOnce("WARN").contains("Cache 'users' could not be opened");
			assertThat(manager.getCache("others")).isInstanceOf(DiskCache.class);

			Files.delete(obstacle);
			assertThat(manager.getCache("users")).isInstanceOf(NoOpCache.class);
			this.nanos += Duration.ofSeconds(61).toNanos();
			assertThat(manager.getCache("users")).isInstanceOf(DiskCache.class);
		}
	}

	private DiskCacheManager manager() {
		return new DiskCacheManager(StoreDirectory.open(this.directory), KeyCodec.standard(), TestCaches.values(),
				(name) -> CacheOptions.defaults().withTimeToLive(Duration.ofHours(1)), () -> this.nanos);
	}

}
