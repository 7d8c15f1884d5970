package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Where and with what a store does not open, and what it says then. */
class UnsafePlacesTests {

	@TempDir
	Path temp;

	@Test
	void missingParentsAreMade() {
		Path directory = this.temp.resolve("a/b/c");
		try (StoreDirectory opened = StoreDirectory.open(directory)) {
			assertThat(opened.open("test", StoreOptions.defaults()).count()).isZero();
			assertThat(directory.resolve("diskcache/CACHEDIR.TAG")).content()
				.startsWith("Signature: 8a477f597d28d172789f06886806bc55");
		}
	}

	@Test
	void directoryThatIsAFileIsRefused() throws IOException {
		Path file = Files.write(this.temp.resolve("file"), new byte[0]);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> StoreDirectory.open(file))
			.withMessageContaining(file.toString())
			.withMessageContaining("is a file");
	}

	@Test
	void parentThatIsAFileIsRefused() throws IOException {
		Path file = Files.write(this.temp.resolve("file"), new byte[0]);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> StoreDirectory.open(file.resolve("sub")))
			.withMessageContaining(file.toString());
	}

	@Test
	void directoryOfSomebodyElseIsRefused() throws IOException {
		Path own = Files.createDirectory(this.temp.resolve("diskcache"));
		assumeTrue(isRoot(), "only root can give a directory to somebody else");
		Files.setOwner(own, own.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> StoreDirectory.open(this.temp))
			.withMessageContaining("belongs to nobody");
	}

	@Test
	void directoryThatCannotBeWrittenIsRefused() {
		Path proc = Path.of("/proc/self");
		assumeTrue(Files.isDirectory(proc), "needs a directory that even root cannot write to");

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> StoreDirectory.open(proc.resolve("cache")))
			.withMessageContaining("/proc/self");
	}

	@Test
	void linkInPlaceOfOurDirectoryIsRefused() throws IOException {
		Path elsewhere = Files.createDirectory(this.temp.resolve("elsewhere"));
		Path data = Files.createDirectory(this.temp.resolve("data"));
		Files.createSymbolicLink(data.resolve("diskcache"), elsewhere);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> StoreDirectory.open(data));
		assertThat(elsewhere).isEmptyDirectory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a?mode=memory", "a#b", "a%20b", ":resource:x" })
	void charactersThatTheDriverTakesForOthersAreRefused(String name) {
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> StoreDirectory.open(this.temp.resolve(name)))
			.withMessageContaining("characters");
		assertThat(this.temp).isEmptyDirectory();
	}

	@Test
	void ourDirectoryAndDatabaseAreForTheirOwnerOnly() throws IOException {
		try (StoreDirectory opened = StoreDirectory.open(this.temp)) {
			opened.open("test", StoreOptions.defaults());

			Path own = this.temp.resolve("diskcache");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own))).isEqualTo("rwx------");
			Path database = own.resolve("v1/test/g0001/shard-00.db");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database))).isEqualTo("rw-------");
		}
	}

	@Test
	void databaseOfSomebodyElseIsRefusedAndLeftAlone() throws IOException, SQLException {
		Path generation = Files.createDirectories(this.temp.resolve("diskcache/v1/test/g0001"));
		Files.writeString(generation.resolveSibling("CURRENT"), "g0001\n");
		Path database = generation.resolve("shard-00.db");
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE customers (name TEXT)");
			statement.execute("INSERT INTO customers VALUES ('precious')");
		}
		byte[] before = Files.readAllBytes(database);

		try (StoreDirectory opened = StoreDirectory.open(this.temp)) {
			assertThatExceptionOfType(StoreException.class)
				.isThrownBy(() -> opened.open("test", StoreOptions.defaults()))
				.withMessageContaining("not one of this cache");
		}

		assertThat(database).hasBinaryContent(before);
	}

	@Test
	void newerFormatIsRefusedAndLeftAlone() throws SQLException {
		try (StoreDirectory opened = StoreDirectory.open(this.temp)) {
			opened.open("test", StoreOptions.defaults());
		}
		Path database = this.temp.resolve("diskcache/v1/test/g0001/shard-00.db");
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
				Statement statement = connection.createStatement()) {
			statement.execute("PRAGMA user_version = 99");
		}

		try (StoreDirectory opened = StoreDirectory.open(this.temp)) {
			assertThatExceptionOfType(StoreException.class)
				.isThrownBy(() -> opened.open("test", StoreOptions.defaults()))
				.withMessageContaining("format 99")
				.withMessageContaining("newer version");
		}
		assertThat(database).exists();
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.7.0", "3.50.3", "3.51.2" })
	void driverWithTheDefectThatCorruptsDatabasesIsRefused(String version) {
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> Driver.check(version))
			.withMessageContaining(version)
			.withMessageContaining("sqlite-jdbc.version");
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.51.3", "3.53.4", "4.0.0", "3.100.0" })
	void driverWithoutItIsTaken(String version) {
		assertThatNoException().isThrownBy(() -> Driver.check(version));
	}

	@ParameterizedTest
	@ValueSource(strings = { "users by id", "a/b", "../../etc", ".", "..", "größe", "con", "NUL.txt", "a.", "\u0000",
			"a very long name that is longer than the sixty-four letters that a directory's name may have" })
	void anyNameOfACacheGetsADirectoryOfItsOwn(String name) {
		try (StoreDirectory opened = StoreDirectory.open(this.temp)) {
			Store store = opened.open(name, StoreOptions.defaults());
			store.put(StoreFixture.key("a"), StoreFixture.content(name), null);
		}
		try (StoreDirectory opened = StoreDirectory.open(this.temp)) {
			assertThat(opened.open(name, StoreOptions.defaults()).count()).isEqualTo(1);
			assertThat(opened.open("other", StoreOptions.defaults()).count()).isZero();
		}
		assertThat(this.temp.resolve("diskcache/v1"))
			.isDirectoryContaining((path) -> path.getFileName().toString().matches("[A-Za-z0-9_-]{1,40}~[0-9a-f]{8}"));
		assertThat(this.temp.getParent()).isDirectoryNotContaining("glob:etc");
	}

	@Test
	void namesThatDifferInCaseDoNotMeet() {
		try (StoreDirectory opened = StoreDirectory.open(this.temp)) {
			Store one = opened.open("Users", StoreOptions.defaults());
			Store other = opened.open("users", StoreOptions.defaults());
			one.put(StoreFixture.key("a"), StoreFixture.content("1"), null);

			assertThat(other.count()).isZero();
			assertThat(this.temp.resolve("diskcache/v1/Users")).exists();
			assertThat(this.temp.resolve("diskcache/v1/users")).doesNotExist();
		}
	}

	@Test
	void emptyNameIsRefused() {
		try (StoreDirectory opened = StoreDirectory.open(this.temp)) {
			assertThatIllegalArgumentException().isThrownBy(() -> opened.open("", StoreOptions.defaults()));
		}
	}

	@Test
	void closedDirectoryOpensNoStore() {
		StoreDirectory opened = StoreDirectory.open(this.temp);
		opened.close();
		opened.close();

		assertThatIllegalStateException().isThrownBy(() -> opened.open("test", StoreOptions.defaults()));
	}

	@Test
	void directoriesOfOneJvmShareTheirStores() {
		try (StoreDirectory one = StoreDirectory.open(this.temp)) {
			Store store = one.open("test", StoreOptions.defaults());
			try (StoreDirectory other = StoreDirectory.open(this.temp.resolve("../" + this.temp.getFileName()))) {
				assertThat(other.open("test", StoreOptions.defaults())).isSameAs(store);
			}
			store.put(StoreFixture.key("a"), StoreFixture.content("1"), null);
			assertThat(store.count()).as("still open for the one that is left").isEqualTo(1);
		}
	}

	private static boolean isRoot() {
		return "root".equals(System.getProperty("user.name"));
	}

}
