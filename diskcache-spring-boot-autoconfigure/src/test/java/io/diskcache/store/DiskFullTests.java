package io.diskcache.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A disk without a free byte: a small one in memory, which only root can mount. */
class DiskFullTests {

	private static final int ENTRIES = 40;

	private static final long SOME_SPACE = 1 << 20;

	@TempDir
	Path temp;

	private SmallDisk small;

	private Path disk;

	private StoreDirectory directory;

	private Store store;

	@BeforeEach
	void mount() throws IOException {
		this.disk = this.temp.resolve("disk");
		this.small = SmallDisk.mount(this.disk);
		assumeTrue(this.small != null, "No small disk can be mounted: not root, or not Linux");
	}

	@AfterEach
	void unmount() {
		if (this.directory != null) {
			this.directory.close();
		}
		if (this.small != null) {
			this.small.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, false", "0, true", "1048576, false", "1048576, true" })
	void readsAndRemovalsGoOnWithoutAFreeByte(long minFreeSpace, boolean large) throws IOException {
		open(minFreeSpace);
		storeEntries(large);
		fill(large);

		assertThat(this.store.remove(key(0))).isTrue();
		assertThat(this.store.remove(key(1))).isTrue();
		overwriteFailingOrNot(2, large);
		overwriteFailingOrNot(3, !large);
		for (int i = 4; i < ENTRIES; i++) {
			assertThat(read(i)).isEqualTo("v" + i);
		}
		assertThat(read(0)).isNull();
		assertThat(read(1)).isNull();
		assertThat(this.store.statistics().skipped()).isPositive();
		assertThat(this.store.condition().state()).isEqualTo(StoreCondition.State.DISK_FULL);
		assertThat(this.store.condition().message()).contains(this.disk.toString());
		String second = read(2);

		this.directory.close();
		open(minFreeSpace);

		assertThat(read(0)).isNull();
		assertThat(read(1)).isNull();
		assertThat(read(2)).isEqualTo(second);
		for (int i = 4; i < ENTRIES; i++) {
			assertThat(read(i)).isEqualTo("v" + i);
		}
		recover(large);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void clearNeedsNoSpace(boolean large) throws IOException {
		open(0);
		storeEntries(large);
		fill(large);

		this.store.clear();

		assertThat(read(1)).isNull();
		assertThat(this.store.count()).isZero();
		recover(large);
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(this.store.count()).isOne());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void transactionThatFindsNoSpaceChangesNothing(boolean large) throws IOException {
		open(0);
		storeEntries(large);
		fill(large);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.transact(() -> {
			for (int i = 0; i < 1000; i++) {
				this.store.put(key(i), value("n" + i, large), null);
			}
			return true;
		}));

		for (int i = 0; i < ENTRIES; i++) {
			assertThat(read(i)).isEqualTo("v" + i);
		}
		recover(large);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void cacheThatFillsTheDiskItselfMakesRoomByRemovals(boolean large) throws IOException {
		open(SOME_SPACE);
		storeEntries(large);
		int stored = ENTRIES;
		try {
			while (stored < 100_000) {
				this.store.put(key(stored), large ? KnownValue.large("v" + stored) : filling("v" + stored), null);
				stored++;
			}
		}
		catch (StoreException ex) {
			assertThat(ex).isExactlyInstanceOf(StoreException.class);
		}
		assertThat(stored).isLessThan(100_000);

		for (int i = 0; i < stored; i += 1 + stored / 200) {
			assertThat(read(i)).isEqualTo("v" + i);
		}
		for (int i = 0; i < stored; i++) {
			assertThat(this.store.remove(key(i))).isTrue();
			assertThat(read(i)).isNull();
		}
		recover(large);
		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(this.store.count()).isOne());
	}

	@Test
	void storeThatCannotBeOpenedForWantOfSpaceKeepsItsEntries() throws IOException {
		open(0);
		storeEntries(false);
		this.directory.close();
		try (Neighbour neighbour = Neighbour.start().open(this.disk, Duration.ofSeconds(10))) {
			neighbour.expect("true", "put", "k0", "w0");
			neighbour.expect("true", "large", "k1", "w1");
			neighbour.kill();
		}
		Files.deleteIfExists(this.disk.resolve("diskcache/ballast"));
		this.small.fillUp();

		try {
			open(0);
			assertThat(read(0)).isEqualTo("w0");
			assertThat(read(1)).isEqualTo("w1");
		}
		catch (StoreException ex) {
			assertThat(ex).isNotInstanceOf(StoreCorruptedException.class);
		}

		this.small.free();
		open(0);
		assertThat(read(0)).isEqualTo("w0");
		assertThat(read(1)).isEqualTo("w1");
		assertThat(read(2)).isEqualTo("v2");
		recover(true);
	}

	@Test
	void countersThatCannotBeMadeForWantOfSpaceAreMadeWhenThereIsSome() throws IOException {
		open(0);
		storeEntries(false);
		this.directory.close();
		Path counters = Stores.generation(this.disk).shard(0).stripes();
		Files.delete(counters);
		Files.deleteIfExists(this.disk.resolve("diskcache/ballast"));
		this.small.fillUp();
		// Enough for SQLite, not for the counters.
		try (FileChannel foreign = FileChannel.open(this.disk.resolve("foreign"), StandardOpenOption.WRITE)) {
			foreign.truncate(foreign.size() - (128 << 10));
		}

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> open(0))
			.isNotInstanceOf(StoreCorruptedException.class)
			.withMessageContaining("No space left");

		assertThat(counters).doesNotExist();
		assertThat(counters.resolveSibling("shard-00.stripes.new")).doesNotExist();
		this.small.free();
		open(0);
		assertThat(read(0)).isNull();
		recover(false);
	}

	@Test
	void storeThatCannotBeMadeForWantOfSpaceIsMadeWhenThereIsSome() throws IOException {
		open(0);
		this.directory.close();
		FileSystemUtils.deleteRecursively(this.disk.resolve("diskcache/v1/test"));
		Files.deleteIfExists(this.disk.resolve("diskcache/ballast"));
		this.small.fillUp();

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> open(0));

		this.small.free();
		open(0);
		storeEntries(true);
		recover(true);
	}

	private void open(long minFreeSpace) {
		if (this.directory != null) {
			this.directory.close();
		}
		this.directory = StoreDirectory.open(this.disk, minFreeSpace);
		this.store = this.directory.open("test", StoreOptions.defaults().withOperationTimeout(Duration.ofSeconds(5)));
	}

	private void storeEntries(boolean large) {
		for (int i = 0; i < ENTRIES; i++) {
			assertThat(this.store.put(key(i), value("v" + i, large), null)).isTrue();
		}
	}

	/** Leaves not a byte free, nor a ballast that could be given up. */
	private void fill(boolean large) throws IOException {
		boolean failed = false;
		for (int i = 0; !failed; i++) {
			this.small.fillUp();
			try {
				this.store.put(key("filling" + i % 100), large ? KnownValue.large("filling") : filling("x"), null);
			}
			catch (StoreException ex) {
				assertThat(ex).isExactlyInstanceOf(StoreException.class);
				failed = true;
			}
		}
		this.small.fillUp();
	}

	private void overwriteFailingOrNot(int number, boolean large) {
		String expected = null;
		try {
			assertThat(this.store.put(key(number), value("new", large), null)).isTrue();
			expected = "new";
		}
		catch (StoreException ex) {
			assertThat(ex).isExactlyInstanceOf(StoreException.class);
		}
		assertThat(read(number)).isEqualTo(expected);
	}

	/** Makes room and waits for the first put that works, which stays. */
	private void recover(boolean large) throws IOException {
		this.small.free();
		await().atMost(Duration.ofSeconds(5))
			.ignoreExceptionsInstanceOf(StoreException.class)
			.until(() -> this.store.put(key("after"), value("after", large), null));
		assertThat(this.store.get(key("after"), KnownValue::text)).isEqualTo("after");
		await().atMost(Duration.ofSeconds(5)).until(() -> this.store.condition().isWell());
		assertThat(this.store.check(false)).isEmpty();
	}

	private String read(int number) {
		return this.store.get(key(number), KnownValue::text);
	}

	private static Content value(String text, boolean large) {
		return large ? KnownValue.large(text) : KnownValue.small(text);
	}

	/** An inline value that takes much space. */
	private static Content filling(String text) {
		return KnownValue.of(text, 16_000);
	}

	private static Key key(int number) {
		return key("k" + number);
	}

	private static Key key(String name) {
		return StoreFixture.key(name);
	}

}
