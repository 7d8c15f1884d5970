package io.diskcache.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.diskcache.store.Jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Of what is written in one transaction a process that is killed leaves all or nothing.
 */
class TransactKillTests {

	private static final Logger logger = LoggerFactory.getLogger(TransactKillTests.class);

	private static final int WORKERS = 2;

	/** Processes started before they are needed, as starting takes long. */
	private static final int AHEAD = 2;

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private final Deque<Jvm> ahead = new ArrayDeque<>();

	private final List<Jvm> workers = new ArrayList<>();

	@TempDir
	Path temp;

	private DiskCacheManager manager;

	private int kills;

	@AfterEach
	void reap() {
		this.ahead.forEach(Jvm::close);
		this.workers.forEach(Jvm::close);
		if (this.manager != null) {
			this.manager.close();
		}
	}

	@Test
	void killedTransactionIsWholeOrNowhere() throws IOException {
		storm(Duration.ofSeconds(6));
	}

	@Test
	@Tag("stress")
	void killedTransactionIsWholeOrNowhereForLong() throws IOException {
		storm(Duration.ofMinutes(3));
	}

	private void storm(Duration duration) throws IOException {
		long end = System.nanoTime() + duration.toNanos();
		this.manager = GroupWorker.manager(directory());
		// On a busy machine few are killed in that time.
		while (System.nanoTime() < end || this.kills <= WORKERS) {
			while (this.workers.size() < WORKERS) {
				this.workers.add(next());
			}
			pause();
			kill();
			if (this.random.nextInt(3) == 0) {
				// All are dead: who opens it now is alone, and tidies up.
				this.manager.close();
				while (!this.workers.isEmpty()) {
					kill();
				}
				this.manager = GroupWorker.manager(directory());
			}
			verify();
		}
		while (!this.workers.isEmpty()) {
			kill();
		}
		long generation = verify();
		logger.info("{} kills, {} transactions", this.kills, generation);
		assertThat(generation).isGreaterThan(this.kills);
		assertThat(this.kills).isGreaterThan(WORKERS);
		await().untilAsserted(() -> assertThat(cache().getNativeCache().check(false)).isEmpty());
	}

	/** Whatever was acknowledged before is there, and nothing is older than the rest. */
	private long verify() throws IOException {
		long acknowledged = acknowledged();
		List<Long> generations = GroupWorker.read(cache());
		long first = generations.get(0);
		assertThat(generations).as("after %d kills, seed %d", this.kills, this.seed)
			.isEqualTo(Collections.nCopies(GroupWorker.KEYS, first));
		assertThat(first).as("after %d kills, seed %d", this.kills, this.seed).isGreaterThanOrEqualTo(acknowledged);
		return first;
	}

	private long acknowledged() throws IOException {
		String all = Files.exists(diary()) ? Files.readString(diary()) : "";
		return all.substring(0, all.lastIndexOf('\n') + 1).lines().mapToLong(Long::parseLong).max().orElse(0);
	}

	private void kill() {
		this.workers.remove(this.random.nextInt(this.workers.size())).kill();
		this.kills++;
	}

	private Jvm next() {
		while (this.ahead.size() <= AHEAD) {
			this.ahead.add(Jvm.start(System.getProperty("java.class.path"),
					List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"), GroupWorker.class));
		}
		Jvm jvm = this.ahead.remove();
		assertThat(jvm.hear()).isEqualTo("ready");
		jvm.tell(directory() + " " + diary());
		assertThat(jvm.hear()).isEqualTo("open");
		return jvm;
	}

	private void pause() {
		await().pollDelay(Duration.ofMillis(30 + this.random.nextInt(250))).until(() -> true);
	}

	private DiskCache cache() {
		return this.manager.getDiskCache("group");
	}

	private Path directory() {
		return this.temp.resolve("data");
	}

	/** Appended to by all, a line at a time. */
	private Path diary() {
		return this.temp.resolve("diary");
	}

}
