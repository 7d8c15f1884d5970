package io.diskcache.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.store.Jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is stored or removed at once is found at once or not at all, whoever is killed.
 */
class BulkProcessesTests {

	private static final Duration BEFORE_A_KILL = Duration.ofMillis(700);

	private static final int KILLS = 4;

	@TempDir
	Path temp;

	private DiskCacheManager manager;

	private Jvm first;

	private Jvm second;

	@AfterEach
	void end() {
		this.first.close();
		this.second.close();
		this.manager.close();
	}

	@Test
	void nobodySeesAPart() {
		this.manager = GroupWorker.manager(this.temp);
		DiskCache cache = this.manager.getDiskCache("group");
		this.first = start();
		this.second = start();
		Set<Object> seen = new HashSet<>();
		for (int kill = 0; kill < KILLS; kill++) {
			Jvm next = start();
			long end = System.nanoTime() + BEFORE_A_KILL.toNanos();
			while (System.nanoTime() < end) {
				look(cache, seen);
			}
			this.first.kill();
			look(cache, seen);
			this.first = this.second;
			this.second = next;
		}
		this.first.kill();
		this.second.kill();
		look(cache, seen);
		assertThat(seen).hasSizeGreaterThan(2 * KILLS);
		assertThat(cache.statistics().nearHits()).isPositive();
		await().untilAsserted(() -> assertThat(cache.getNativeCache().check(false)).isEmpty());
	}

	private static void look(DiskCache cache, Set<Object> seen) {
		Map<String, Object> found = cache.getAll(BulkWorker.KEYS);
		if (!found.isEmpty()) {
			assertThat(found).hasSameSizeAs(BulkWorker.KEYS);
			assertThat(new HashSet<>(found.values())).hasSize(1);
			seen.add(found.values().iterator().next());
		}
	}

	private Jvm start() {
		Jvm jvm = Jvm.start(System.getProperty("java.class.path"), List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"),
				BulkWorker.class);
		assertThat(jvm.hear()).isEqualTo("ready");
		jvm.tell(this.temp.toString());
		assertThat(jvm.hear()).isEqualTo("open");
		return jvm;
	}

}
