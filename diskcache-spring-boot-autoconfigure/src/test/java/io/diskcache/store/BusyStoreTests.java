package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What a store tells of itself while another process keeps the write lock. */
class BusyStoreTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	@TempDir
	Path temp;

	private Neighbour holder;

	private StoreDirectory directory;

	private Store store;

	@BeforeEach
	void open() {
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("test", StoreOptions.defaults().withOperationTimeout(Duration.ofMillis(50)));
		this.holder = Neighbour.start().open(this.temp, SOON);
	}

	@AfterEach
	void close() {
		this.directory.close();
		this.holder.close();
	}

	@Test
	void holderOfTheWriteLockIsNamedUntilItLetsGo() {
		assertThat(this.store.condition()).isEqualTo(new StoreCondition(StoreCondition.State.WELL, "", null));
		Instant before = Instant.now();
		this.holder.expect("begun", "begin");
		assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(this::put);

		StoreCondition condition = this.store.condition();

		assertThat(condition.state()).isEqualTo(StoreCondition.State.BUSY);
		assertThat(condition.isWell()).isFalse();
		assertThat(condition.since()).isBetween(before, Instant.now());
		assertThat(condition.message()).contains("process " + this.holder.pid() + " has had the write lock since 20");
		await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
		assertThat(this.store.condition()).as("still so, and since the same time").isEqualTo(condition);

		this.holder.expect("committed", "commit");
		await().atMost(SOON).until(() -> this.store.condition().isWell());
	}

	@Test
	void successOfAPutClearsTheConditionAtOnce() {
		this.holder.expect("begun", "begin");
		assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(this::put);
		this.holder.expect("committed", "commit");
		put();

		assertThat(this.store.condition().isWell()).isTrue();
	}

	@Test
	void timeOfWaitingIsCounted() {
		put();
		long before = this.store.statistics().lockWaitNanos();
		this.holder.expect("begun", "begin");
		assertThatExceptionOfType(StoreTimeoutException.class)
			.isThrownBy(() -> this.store.putIfAbsent(StoreFixture.key("b"), KnownValue.small("1"), null));
		this.holder.expect("committed", "commit");

		assertThat(this.store.statistics().lockWaitNanos() - before).isBetween(Duration.ofMillis(30).toNanos(),
				Duration.ofSeconds(5).toNanos());
	}

	@Test
	void processThatDiedIsNotNamed() throws IOException, InterruptedException {
		Process dead = new ProcessBuilder("true").start();
		dead.waitFor();
		long pid = ProcessHandle.current().pid();
		long time = Instant.parse("2026-07-29T10:11:12.345Z").toEpochMilli();

		assertThat(Writer.describe(Writer.NONE)).isNull();
		assertThat(Writer.describe(dead.pid() << 42 | time)).isNull();
		assertThat(Writer.describe(Writer.encode(time)))
			.isEqualTo("process " + pid + ", this one, has had the write lock since 2026-07-29T10:11:12Z");
		assertThat(Writer.describe(this.holder.pid() << 42 | time))
			.isEqualTo("process " + this.holder.pid() + " has had the write lock since 2026-07-29T10:11:12Z");
	}

	@Test
	void writerIsForgottenAfterEachTransaction() throws IOException {
		Stripes stripes = Stores.stripes(this.temp);
		put();
		assertThat(stripes.writer()).isEqualTo(Writer.NONE);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.store.transact(() -> {
			assertThat(stripes.writer()).isNotEqualTo(Writer.NONE);
			throw new IllegalStateException();
		}));
		assertThat(stripes.writer()).isEqualTo(Writer.NONE);
	}

	private void put() {
		this.store.put(StoreFixture.key("a"), KnownValue.small("1"), null);
	}

}
