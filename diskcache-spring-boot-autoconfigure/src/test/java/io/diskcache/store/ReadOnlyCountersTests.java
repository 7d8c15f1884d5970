package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.concurrent.atomic.AtomicBoolean;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Counters that cannot be written when a store is opened: then it can only be read. */
class ReadOnlyCountersTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	@TempDir
	Path temp;

	private StoreDirectory directory;

	private Store store;

	private Path counters;

	@BeforeEach
	void fill() throws IOException {
		open(StoreOptions.defaults());
		put("replaced", KnownValue.small("1"));
		put("removed", KnownValue.small("2"));
		put("kept", KnownValue.small("3"));
		put("large", KnownValue.large("4"));
		this.directory.close();
		this.counters = Stores.generation(this.temp).shard(0).stripes();
	}

	@AfterEach
	void close() throws Exception {
		Shell.run("chattr", "-i", this.counters.toString());
		this.directory.close();
	}

	@Test
	void entriesAreFoundAndNothingIsChangedUntilTheyCanBeWritten() throws Exception {
		byte[] before = Files.readAllBytes(this.counters);
		Shell.freeze(List.of(this.counters));
		open(StoreOptions.defaults());
		AtomicBoolean worked = new AtomicBoolean();

		assertThat(read("kept")).isEqualTo("3");
		assertThat(read("large")).isEqualTo("4");
		assertThat(Stores.shard(this.store).stripes().isWritable()).isFalse();
		assertThat(this.store.read(key("kept"), KnownValue::text).stamp().isHoldable()).isFalse();
		assertThat(this.store.read(key("absent"), KnownValue::text).stamp().isHoldable()).isFalse();
		assertRefused(() -> this.store.put(key("replaced"), KnownValue.small("new"), null));
		assertRefused(() -> this.store.remove(key("removed")));
		assertRefused(() -> this.store.putIfAbsent(key("new"), KnownValue.large("new"), null));
		assertRefused(() -> this.store.write(key("new"), KnownValue.large("new"),
				PutOptions.of(null).withFence(this.store.fence(key("new")))));
		assertRefused(() -> this.store.transact(() -> {
			worked.set(true);
			return true;
		}));
		assertRefused(() -> this.store.check(true));
		for (int i = 0; i < 300; i++) {
			String absent = "absent" + i;
			assertRefused(() -> this.store.put(key(absent), KnownValue.small("new"), null));
		}

		assertThat(worked).isFalse();
		assertWithoutWhatWasChanged();
		assertThat(this.store.count()).isEqualTo(4);
		StoreCondition condition = this.store.condition();
		assertThat(condition.state()).isEqualTo(StoreCondition.State.READ_ONLY);
		assertThat(condition.message()).contains(this.counters.toString());
		await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
		assertThat(this.store.condition()).isEqualTo(condition);
		assertThat(this.counters).hasBinaryContent(before);

		Shell.thaw(List.of(this.counters));
		await().atMost(SOON).until(() -> this.store.condition().isWell());
		assertWithoutWhatWasChanged();
		put("new", KnownValue.large("5"));
		assertThat(read("new")).isEqualTo("5");
		assertThat(this.store.check(false)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clearThatIsRefusedHidesAllAndManyRemovalsDoSoToo(boolean clear) throws Exception {
		Shell.freeze(List.of(this.counters));
		open(StoreOptions.defaults());

		if (clear) {
			assertRefused(this.store::clear);
		}
		else {
			List<Key> many = IntStream.rangeClosed(0, 1 << 16).mapToObj((i) -> key("k" + i)).toList();
			assertRefused(() -> this.store.removeAll(many));
		}

		assertThat(read("kept")).isNull();
		assertThat(this.store.entries(Selection.all(), null, 10).content()).isEmpty();
		Shell.thaw(List.of(this.counters));
		await().atMost(SOON).until(() -> this.store.condition().isWell());
		assertThat(read("kept")).isNull();
		put("kept", KnownValue.small("new"));
		assertThat(read("kept")).isEqualTo("new");
	}

	@Test
	void removalThatIsRefusedWhereNothingMayGetLostHasNoEffect() throws Exception {
		Shell.freeze(List.of(this.counters));
		open(StoreOptions.defaults().withLossless(true));

		assertRefused(() -> this.store.remove(key("removed")));

		assertThat(read("removed")).isEqualTo("2");
		Shell.thaw(List.of(this.counters));
		await().atMost(SOON).until(() -> this.store.condition().isWell());
		assertThat(read("removed")).isEqualTo("2");
	}

	@Test
	void changesRefusedBeforeTheFilesAreReplacedLeaveNothingToBeFound() throws Exception {
		Shell.freeze(List.of(this.counters));
		open(StoreOptions.defaults());
		SqliteStore before = Stores.sqlite(this.store);
		Path place = this.counters.getParent().getParent();

		Files.move(place, place.resolveSibling("aside"));
		Files.move(place.resolveSibling("aside"), place);
		Files.move(place.resolve("guard.lock"), place.resolve("aside"));

		await().atMost(SOON).until(() -> this.store.isOpen() && Stores.sqlite(this.store) != before);
		assertThat(read("kept")).as("what others changed in files that were lost is unknown").isNull();
		assertThat(this.store.entries(Selection.all(), null, 10).content()).isEmpty();
	}

	/**
	 * Who only reads takes no place of a living process, but keeps others from being
	 * alone.
	 */
	@Test
	void tombstonesOfOthersAreSeenAndOthersAreNotDisturbed() throws Exception {
		try (Neighbour first = Neighbour.start();
				Neighbour second = Neighbour.start();
				Neighbour reader = Neighbour.start()) {
			first.open(this.temp, Duration.ofMillis(50));
			second.open(this.temp, SOON);
			second.expect("begun", "begin");
			first.expect("true", "remove", "removed");
			Shell.freeze(List.of(this.counters));
			reader.open(this.temp, SOON);

			reader.expect(Neighbour.MISS, "get", "removed");
			reader.expect("3", "get", "kept");
			assertThat(reader.ask("put", "large", "new")).startsWith("StoreException");
			reader.expect(Neighbour.MISS, "get", "large");
			second.expect("4", "get", "large");
			second.ask("commit");
			first.expect("closed", "close");
			second.expect("closed", "close");
			try (LockFile locks = LockFile.open(this.counters.getParent().resolveSibling(LockFile.NAME))) {
				assertThat(locks.tryExclusive(LockFile.OPEN)).as("not alone").isNull();
			}
			Shell.thaw(List.of(this.counters));
			await().atMost(SOON).untilAsserted(() -> reader.expect("true", "put", "new", "5"));
			reader.expect(Neighbour.MISS, "get", "large");
			reader.kill();
		}
		open(StoreOptions.defaults());
		assertThat(read("new")).isEqualTo("5");
		assertThat(read("large")).isNull();
		assertThat(read("removed")).isNull();
		await().atMost(SOON).untilAsserted(() -> assertThat(this.store.check(false)).isEmpty());
	}

	@Test
	void storeThatWouldHaveToBeMendedIsNotOpened() throws Exception {
		byte[] words = Files.readAllBytes(this.counters);
		// Another run of the system.
		Arrays.fill(words, 40, 56, (byte) 1);
		Files.write(this.counters, words);
		Shell.freeze(List.of(this.counters));

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> open(StoreOptions.defaults()))
			.withMessageContaining(this.counters.toString());

		Shell.thaw(List.of(this.counters));
		open(StoreOptions.defaults());
		assertThat(read("kept")).isEqualTo("3");
	}

	private void assertWithoutWhatWasChanged() {
		for (String name : List.of("replaced", "removed", "new", "absent1")) {
			assertThat(read(name)).isNull();
			assertThat(this.store.contains(key(name))).isFalse();
		}
		assertThat(read("kept")).isEqualTo("3");
		assertThat(this.store.contains(key("kept"))).isTrue();
		assertThat(this.store.entries(Selection.all(), null, 1).content()).singleElement()
			.extracting(Entry::key)
			.isEqualTo(key("kept"));
		assertThat(this.store.entries(Selection.all(), null, 10).content()).hasSize(2);
	}

	private void assertRefused(ThrowingCallable change) {
		assertThatExceptionOfType(StoreException.class).isThrownBy(change)
			.withMessageContaining(this.counters.toString());
	}

	private void open(StoreOptions options) {
		if (this.directory != null) {
			this.directory.close();
		}
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("test", options);
	}

	private void put(String name, Content content) {
		assertThat(this.store.put(key(name), content, null)).isTrue();
	}

	private String read(String name) {
		return this.store.get(key(name), KnownValue::text);
	}

	private static Key key(String name) {
		return StoreFixture.key(name);
	}

}
