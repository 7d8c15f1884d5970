package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Files that are removed or replaced under a store that is in use. */
class LostFilesTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	/** One for all tests, as it takes long to start. */
	private static Neighbour neighbour;

	@TempDir
	Path temp;

	private Path data;

	private StoreDirectory directory;

	private Store store;

	@BeforeAll
	static void startNeighbour() {
		neighbour = Neighbour.start();
	}

	@AfterAll
	static void endNeighbour() {
		neighbour.close();
	}

	@BeforeEach
	void open() {
		this.data = this.temp.resolve("data");
		this.directory = StoreDirectory.open(this.data, 0);
		this.store = this.directory.open("test", StoreOptions.defaults());
	}

	@AfterEach
	void close() {
		neighbour.expect("closed", "close");
		this.directory.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "data", "data/diskcache", "data/diskcache/v1/test", "data/diskcache/v1/test/g0001",
			"data/diskcache/v1/test/g0001/shard-00.db", "data/diskcache/v1/test/g0001/shard-00.stripes",
			"data/diskcache/v1/test/guard.lock" })
	void processesMeetAgainOnTheSameFiles(String removed) throws IOException {
		neighbour.open(this.data, SOON);
		put("old", "1");
		neighbour.expect("1", "get", "old");

		remove(this.temp.resolve(removed));

		await().atMost(SOON).untilAsserted(() -> {
			assertThat(read("old")).isNull();
			neighbour.expect(Neighbour.MISS, "get", "old");
			neighbour.expect("true", "large", "a", "theirs");
			assertThat(read("a")).isEqualTo("theirs");
			put("a", "ours");
			neighbour.expect("ours", "get", "a");
			assertThat(this.store.remove(key("a"))).isTrue();
			neighbour.expect(Neighbour.MISS, "get", "a");
		});
		await().atMost(SOON).untilAsserted(() -> assertThat(this.store.check(false)).isEmpty());
	}

	@Test
	void processesThatHaveLostTheirFilesMeetOneThatStartsAfterwards() throws IOException {
		try (Neighbour late = Neighbour.start()) {
			neighbour.open(this.data, SOON);
			put("old", "1");
			Files.move(this.data, this.temp.resolve("elsewhere"), StandardCopyOption.ATOMIC_MOVE);
			late.open(this.data, SOON);

			meet(neighbour);
			meet(late);
			neighbour.expect("true", "put", "b", "2");
			late.expect("2", "get", "b");
			late.expect("[]", "check");
		}
	}

	@Test
	void storeThatCannotBeOpenedAnewMissesUntilItCan() throws IOException {
		put("a", "1");
		remove(this.data);
		Files.createFile(this.data);

		await().atMost(SOON).untilAsserted(() -> assertThat(read("a")).isNull());
		assertThat(this.store.put(key("a"), KnownValue.small("2"), null)).isFalse();
		assertThat(this.store.remove(key("a"))).isFalse();
		assertThat(this.store.count()).isZero();
		this.store.clear();
		StoreCondition condition = this.store.condition();
		assertThat(condition.state()).isEqualTo(StoreCondition.State.CANNOT_OPEN);
		assertThat(condition.message()).contains(this.data.toString());
		Files.delete(this.data);

		await().atMost(SOON).until(() -> this.store.condition().isWell());
		await().atMost(SOON).until(() -> this.store.put(key("a"), KnownValue.small("2"), null));
		assertThat(read("a")).isEqualTo("2");
	}

	/** Nobody has to use it. */
	@Test
	void storeHealsAndOptionsAreTheLastOnesAndStatisticsGoOn() {
		this.directory.open("test", StoreOptions.defaults().withMaxValueSize(1000));
		this.store.put(key("large"), KnownValue.of("large", 1001), null);
		remove(this.data);

		await().atMost(SOON).until(() -> Files.exists(this.data.resolve("diskcache/v1/test/CURRENT")));
		await().atMost(SOON).until(() -> this.store.condition().isWell() && this.store.isOpen());
		assertThat(this.store.put(key("large"), KnownValue.of("large", 1001), null)).isFalse();
		assertThat(this.store.statistics().refused()).isEqualTo(2);
		put("a", "1");
	}

	@Test
	void transactionDoesNotGoOnInOtherFiles() {
		SqliteStore before = Stores.sqlite(this.store);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.transact(() -> {
			put("a", "1");
			remove(this.data);
			awaitNewFiles(before);
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> put("b", "2"));
			return true;
		}));

		assertThat(read("a")).isNull();
		assertThat(read("b")).isNull();
		put("b", "3");
		assertThat(read("b")).isEqualTo("3");
	}

	@Test
	void loadThatBeganBeforeTheLossIsNotStored() {
		Fence fence = this.store.fence(key("a"));
		remove(this.data);
		awaitNewFiles(Stores.sqlite(this.store));

		assertThat(this.store.write(key("a"), KnownValue.small("old"), PutOptions.of(null).withFence(fence))).isNull();
	}

	/** Nor where the database is still the same, and nothing is cleared. */
	@Test
	void loadThatBeganBeforeTheCountersWereLostIsNotStored() throws IOException {
		this.directory.open("test", StoreOptions.defaults().withLossless(true));
		put("b", "1");
		Fence fence = this.store.fence(key("a"));
		remove(Stores.generation(this.data).shard(0).stripes());
		awaitNewFiles(Stores.sqlite(this.store));

		assertThat(read("b")).isEqualTo("1");
		assertThat(this.store.write(key("a"), KnownValue.small("old"), PutOptions.of(null).withFence(fence))).isNull();
		assertThat(this.store.write(key("a"), KnownValue.small("1"),
				PutOptions.of(null).withFence(this.store.fence(key("a")))))
			.isNotNull();
	}

	/**
	 * What both wrote in the files that are gone is unknown, so what they find is not.
	 */
	@Test
	void olderFilesThatComeBackHaveNothingThatWasRemovedMeanwhile() throws IOException {
		put("a", "old");
		Path elsewhere = this.temp.resolve("elsewhere");
		this.directory.close();
		FileSystemUtils.copyRecursively(this.data, elsewhere);
		open();
		this.store.remove(key("a"));
		SqliteStore before = Stores.sqlite(this.store);
		remove(this.data);
		Files.move(elsewhere, this.data);
		awaitNewFiles(before);

		assertThat(read("a")).isNull();
	}

	private void meet(Neighbour other) {
		await().atMost(SOON).untilAsserted(() -> {
			assertThat(this.store.put(key("a"), KnownValue.small("1"), null)).isTrue();
			other.expect("1", "get", "a");
		});
	}

	private void awaitNewFiles(SqliteStore before) {
		await().atMost(SOON).until(() -> Stores.sqlite(this.store) != before);
	}

	private static void remove(Path path) {
		await().atMost(SOON).ignoreExceptions().until(() -> {
			FileSystemUtils.deleteRecursively(path);
			return !Files.exists(path);
		});
	}

	private void put(String name, String value) {
		assertThat(this.store.put(key(name), KnownValue.small(value), null)).isTrue();
	}

	private String read(String name) {
		return this.store.get(key(name), KnownValue::text);
	}

	private static Key key(String name) {
		return StoreFixture.key(name);
	}

}
