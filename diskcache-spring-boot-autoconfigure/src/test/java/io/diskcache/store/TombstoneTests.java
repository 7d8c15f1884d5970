package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Changes that cannot be written, as a neighbour holds the write lock for too long. */
class TombstoneTests {

	private static final Duration TIMEOUT = Duration.ofMillis(50);

	/** For those who are to succeed, however busy the machine is. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** Longer than the janitor waits for the lock. */
	private static final Duration LONG = Duration.ofMillis(2200);

	/* Started once for all tests, as starting costs more than most of them. */
	private static Neighbour holder;

	private static Neighbour other;

	@TempDir
	Path temp;

	private StoreDirectory directory;

	private Store store;

	@BeforeAll
	static void start() {
		holder = Neighbour.start();
		other = Neighbour.start();
	}

	@AfterAll
	static void stop() {
		holder.close();
		other.close();
	}

	@AfterEach
	void close() {
		List<Problem> problems = this.store.check(false);
		holder.ask("close");
		other.ask("close");
		this.directory.close();
		assertThat(problems).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "put", "large" })
	void removalThatCannotCommitIsAMissForAllAtOnce(String size) {
		openAll();
		holder.expect("true", size, "a", "1");
		holder.expect("true", size, "b", "2");
		holder.expect("begun", "begin");

		assertThat(this.store.remove(key("a"))).isTrue();

		assertThat(read("a")).isNull();
		assertThat(this.store.contains(key("a"))).isFalse();
		other.expect(Neighbour.MISS, "get", "a");
		holder.expect(Neighbour.MISS, "get", "a");
		assertThat(read("b")).isEqualTo("2");
		assertThat(this.store.remove(key("a"))).isFalse();
		letGo();
		assertThat(read("a")).isNull();
		holder.expect(Neighbour.MISS, "get", "a");
		assertThat(this.store.statistics().tombstones()).isEqualTo(2);
		other.expect("true", size, "a", "3");
		assertThat(read("a")).isEqualTo("3");
		holder.expect("3", "get", "a");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void overwriteThatCannotCommitLeavesNothing(boolean large) {
		openAll();
		holder.expect("true", large ? "put" : "large", "a", "old");
		holder.expect("begun", "begin");

		assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(
				() -> this.store.put(key("a"), large ? KnownValue.large("new") : KnownValue.small("new"), null));

		assertThat(read("a")).isNull();
		other.expect(Neighbour.MISS, "get", "a");
		holder.expect(Neighbour.MISS, "get", "a");
		letGo();
		assertThat(read("a")).isNull();
		assertThat(this.store.statistics().tombstones()).isOne();
		assertThat(this.store.statistics().skipped()).isOne();
	}

	@Test
	void putOfAnAbsentKeyIsSkippedAndBuriesNothing() {
		openAll();
		holder.expect("begun", "begin");

		assertThatExceptionOfType(StoreTimeoutException.class)
			.isThrownBy(() -> this.store.put(key("a"), KnownValue.small("1"), null));
		assertThatExceptionOfType(StoreTimeoutException.class)
			.isThrownBy(() -> this.store.putIfAbsent(key("b"), KnownValue.small("1"), null));

		letGo();
		assertThat(read("a")).isNull();
		assertThat(this.store.statistics().tombstones()).isZero();
		assertThat(this.store.statistics().skipped()).isEqualTo(2);
		assertThat(this.store.put(key("a"), KnownValue.small("1"), null)).isTrue();
		other.expect("1", "get", "a");
	}

	@Test
	void putOfAnAbsentKeyThatIsSkippedOvertakesALoad() {
		openAll();
		Fence fence = this.store.fence(key("a"));
		Fence of = this.store.fence(key("b"));
		holder.expect("begun", "begin");
		assertThatExceptionOfType(StoreTimeoutException.class)
			.isThrownBy(() -> this.store.put(key("a"), KnownValue.small("1"), null));
		assertThatExceptionOfType(StoreTimeoutException.class)
			.isThrownBy(() -> this.store.writeAll(Map.of(key("b"), KnownValue.small("1")), PutOptions.of(null)));
		letGo();

		assertThat(this.store.write(key("a"), KnownValue.small("older"), PutOptions.of(null).withFence(fence)))
			.isNull();
		assertThat(this.store.write(key("b"), KnownValue.small("older"), PutOptions.of(null).withFence(of))).isNull();
		assertThat(this.store.statistics().tombstones()).isZero();
	}

	@Test
	void putsOfFilesThatCannotCommitTakeNoSpace() {
		openAll();
		holder.expect("true", "put", "a", "1");
		long before = this.store.volume();
		holder.expect("begun", "begin");

		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(StoreTimeoutException.class)
				.isThrownBy(() -> this.store.put(key("b"), KnownValue.large("1"), null));
		}
		letGo();

		assertThat(this.store.volume()).isEqualTo(before);
	}

	@Test
	void clearThatCannotCommitClears() {
		openAll();
		holder.expect("true", "put", "a", "1");
		holder.expect("true", "large", "b", "2");
		holder.expect("begun", "begin");

		this.store.clear();

		for (String name : new String[] { "a", "b" }) {
			assertThat(read(name)).isNull();
			other.expect(Neighbour.MISS, "get", name);
			holder.expect(Neighbour.MISS, "get", name);
		}
		assertThat(this.store.count()).isZero();
		letGo();
		assertThat(read("a")).isNull();
		other.expect("true", "put", "a", "3");
		assertThat(read("a")).isEqualTo("3");
		await().atMost(Duration.ofSeconds(10)).until(() -> this.store.count() == 1);
	}

	@Test
	void fenceFromBeforeTheRemovalKeepsOutWhatComesAfter() {
		openAll();
		holder.expect("true", "put", "a", "1");
		Fence removed = this.store.fence(key("a"));
		Fence cleared = this.store.fence(key("b"));
		holder.expect("begun", "begin");
		this.store.remove(key("a"));
		this.store.clear();
		letGo();

		assertThat(this.store.write(key("a"), KnownValue.small("old"), PutOptions.of(null).withFence(removed)))
			.isNull();
		assertThat(this.store.write(key("b"), KnownValue.small("old"), PutOptions.of(null).withFence(cleared)))
			.isNull();

		assertThat(read("a")).isNull();
		assertThat(this.store.write(key("a"), KnownValue.small("new"),
				PutOptions.of(null).withFence(this.store.fence(key("a")))))
			.isNotNull();
		assertThat(read("a")).isEqualTo("new");
	}

	@ParameterizedTest
	@ValueSource(strings = { "put", "large" })
	void writeInFlightDoesNotOutliveTheRemoval(String size) {
		openAll();
		holder.expect("true", "put", "b", "1");
		holder.expect("begun", "begin");
		holder.expect("true", size, "a", "in flight");

		this.store.remove(key("a"));
		holder.expect("true", size, "b", "2");
		letGo();

		assertThat(read("a")).isNull();
		holder.expect(Neighbour.MISS, "get", "a");
		other.expect(Neighbour.MISS, "get", "a");
		other.expect("2", "get", "b");
		holder.expect("true", size, "a", "later");
		assertThat(read("a")).isEqualTo("later");
	}

	/** The number of a transaction is drawn when it begins, so it counts as older. */
	@Test
	void writeOfATransactionThatBeganBeforeTheRemovalIsNotReadable() {
		openAll();
		holder.expect("begun", "begin");
		this.store.remove(key("a"));

		assertThat(this.store.statistics().tombstones()).isOne();
		holder.expect("true", "put", "a", "1");
		letGo();

		assertThat(read("a")).isNull();
		other.expect(Neighbour.MISS, "get", "a");
	}

	/** Whoever tidies up: the one that buried, or one who does not know of it. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void buriedRowsAreDeletedAndNumbersCatchUp(boolean holderFirst) throws IOException {
		if (holderFirst) {
			holder.open(this.temp, PATIENCE);
			holder.expect("true", "put", "a", "1");
			awaitQuiet();
		}
		openSelf();
		awaitQuiet();
		holder.open(this.temp, PATIENCE);
		other.open(this.temp, PATIENCE);
		holder.expect("true", "put", "a", "1");
		holder.expect("true", "large", "b", "2");
		holder.expect("true", "large", "c", "3");
		holder.expect("begun", "begin");
		this.store.remove(key("a"));
		this.store.remove(key("b"));
		letGo();

		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(this.store.count()).isOne());

		awaitQuiet();
		assertThat(valueFiles()).isOne();
		assertThat(read("c")).isEqualTo("3");
	}

	@Test
	void buriedRowsAreDeletedEvenIfTheLockWasHeldForLong() {
		openAll();
		holder.expect("true", "put", "a", "1");
		holder.expect("begun", "begin");
		this.store.remove(key("a"));
		await().pollDelay(LONG).until(() -> true);
		letGo();

		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(this.store.count()).isZero());
	}

	@Test
	void rowThatWasInFlightWhenItWasBuriedIsDeleted() {
		openAll();
		holder.expect("begun", "begin");
		holder.expect("true", "put", "a", "1");
		this.store.clear();
		await().pollDelay(LONG).until(() -> true);
		letGo();

		assertThat(read("a")).isNull();
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(this.store.count()).isZero());
	}

	private void openAll() {
		openSelf();
		holder.open(this.temp, PATIENCE);
		other.open(this.temp, PATIENCE);
	}

	private void openSelf() {
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("test", StoreOptions.defaults().withOperationTimeout(TIMEOUT));
	}

	/** Ends the neighbour's transaction; from now on all operations succeed. */
	private void letGo() {
		holder.expect("committed", "commit");
		this.directory.open("test", StoreOptions.defaults().withOperationTimeout(PATIENCE));
	}

	/** Waits until all that was drawn has ended, and the janitor had its first look. */
	private void awaitQuiet() throws IOException {
		Stripes stripes = Stores.stripes(this.temp);
		await().atMost(Duration.ofSeconds(10))
			.until(() -> !stripes.wantsRecount() && stripes.complete() == stripes.next());
	}

	private long valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(Stores.generation(this.temp).shard(0).values())) {
			return files.filter(Files::isRegularFile).count();
		}
	}

	private String read(String name) {
		return this.store.get(key(name), KnownValue::text);
	}

	private static Key key(String name) {
		return StoreFixture.key(name);
	}

}
