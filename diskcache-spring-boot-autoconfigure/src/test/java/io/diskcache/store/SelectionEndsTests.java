package io.diskcache.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** The first entry of a selection: looked at, and taken out. */
class SelectionEndsTests extends StoreFixture {

	private static final Selection RED = Selection.tagged("red");

	private static final PutOptions PUT = PutOptions.of(null).withTags(Tags.of("red"));

	private static final int LARGE = 100_000;

	@Test
	void firstAndLastAreFoundAndTaken() {
		put("before", "other");
		IntStream.range(0, 5).forEach((i) -> putRed(i, PUT));
		put("after", "other");

		assertThat(first(RED)).isEqualTo("0");
		assertThat(first(RED.lastStoredFirst())).isEqualTo("4");
		assertThat(take(RED)).isEqualTo("0");
		assertThat(take(RED.lastStoredFirst())).isEqualTo("4");
		assertThat(take(RED)).isEqualTo("1");
		assertThat(first(RED)).isEqualTo("2");
		assertThat(this.store.count()).isEqualTo(4);
	}

	@Test
	void nothingIsTakenOfNothing() {
		assertThat(take(RED)).isNull();
		put("other", "1");
		assertThat(take(RED)).isNull();
		assertThat(first(RED)).isNull();
		assertThat(take(Selection.all())).isEqualTo("1");
	}

	@Test
	void whatIsOfNoUseIsRemoved() {
		IntStream.range(0, 150).forEach((i) -> putRed(i, PUT));

		assertThat(this.store.<String>takeFirst(RED, (entry) -> text(entry).equals("140") ? "found" : null))
			.isEqualTo("found");

		assertThat(this.store.count()).isEqualTo(9);
		assertThat(this.store.<String>takeFirst(RED, (entry) -> null)).isNull();
		assertThat(this.store.count()).isZero();
	}

	@Test
	void whatIsOfNoUseIsPassedOverByALook() {
		IntStream.range(0, 150).forEach((i) -> putRed(i, PUT));

		assertThat(this.store.<String>first(RED, (entry) -> text(entry).equals("140") ? "found" : null))
			.isEqualTo("found");
		assertThat(this.store.count()).isEqualTo(150);
	}

	@Test
	void expiredAndClearedEntriesAreSkippedAndDeleted() {
		putRed("gone", PUT);
		this.store.clear();
		IntStream.range(0, 120)
			.forEach((i) -> putRed(i, PutOptions.of(Duration.ofSeconds(1)).withTags(Tags.of("red"))));
		putRed("last", PUT);
		this.clock.advance(Duration.ofSeconds(2));

		assertThat(first(RED)).isEqualTo("last");
		assertThat(take(RED)).isEqualTo("last");
		assertThat(Stores.shard(this.store).stripes().rows()).isZero();
	}

	@Test
	void entriesOfAnotherVersionOfTheApplicationStay() {
		StoreOptions one = options().withApplicationVersion("1");
		reopen(one);
		IntStream.range(0, 120).forEach((i) -> putRed(i, PUT));
		reopen(options().withApplicationVersion("2"));
		assertThat(take(RED)).isNull();
		putRed("new", PUT);

		assertThat(first(RED)).isEqualTo("new");
		assertThat(take(RED)).isEqualTo("new");
		assertThat(take(RED)).isNull();

		reopen(one);
		assertThat(take(RED)).isEqualTo("0");
		assertThat(this.store.remove(RED)).isEqualTo(119);
	}

	@Test
	void damagedRowIsSkippedAndRemoved() {
		putRed("a", PUT);
		putRed("b", PUT);
		change("UPDATE entry SET value = x'00' WHERE id = (SELECT min(id) FROM entry)");

		assertThat(take(RED)).isEqualTo("b");
		assertThat(this.store.count()).isZero();
		assertThat(this.store.statistics().corrupt()).isPositive();
	}

	@Test
	void lookPassesOverDamagedRowsAndMissingFiles() throws IOException {
		for (int i = 0; i < 3; i++) {
			this.store.write(key("lost" + i), content(LARGE, i), PUT);
		}
		deleteFiles();
		putRed("damaged", PUT);
		change("UPDATE entry SET value = x'00' WHERE id = (SELECT max(id) FROM entry)");
		putRed("sound", PUT);

		assertThat(first(RED)).isEqualTo("sound");
		assertThat(this.store.statistics().corrupt()).isPositive();
		await().untilAsserted(() -> assertThat(this.store.count()).isOne());
	}

	@Test
	void entryWhoseFileIsMissingIsRemovedAndTheNextOneIsTaken() throws IOException {
		for (int i = 0; i < 3; i++) {
			this.store.write(key("lost" + i), content(LARGE, i), PUT);
		}
		deleteFiles();
		putRed("sound", PUT);

		assertThat(take(RED)).isEqualTo("sound");
		assertThat(this.store.count()).isZero();
	}

	@Test
	void fileOfWhatIsTakenIsReadBeforeItIsDeleted() throws IOException {
		byte[] value = bytes(LARGE, 1);
		this.store.write(key("a"), Content.of(CODEC, 7, value), PUT);

		assertThat(this.store.<byte[]>takeFirst(RED, Entry::bytes)).isEqualTo(value);
		assertThat(files()).isEmpty();
	}

	@Test
	void readerThatFailsLeavesTheEntry() {
		putRed("a", PUT);

		assertThatIllegalStateException().isThrownBy(() -> this.store.<String>takeFirst(RED, (entry) -> {
			throw new IllegalStateException("not now");
		}));

		assertThat(take(RED)).isEqualTo("a");
	}

	@Test
	void rollbackBringsItBack() throws IOException {
		this.store.write(key("large"), content(LARGE, 1), PUT);
		putRed("b", PUT);

		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
			assertThat(take(RED)).isNotNull();
			assertThat(take(RED)).isEqualTo("b");
			assertThat(take(RED)).isNull();
			throw new IllegalStateException("rollback");
		}));

		assertThat(this.store.count(RED)).isEqualTo(2);
		assertThat(readBytes("large")).isEqualTo(bytes(LARGE, 1));
		assertThat(files()).hasSize(1);
	}

	@Test
	void whoFindsNothingDoesNotWaitForTheWriteLock() {
		try (Neighbour neighbour = Neighbour.start().open(this.temp.resolve("data"), Duration.ofSeconds(1))) {
			neighbour.expect("begun", "begin");
			assertThat(take(RED)).isNull();
			neighbour.expect("committed", "commit");
			putRed("a", PUT);
			neighbour.expect("begun", "begin");

			assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> take(RED));

			neighbour.expect("committed", "commit");
		}
		assertThat(take(RED)).isEqualTo("a");
	}

	@Test
	void closedStoreHasNothingToTake() {
		putRed("a", PUT);
		this.directory.close();

		assertThat(take(RED)).isNull();
		assertThat(first(RED)).isNull();
		reopen(options());
	}

	private void putRed(Object value, PutOptions options) {
		assertThat(this.store.write(key("key" + value), content(value.toString()), options)).isNotNull();
	}

	private String first(Selection selection) {
		return this.store.first(selection, SelectionEndsTests::text);
	}

	private String take(Selection selection) {
		return this.store.takeFirst(selection, SelectionEndsTests::text);
	}

	private static String text(Entry entry) {
		return new String(entry.bytes(), StandardCharsets.UTF_8);
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(generation().resolve("values-00"))) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

	private void deleteFiles() throws IOException {
		for (Path file : files()) {
			Files.delete(file);
		}
	}

	/** Past the store, but on its connection and behind its locks. */
	private void change(String sql) {
		this.store.transact(() -> Stores.shard(this.store).database().writer().jdbc().update(sql));
	}

}
