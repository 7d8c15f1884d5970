package io.diskcache.cache;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.store.Jvm;
import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Statistics that are reset, and those that outlast the process. */
class LastingStatisticsTests {

	private static final CacheOptions KEPT = CacheOptions.defaults().withKeepStatistics(true);

	@TempDir
	Path temp;

	private DiskCacheManager manager;

	private DiskCache cache;

	@BeforeEach
	void open() {
		open(KEPT);
	}

	@AfterEach
	void close() {
		this.manager.close();
	}

	@Test
	void theyOutlastARestartExactly() {
		use(3, 5);

		reopen(KEPT);
		use(1, 2);

		assertThat(this.cache.statistics()).extracting(CacheStatistics::hits, CacheStatistics::misses)
			.containsExactly(1L, 2L);
		CacheStatistics lasting = this.cache.lastingStatistics();
		assertThat(lasting.hits()).isEqualTo(4);
		assertThat(lasting.misses()).isEqualTo(7);
		assertThat(lasting.puts()).isEqualTo(2);
	}

	@Test
	void resetBeginsFromNothing() {
		use(3, 5);
		this.cache.lastingStatistics();

		this.cache.resetStatistics();

		assertThat(this.cache.statistics()).isEqualTo(CacheStatistics.NONE);
		assertThat(this.cache.lastingStatistics()).isEqualTo(CacheStatistics.NONE);
		use(1, 0);
		assertThat(this.cache.statistics().hits()).isOne();
		assertThat(this.cache.lastingStatistics().hits()).isOne();
		reopen(KEPT);
		assertThat(this.cache.lastingStatistics().hits()).isOne();
	}

	@Test
	void whereTheyAreNotKeptThereAreNone() {
		reopen(CacheOptions.defaults());
		use(2, 2);

		assertThat(this.cache.lastingStatistics()).isNull();
		this.cache.resetStatistics();
		assertThat(this.cache.statistics().hits()).isZero();
		reopen(KEPT);
		assertThat(this.cache.lastingStatistics()).isEqualTo(CacheStatistics.NONE);
	}

	@Test
	void allShardsAreCounted() {
		reopen(KEPT.withStore(StoreOptions.defaults().withShards(3).withReshard(true)));
		use(5, 5);
		reopen(KEPT.withStore(StoreOptions.defaults().withReshard(true)));
		// Nobody waits while it is divided.
		await().until(() -> this.cache.lastingStatistics() != null);

		assertThat(this.cache.lastingStatistics().hits()).as("dividing a cache anew keeps them").isEqualTo(5);
	}

	@Test
	void thoseOfOtherProcessesAreAddedEachSecond() {
		try (Jvm jvm = Jvm.start(System.getProperty("java.class.path"), java.util.List.of("-Xmx128m"), User.class,
				this.temp.toString())) {
			assertThat(jvm.hear()).isEqualTo("used");
			use(1, 0);

			await().until(() -> this.cache.lastingStatistics().hits() == 11);
			jvm.kill();
		}
		assertThat(this.cache.lastingStatistics().misses()).isEqualTo(20);
	}

	private void open(CacheOptions options) {
		this.manager = DiskCacheManager.builder(this.temp).cache("prices", options).build();
		this.cache = this.manager.getDiskCache("prices");
	}

	private void reopen(CacheOptions options) {
		this.manager.close();
		open(options);
	}

	private void use(int hits, int misses) {
		use(this.cache, hits, misses);
	}

	private static void use(DiskCache cache, int hits, int misses) {
		cache.put("a", "value");
		for (int i = 0; i < hits; i++) {
			assertThat(cache.get("a")).isNotNull();
		}
		for (int i = 0; i < misses; i++) {
			assertThat(cache.get("absent" + i)).isNull();
		}
	}

	/** Uses the cache, and waits to be killed. */
	static final class User {

		private User() {
		}

		public static void main(String[] arguments) {
			try (DiskCacheManager manager = DiskCacheManager.builder(Path.of(arguments[0]))
				.cache("prices", KEPT)
				.build()) {
				use(manager.getDiskCache("prices"), 10, 20);
				Jvm.Child.say("used");
				Jvm.Child.hear();
			}
		}

	}

}
