package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each kind of problem is made, found, mended and gone. */
class CheckTests extends StoreFixture {

	private static final int LARGE = 200_000;

	@Test
	void findsNothingInAHealthyStore() {
		put("a", "1");
		this.store.put(key("b"), content(LARGE, 1), null);

		assertThat(this.store.check(true)).isEmpty();
		assertThat(read("a")).isEqualTo("1");
	}

	@Test
	void missingFileIsFoundAndItsRowDeleted() throws IOException {
		this.store.put(key("a"), content(LARGE, 1), null);
		Files.delete(onlyValueFile());

		assertThat(kinds(false)).containsExactly(Problem.Kind.FILE_MISSING);
		assertThat(readBytes("a")).isNull();
		assertThat(kinds(true)).as("a miss has it deleted, or the check does").isSubsetOf(Problem.Kind.FILE_MISSING);
		assertThat(this.store.count()).isZero();
	}

	@Test
	void fileOfNoEntryIsFoundAndDeletedButNoForeignOne() throws IOException {
		Path directory = Files.createDirectories(generation().resolve("values-00/ab"));
		Path ours = Files.write(directory.resolve("ab" + "0".repeat(30)), new byte[10]);
		Path foreign = Files.write(directory.resolve("readme.txt"), new byte[10]);
		Path link = Files.createSymbolicLink(directory.resolve("ab" + "1".repeat(30)), foreign);

		assertThat(kinds(true)).containsExactly(Problem.Kind.FILE_UNKNOWN);

		assertThat(ours).doesNotExist();
		assertThat(foreign).exists();
		assertThat(link).exists();
	}

	@Test
	void shortenedFileIsFound() throws IOException {
		this.store.put(key("a"), content(LARGE, 1), null);
		Files.write(onlyValueFile(), new byte[100], StandardOpenOption.TRUNCATE_EXISTING);

		assertThat(kinds(true)).containsExactly(Problem.Kind.LENGTH);
		assertThat(kinds(false)).isEmpty();
	}

	@Test
	void lengthenedFileIsFound() throws IOException {
		this.store.put(key("a"), content(LARGE, 1), null);
		Files.write(onlyValueFile(), new byte[1], StandardOpenOption.APPEND);

		assertThat(readBytes("a")).isEqualTo(bytes(LARGE, 1));
		assertThat(kinds(true)).containsExactly(Problem.Kind.LENGTH);
		assertThat(kinds(false)).isEmpty();
	}

	@Test
	void changedFileIsFound() throws IOException {
		this.store.put(key("a"), content(LARGE, 1), null);
		Path file = onlyValueFile();
		byte[] bytes = Files.readAllBytes(file);
		bytes[LARGE - 1] ^= 1;
		Files.write(file, bytes);

		assertThat(kinds(true)).containsExactly(Problem.Kind.CHECKSUM);
		assertThat(kinds(false)).isEmpty();
		assertThat(readBytes("a")).isNull();
	}

	@Test
	void changedRowIsFound() {
		put("a", "1");
		put("b", "2");
		sql("UPDATE entry SET value = CAST('x' AS BLOB) WHERE key = CAST('a' AS BLOB)");

		assertThat(kinds(true)).containsExactly(Problem.Kind.CHECKSUM);
		assertThat(kinds(false)).isEmpty();
		assertThat(read("a")).isNull();
		assertThat(read("b")).isEqualTo("2");
	}

	@Test
	void unreadableHeadIsFoundAndIsAMissTillThen() {
		put("a", "1");
		sql("UPDATE entry SET head = CAST('x' AS BLOB)");

		assertThat(read("a")).isNull();
		assertThat(kinds(true)).containsExactly(Problem.Kind.CHECKSUM);
		put("a", "2");
		assertThat(read("a")).isEqualTo("2");
	}

	@Test
	void wrongTotalsAreFoundAndCountedAnew() {
		put("a", "1");
		sql("INSERT INTO entry SELECT id + 1000000, hash + 1, head, expires, file, file_length, "
				+ "CAST('b' AS BLOB), value FROM entry");

		assertThat(kinds(true)).contains(Problem.Kind.TOTALS);
		assertThat(kinds(false)).isEmpty();
		assertThat(this.store.count()).isEqualTo(1);
	}

	@Test
	void secondRowOfAKeyIsFoundAndDeleted() {
		put("a", "1");
		sql("INSERT INTO entry SELECT id + 1000000, hash, head, expires, file, file_length, key, value FROM entry");

		assertThat(kinds(true)).contains(Problem.Kind.DUPLICATE);
		assertThat(kinds(false)).isEmpty();
		assertThat(this.store.count()).isLessThanOrEqualTo(1);
	}

	@Test
	void damagedDatabaseIsReplacedAtTheNextOpening() throws IOException {
		put("a", "1");
		Path database = generation().resolve("shard-00.db");
		long page;
		try (Session session = Session.open(database, Durability.PROCESS, 1 << 20)) {
			page = session.jdbc()
				.query("SELECT rootpage FROM sqlite_schema WHERE name = 'entry_hash'", (rows, index) -> rows.getLong(1))
				.get(0);
		}
		this.directory.close();
		byte[] bytes = Files.readAllBytes(database);
		Arrays.fill(bytes, (int) (page - 1) * Schema.PAGE_SIZE, (int) page * Schema.PAGE_SIZE, (byte) 7);
		Files.write(database, bytes);

		open();
		assertThat(read("a")).isNull();
		assertThat(kinds(true)).containsExactly(Problem.Kind.DATABASE);
		reopen(options());

		assertThat(read("a")).isNull();
		put("a", "2");
		assertThat(read("a")).isEqualTo("2");
		assertThat(this.temp.resolve("data/diskcache/v1/test/CURRENT")).hasContent("g0002");
	}

	private List<Problem.Kind> kinds(boolean fix) {
		return this.store.check(fix).stream().map(Problem::kind).distinct().toList();
	}

	private void sql(String statements) {
		try (Session session = Session.open(generation().resolve("shard-00.db"), Durability.PROCESS, 1 << 20)) {
			session.set("busy_timeout = 5000");
			for (String statement : statements.split(";")) {
				session.jdbc().execute(statement);
			}
		}
	}

	private Path onlyValueFile() throws IOException {
		try (Stream<Path> files = Files.walk(generation().resolve("values-00"))) {
			List<Path> found = files.filter(Files::isRegularFile).toList();
			assertThat(found).hasSize(1);
			return found.get(0);
		}
	}

}
