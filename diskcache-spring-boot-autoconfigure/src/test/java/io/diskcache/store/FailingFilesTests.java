package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Files that cannot be written any more, or are damaged, under a store that is in use.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailingFilesTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final int ENTRIES = 2000;

	@TempDir
	Path temp;

	private StoreDirectory directory;

	private Store store;

	@BeforeEach
	void open() {
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("test", StoreOptions.defaults().withOperationTimeout(SOON));
	}

	@AfterEach
	void close() throws Exception {
		this.directory.close();
		Shell.run("chattr", "-R", "-i", this.temp.toString());
	}

	@Test
	void directoriesThatCannotBeWrittenRefuseLargeValuesAndNothingElse() throws Exception {
		put("small", KnownValue.small("1"));
		put("large", KnownValue.large("1"));
		put("replaced", KnownValue.large("1"));
		List<Path> directories = directories();
		Shell.freeze(directories);

		assertThat(read("large")).isEqualTo("1");
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> put("new", KnownValue.large("2")));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> put("replaced", KnownValue.large("2")));
		assertThat(read("new")).isNull();
		assertThat(read("replaced")).as("nothing stale").isNull();
		put("small", KnownValue.small("2"));
		assertThat(read("small")).isEqualTo("2");
		assertCondition(StoreCondition.State.READ_ONLY);
		await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
		assertCondition(StoreCondition.State.READ_ONLY);

		Shell.thaw(directories);
		await().atMost(SOON).untilAsserted(() -> assertThat(this.store.condition()).isEqualTo(StoreCondition.WELL));
		put("new", KnownValue.large("3"));
		assertThat(read("new")).isEqualTo("3");
		// The file that could not be deleted, unless the janitor has been at it already.
		assertThat(this.store.check(true)).hasSizeLessThanOrEqualTo(1);
		await().atMost(SOON).untilAsserted(() -> assertThat(this.store.check(false)).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "shard-00.db", "shard-00.db-wal", "shard-00.stripes" })
	void fileThatCannotBeWrittenFailsChangesWithOurExceptionOnly(String name) throws Exception {
		List<String> keys = keysThatDoNotMeet();
		for (String key : keys) {
			put(key, KnownValue.small("old"));
		}
		Path file = generation().resolve(name);
		// What is dirty can still be changed, and is written out later.
		Shell.run("sync", file.toString());
		Shell.freeze(List.of(file));

		for (String key : keys) {
			assertThat(read(key)).isEqualTo("old");
			attempt(() -> this.store.put(key(key), KnownValue.small("new"), null));
			assertThat(attempt(() -> read(key))).isIn("new", name.endsWith(".stripes") ? "old" : null, null,
					StoreException.class);
		}
		if (!name.endsWith(".db")) {
			assertCondition(StoreCondition.State.READ_ONLY);
		}
		useInEveryWay();
		Shell.thaw(List.of(file));
		await().atMost(SOON).untilAsserted(() -> assertThat(this.store.condition()).isEqualTo(StoreCondition.WELL));
		put("later", KnownValue.small("1"));
		assertThat(read("later")).isEqualTo("1");
		assertThat(this.store.remove(key("later"))).isTrue();
		this.store.check(true);
		await().atMost(SOON).untilAsserted(() -> assertThat(this.store.check(false)).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "shard-00.db", "shard-00.db-wal", "shard-00.stripes", "" })
	void storeWhoseFilesCannotBeWrittenCloses(String name) throws Exception {
		put("a", KnownValue.small("1"));
		List<Path> files = List.of(generation().resolve(name));
		Shell.run("sync", files.get(0).toString());
		Shell.freeze(files);
		attempt(() -> this.store.put(key("b"), KnownValue.large("1"), null));

		this.directory.close();

		assertThat(read("a")).isNull();
		Shell.thaw(files);
		open();
		assertThat(read("a")).isIn("1", null);
		put("a", KnownValue.small("2"));
		assertThat(read("a")).isEqualTo("2");
		await().atMost(SOON).untilAsserted(() -> assertThat(this.store.check(false)).isEmpty());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void countersThatFailWithinATransactionFailIt(boolean another) throws Exception {
		Path file = generation().resolve("shard-00.stripes");
		try (Neighbour neighbour = Neighbour.start().open(this.temp, SOON)) {
			neighbour.expect("begun", "begin");
			neighbour.expect("true", "put", "a", "1");
			Shell.run("sync", file.toString());
			Shell.freeze(List.of(file));

			if (another) {
				assertThat(neighbour.ask("put", "b", "1")).startsWith("StoreException");
			}
			assertThat(neighbour.ask("commit")).startsWith("StoreException");

			neighbour.expect(Neighbour.MISS, "get", "a");
			Shell.thaw(List.of(file));
			await().atMost(SOON).untilAsserted(() -> neighbour.expect("true", "put", "a", "2"));
		}
		assertThat(read("a")).isEqualTo("2");
		await().atMost(SOON).untilAsserted(() -> assertThat(this.store.check(false)).isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "0, 4096", "4096, 65536", "100, 1", "0, 100000000", "40960, 4000000" })
	void garbageInTheDatabaseNeverGivesAWrongValueAndIsReplaced(long offset, int length, CapturedOutput output)
			throws Exception {
		fill();
		Path database = generation().resolve("shard-00.db");
		overwrite(database, offset, length);

		for (int i = 0; i < ENTRIES; i++) {
			String key = "k" + i;
			assertThat(attempt(() -> read(key))).isIn("v" + i, null, StoreException.class);
		}
		useInEveryWay();
		for (int i = 0; i < ENTRIES; i += 7) {
			String key = "k" + i;
			attempt(() -> this.store.put(key(key), KnownValue.small("n" + key), null));
			assertThat(attempt(() -> read(key))).isIn("n" + key, null, StoreException.class);
		}
		await().atMost(SOON).untilAsserted(() -> assertCondition(StoreCondition.State.DAMAGED));
		this.directory.close();
		open();
		assertThat(output).contains("WARN").contains("is damaged: its entries are lost");
		assertThat(database).as("set aside").exists();
		assertThat(generation().resolve("shard-00.db")).isNotEqualTo(database);
		assertThat(this.store.count()).isZero();
		assertThat(this.store.condition().isWell()).isTrue();
		put("a", KnownValue.small("1"));
		assertThat(read("a")).isEqualTo("1");
	}

	@Test
	void databaseThatIsCutOffIsDamaged() throws Exception {
		fill();
		assertThat(Shell.run("truncate", "-s", "50000", generation().resolve("shard-00.db").toString())).isTrue();

		for (int i = 0; i < ENTRIES; i++) {
			String key = "k" + i;
			assertThat(attempt(() -> read(key))).isIn("v" + i, null, StoreException.class);
		}
		useInEveryWay();
		assertCondition(StoreCondition.State.DAMAGED);
	}

	/** Does all there is to do; only our exceptions may come of it. */
	private void useInEveryWay() {
		Key key = key("every");
		attempt(() -> this.store.contains(key));
		attempt(() -> this.store.put(key, KnownValue.small("1"), null));
		attempt(() -> this.store.put(key, KnownValue.large("1"), null));
		attempt(() -> this.store.write(key, KnownValue.small("1"),
				PutOptions.of(null).withFence(this.store.fence(key))));
		attempt(() -> this.store.putIfAbsent(key, KnownValue.small("1"), null));
		attempt(() -> this.store.<Boolean>transact(() -> this.store.put(key, KnownValue.large("2"), null)));
		attempt(() -> this.store.remove(key));
		attempt(() -> this.store.entries(Selection.all(), null, 100).content());
		attempt(() -> this.store.count());
		attempt(() -> this.store.volume());
		attempt(() -> this.store.walBytes());
		attempt(() -> this.store.check(false));
	}

	/**
	 * A change that fails makes all keys of its stripe unreadable: these have their own.
	 */
	private List<String> keysThatDoNotMeet() {
		Shard shard = Stores.shard(this.store);
		Set<Integer> stripes = new HashSet<>();
		return IntStream.range(0, 1000)
			.mapToObj((number) -> "k" + number)
			.filter((name) -> stripes.add(Stripes.stripe(shard.schema().hashKey().hash(key(name).raw()))))
			.limit(20)
			.toList();
	}

	/** Returns the result, or the class of a failure. */
	private static Object attempt(Supplier<Object> operation) {
		try {
			return operation.get();
		}
		catch (StoreException ex) {
			return StoreException.class;
		}
	}

	private void assertCondition(StoreCondition.State expected) {
		StoreCondition condition = this.store.condition();
		assertThat(condition.state()).as(condition.message()).isEqualTo(expected);
		assertThat(condition.message()).contains(this.temp.toString());
		assertThat(condition.since()).isNotNull();
	}

	/** More than connections keep of it, all in the database and none in the log. */
	private void fill() {
		for (int i = 0; i < ENTRIES; i++) {
			put("k" + i, KnownValue.of("v" + i, 1000));
		}
		this.directory.close();
		open();
	}

	/* By another process, as closing a channel here would drop SQLite's locks. */
	private void overwrite(Path file, long offset, int length) throws Exception {
		int count = (int) Math.min(length, Files.size(file) - offset);
		Path garbage = Files.write(this.temp.resolve("garbage"), StoreFixture.bytes(count, 1));
		assertThat(Shell.run("dd", "if=" + garbage, "of=" + file, "conv=notrunc", "oflag=seek_bytes", "seek=" + offset))
			.isTrue();
	}

	private List<Path> directories() throws IOException {
		try (Stream<Path> paths = Files.walk(generation())) {
			return paths.filter(Files::isDirectory).toList();
		}
	}

	private Path generation() throws IOException {
		return Stores.generation(this.temp).directory();
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
