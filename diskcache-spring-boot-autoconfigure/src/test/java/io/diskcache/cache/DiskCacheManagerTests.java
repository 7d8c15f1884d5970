package io.diskcache.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.support.NoOpCache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

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
	void cacheThatCannotBeOpenedCachesNothingAndHeals(CapturedOutput output) throws IOException {
		Path obstacle = this.directory.resolve("diskcache/v1/users");
		Files.createDirectories(obstacle.getParent());
		Files.writeString(obstacle, "a file");
		try (DiskCacheManager manager = manager()) {
			Cache users = manager.getCache("users");
			for (int i = 0; i < 10; i++) {
				users.put("ada", 1);
				assertThat(users.get("ada")).isNull();
			}
			assertThat(output).containsOnlyOnce("WARN").contains("Cache 'users' could not");
			manager.getCache("others").put("ada", 1);
			assertThat(manager.getCache("others").get("ada")).isNotNull();

			Files.delete(obstacle);
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				users.put("ada", 2);
				assertThat(users.get("ada", Integer.class)).isEqualTo(2);
			});
		}
	}

	@Test
	void cachesThatWereNamedAreThereFromTheStartAndNotYetOnTheDisk() {
		try (DiskCacheManager manager = builder().cache("users", CacheOptions.defaults()).build()) {
			assertThat(manager.getCacheNames()).containsExactly("users");
			assertThat(this.directory.resolve("diskcache/v1/users")).doesNotExist();

			manager.getDiskCache("users").put("ada", 1);
			assertThat(this.directory.resolve("diskcache/v1/users")).isDirectory();
		}
	}

	@Test
	void managerThatIsNotDynamicKnowsOnlyTheCachesThatWereNamed() {
		try (DiskCacheManager manager = builder().cache("users", CacheOptions.defaults()).dynamic(false).build()) {
			assertThat(manager.getCache("users")).isNotNull();
			assertThat(manager.getCache("others")).isNull();
			assertThatIllegalArgumentException().isThrownBy(() -> manager.getDiskCache("others"))
				.withMessageContaining("'others'")
				.withMessageContaining("[users]");
		}
	}

	@Test
	void namesBeyondTheMostGetACacheThatDoesNothing(CapturedOutput output) {
		try (DiskCacheManager manager = builder().maxCaches(2).build()) {
			manager.getCache("a");
			manager.getCache("b");
			for (int i = 0; i < 10; i++) {
				assertThat(manager.getCache("c" + i)).isInstanceOf(NoOpCache.class);
			}

			assertThat(output).containsOnlyOnce("WARN").contains("Cache 'c0' is not made", "2 caches already");
			assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("a", "b");
			assertThat(this.directory.resolve("diskcache/v1/c0")).doesNotExist();
		}
	}

	@Test
	void cachesCanBeClearedAtTheStart() {
		try (DiskCacheManager manager = manager()) {
			manager.getCache("users").put("ada", 1);
		}
		try (DiskCacheManager manager = builder().clearAtStart(true).build()) {
			assertThat(manager.getCache("users").get("ada")).isNull();
			manager.getCache("users").put("ada", 2);
			assertThat(manager.getCache("users").get("ada", Integer.class)).isEqualTo(2);
		}
	}

	@Test
	void listenerIsToldOnceOfEachCacheThatIsMadeLater() {
		List<String> made = new ArrayList<>();
		try (DiskCacheManager manager = builder().cache("users", CacheOptions.defaults())
			.listener((cache) -> made.add(cache.getName()))
			.build()) {
			manager.getCache("users");
			manager.getCache("others");
			manager.getCache("others");
		}

		assertThat(made).containsExactly("others");
	}

	@Test
	void codecThatThereIsNotIsAnError() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder().cache("users", CacheOptions.defaults().withCodec("kryo")).build())
			.withMessage("Cache 'users' is to use codec 'kryo'. There are [java]");
	}

	@Test
	void resetClearsAllCaches() {
		try (DiskCacheManager manager = manager()) {
			manager.getCache("users").put("ada", 1);
			manager.getCache("others").put("ada", 1);

			manager.resetCaches();

			assertThat(manager.getCache("users").get("ada")).isNull();
			assertThat(manager.getCache("others").get("ada")).isNull();
		}
	}

	private DiskCacheManager manager() {
		return builder().build();
	}

	private DiskCacheManager.Builder builder() {
		return DiskCacheManager.builder(this.directory)
			.valueCodec(TestCaches.codec())
			.options((name) -> CacheOptions.defaults().withTimeToLive(Duration.ofHours(1)))
			.nanoTime(() -> this.nanos);
	}

}
