package io.diskcache.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/** A process that stands still while it holds the write lock. */
@DisabledOnOs(OS.WINDOWS)
class FrozenNeighbourTests {

	private static final Duration TIMEOUT = Duration.ofMillis(100);

	/** For what is to succeed, however busy the machine is. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** Longest that an operation may take: its deadline, and what a busy machine adds. */
	private static final Duration BOUND = Duration.ofMillis(1500);

	@TempDir
	Path temp;

	private StoreDirectory directory;

	private Store store;

	private Neighbour neighbour;

	@BeforeEach
	void freezeNeighbourInTransaction() {
		this.neighbour = Neighbour.start().open(this.temp, PATIENCE);
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("test", StoreOptions.defaults().withOperationTimeout(PATIENCE));
		this.store.put(key("a"), KnownValue.small("1"), null);
		this.store.put(key("b"), KnownValue.large("2"), null);
		this.store.put(key("c"), KnownValue.large("3"), null);
		this.neighbour.expect("begun", "begin");
		this.neighbour.expect("true", "put", "d", "4");
		this.neighbour.freeze();
	}

	@AfterEach
	void close() {
		this.neighbour.close();
		List<Problem> problems = this.store.check(false);
		this.directory.close();
		assertThat(problems).isEmpty();
	}

	@Test
	void operationsEndByTheirDeadlineAndAllIsRightAfterwards() {
		useWhileFrozen();

		this.neighbour.resume();

		this.neighbour.expect("committed", "commit");
		useAfterwards("4");
		this.neighbour.expect("6", "get", "b");
	}

	@Test
	void lockOfAFrozenNeighbourIsFreeWhenItIsKilled() {
		useWhileFrozen();

		this.neighbour.kill();

		useAfterwards(null);
	}

	private void useWhileFrozen() {
		this.directory.open("test", StoreOptions.defaults().withOperationTimeout(TIMEOUT));
		within(() -> assertThat(read("a")).isEqualTo("1"));
		within(() -> assertThat(read("b")).isEqualTo("2"));
		within(() -> assertThat(read("d")).isNull());
		within(() -> assertThat(this.store.remove(key("a"))).isTrue());
		within(() -> assertThat(read("a")).isNull());
		within(() -> assertTimesOut(() -> this.store.put(key("b"), KnownValue.large("5"), null)));
		within(() -> assertThat(read("b")).isNull());
		within(() -> assertTimesOut(() -> this.store.putIfAbsent(key("e"), KnownValue.small("5"), null)));
		within(() -> assertTimesOut(() -> this.store.transact(() -> true)));
		within(() -> assertThat(this.store.entries(Selection.all(), null, 10).content()).hasSize(1));
	}

	private void useAfterwards(String inFlight) {
		this.directory.open("test", StoreOptions.defaults().withOperationTimeout(PATIENCE));
		assertThat(read("a")).isNull();
		assertThat(read("b")).isNull();
		assertThat(read("c")).isEqualTo("3");
		assertThat(read("d")).isEqualTo(inFlight);
		await().atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(this.store.count()).isEqualTo((inFlight != null) ? 2 : 1));
		assertThatNoException().isThrownBy(() -> this.store.put(key("b"), KnownValue.large("6"), null));
		assertThat(read("b")).isEqualTo("6");
	}

	private static void assertTimesOut(Runnable operation) {
		assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(operation::run);
	}

	private static void within(Runnable operation) {
		long begin = System.nanoTime();
		operation.run();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
	}

	private String read(String name) {
		return this.store.get(key(name), KnownValue::text);
	}

	private static Key key(String name) {
		return StoreFixture.key(name);
	}

}
