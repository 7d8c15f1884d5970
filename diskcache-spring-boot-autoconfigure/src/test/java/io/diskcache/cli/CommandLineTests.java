package io.diskcache.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.io.ByteArrayResource;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.store.EvictionPolicy;
import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;

/** The command line, beside an application that has the caches open. */
class CommandLineTests {

	private static final int LENGTH = 20_000;

	@TempDir
	Path temp;

	private Path directory;

	private DiskCacheManager manager;

	private DiskCache cache;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@BeforeEach
	void openCaches() {
		this.directory = this.temp.resolve("caches");
		this.manager = DiskCacheManager.builder(this.directory).build();
		this.cache = this.manager.getDiskCache("users");
		this.cache.size(); // Opens it.
	}

	@AfterEach
	void closeCaches() {
		this.manager.close();
	}

	@Test
	void statisticsOfAllCaches() {
		this.cache.put("a", 1, null, "red", "blue");
		this.cache.put("b", 2, null, "red");
		this.manager.getDiskCache("groups").put("a", 1);

		assertThat(run("stats")).isZero();

		assertThat(lines()).hasSize(4);
		assertThat(lines().get(0)).startsWith("groups: 1 entries, ");
		assertThat(lines().get(1)).startsWith("users: 2 entries, ");
		assertThat(lines().subList(2, 4)).containsExactly("  blue: 1", "  red: 2");
	}

	@Test
	void listOfAllEntries() {
		this.cache.put("key\n\u001b[2J", "text", Duration.ofHours(1), "red", "blue");
		this.cache.put(new SimpleKey("a", 2), "text");

		assertThat(run("list", "users")).isZero();

		assertThat(lines()).hasSize(2);
		String[] first = lines().get(0).split("\t");
		assertThat(first).hasSize(7);
		assertThat(first[0]).isEqualTo("key\\u000a\\u001b[2J");
		assertThat(HexFormat.of().parseHex(first[1])).isEqualTo(this.cache.encodedKey("key\n\u001b[2J"));
		assertThat(first[2]).isEqualTo("4");
		assertThat(Duration.between(java.time.Instant.parse(first[3]), java.time.Instant.parse(first[4])))
			.isEqualTo(Duration.ofHours(1));
		assertThat(first[5]).isEqualTo("blue");
		assertThat(first[6]).isEqualTo("red");
		assertThat(lines().get(1)).startsWith("SimpleKey [a, 2]\t").endsWith("\tnever");
	}

	@Test
	void listOfSomeEntries() {
		this.cache.put("user:1", 1, null, "red");
		this.cache.put("user:2", 2, null);
		this.cache.put(7L, 3, null, "red");

		assertThat(listed("--tag=red")).containsExactly("user:1", "7");
		assertThat(listed("--prefix=user:")).containsExactly("user:1", "user:2");
		assertThat(listed("--key=7")).containsExactly("7");
		assertThat(listed("--encoded-key=" + HexFormat.of().formatHex(this.cache.encodedKey("user:2"))))
			.containsExactly("user:2");
		assertThat(listed("--key=none")).isEmpty();
	}

	@Test
	void moreEntriesThanOnePageAreListedOnce() {
		List<String> keys = IntStream.range(0, 105).mapToObj(Integer::toString).toList();
		keys.forEach((key) -> this.cache.put(key, "value"));

		assertThat(listed()).containsExactlyElementsOf(keys);
	}

	@Test
	void entriesAreRemovedForTheApplicationAsWell() {
		this.cache.put("user:1", 1, null, "red");
		this.cache.put("user:2", 2, null);
		this.cache.put("group", 3, null);
		this.cache.put("other", 4, null);
		assertThat(this.cache.get("group")).isNotNull();

		assertThat(printed("remove", "users", "--tag=red")).isEqualTo("1");
		assertThat(printed("remove", "users", "--prefix=user:")).isEqualTo("1");
		assertThat(printed("remove", "users", "--key=group")).isEqualTo("1");
		assertThat(printed("remove", "users", "--key=group")).isEqualTo("0");
		assertThat(this.cache.get("group")).isNull();
		assertThat(this.cache.keys()).containsExactly("other");
		assertThat(printed("remove", "users", "--all")).isEqualTo("1");
		assertThat(this.cache.get("other")).isNull();
	}

	@Test
	void checkFindsAndMends() throws IOException {
		this.cache.put("a", new byte[100_000]);
		assertThat(run("check", "users")).isZero();
		assertThat(lines()).containsExactly("0 problems");
		deleteValueFiles();

		assertThat(run("check", "users")).isOne();
		assertThat(lines()).hasSize(2).element(0).asString().startsWith("FILE_MISSING: ");
		assertThat(run("check", "users", "--fix")).isZero();
		assertThat(lines()).hasSize(2).element(1).isEqualTo("1 problems mended");
		assertThat(run("check", "users")).isZero();
	}

	@Test
	void exportHasTheBytesOfValuesAndWhatIsKnownOfThem() throws IOException {
		this.cache.put("text", "gr\u00fcn", null, "red", "blue");
		this.cache.put("large", new byte[100_000]);
		this.cache.put("stream", new ByteArrayResource("<p>".getBytes(StandardCharsets.UTF_8)) {
			@Override
			public String getFilename() {
				return "page.html";
			}
		}, null);
		this.cache.put("nothing", null);

		assertThat(run("export", "users")).isZero();

		Map<String, byte[]> files = unzipped(this.out.toByteArray());
		assertThat(files.keySet()).containsExactly("1/value", "1/entry.properties", "2/value", "2/entry.properties",
				"3/value", "3/entry.properties", "4/value", "4/entry.properties");
		assertThat(files.get("1/value")).asString(StandardCharsets.UTF_8).isEqualTo("gr\u00fcn");
		assertThat(files.get("2/value")).isEqualTo(new byte[100_000]);
		assertThat(files.get("3/value")).asString(StandardCharsets.UTF_8).isEqualTo("<p>");
		assertThat(files.get("4/value")).isEmpty();
		assertThat(properties(files.get("1/entry.properties"))).containsEntry("key", "text")
			.containsEntry("form", "string")
			.containsEntry("tags.0", "blue")
			.containsEntry("tags.1", "red")
			.containsKeys("stored", "encoded-key")
			.doesNotContainKey("expires");
		assertThat(properties(files.get("2/entry.properties"))).containsEntry("form", "bytes");
		assertThat(properties(files.get("3/entry.properties"))).containsEntry("form", "stream")
			.containsEntry("content-type", "text/html")
			.containsEntry("file-name", "page.html");
		assertThat(properties(files.get("4/entry.properties"))).containsEntry("form", "null");
	}

	@Test
	void exportThatMeetsADamagedValueSaysSo() throws IOException {
		this.cache.put("large", new byte[100_000]);
		for (Path file : valueFiles()) {
			byte[] bytes = Files.readAllBytes(file);
			bytes[50_000]++;
			Files.write(file, bytes);
		}

		assertThat(run("export", "users")).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("check");
	}

	@Test
	void aProcessOfItsOwnWorksBesideTheApplication() throws Exception {
		this.cache.put("user:1", "value", null, "red");
		this.cache.put("other", "value");
		assertThat(this.cache.get("user:1")).isNotNull();

		assertThat(runApart("remove", "users", "--tag=red")).isEqualTo("1");

		assertThat(this.cache.get("user:1")).isNull();
		assertThat(this.cache.keys()).containsExactly("other");
	}

	/** Also where that is used up, and the command has no limit. */
	@Test
	void aLimitOfAllCachesStaysThatOfTheApplication() throws Exception {
		this.manager.close();
		this.manager = DiskCacheManager.builder(this.directory).sizeLimit(StoreOptions.MIN_SIZE_LIMIT).build();
		this.cache = this.manager.getDiskCache("users");
		fill("users", "first", 1000);
		for (int i = 0; i < 10; i++) {
			this.cache.put(i, new byte[LENGTH], null, "red");
		}
		long entries = this.cache.size();

		assertThat(runApart("remove", "users", "--tag=red")).isEqualTo("10");

		assertThat(this.cache.size()).as("hardly anything but those was removed").isBetween(entries - 20, entries - 10);
		fill("users", "second", 200);
		fill("groups", "third", 200);
		assertThat(this.cache.volume() + this.manager.getDiskCache("groups").volume())
			.isBetween(StoreOptions.MIN_SIZE_LIMIT * 8 / 10, StoreOptions.MIN_SIZE_LIMIT * 11 / 10);
	}

	private void fill(String name, String prefix, int count) {
		for (int i = 0; i < count; i++) {
			this.manager.getDiskCache(name).put(prefix + i, new byte[LENGTH]);
		}
	}

	private String runApart(String... arguments) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), DiskCacheCommand.class.getName(), this.directory.toString(),
				arguments[0], arguments[1], arguments[2])
			.redirectError(this.temp.resolve("errors").toFile())
			.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

		assertThat(process.waitFor()).as(printed).isZero();
		return printed.strip();
	}

	/** The janitor of the command must not do what that of the application does. */
	@Test
	void itOpensStoresWithoutALimit() {
		StoreOptions options = CommandLine.options(null);

		assertThat(options.evictionPolicy()).isEqualTo(EvictionPolicy.NONE);
		assertThat(options.sizeLimit()).isEqualTo(Long.MAX_VALUE);
		assertThat(options.lossless()).isTrue();
		assertThat(options.recovering()).isFalse();
	}

	/** Only the application knows how it is to go on. */
	@Test
	void whatIsLostIsLeftToTheApplication() throws IOException {
		this.cache.put("a", "value");
		this.manager.close();
		Path generation = this.directory.resolve("diskcache/v1/users/g0001");
		byte[] database = Files.readAllBytes(generation.resolve("shard-00.db"));
		Files.write(generation.resolve("shard-00.db"), new byte[8192]);

		assertThat(run("check", "users")).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("damaged", "start the application");
		assertThat(Files.readAllBytes(generation.resolve("shard-00.db"))).isEqualTo(new byte[8192]);
		Files.write(generation.resolve("shard-00.db"), database);
		Files.delete(generation.resolve("shard-00.stripes"));
		assertThat(run("stats")).isOne();
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("counters", "start the application");
		assertThat(generation.resolve("shard-00.stripes")).doesNotExist();
	}

	@Test
	void entriesOfAVersionOfTheApplicationAreSeenByIt() {
		this.manager.close();
		this.manager = DiskCacheManager.builder(this.directory)
			.options((name) -> CacheOptions.defaults().withStore(StoreOptions.defaults().withApplicationVersion("7")))
			.build();
		this.manager.getDiskCache("versioned").put("key", "value");
		this.manager.close();

		assertThat(run("list", "versioned")).isZero();
		assertThat(lines()).isEmpty();
		assertThat(run("list", "versioned", "--version=7")).isZero();
		assertThat(lines()).hasSize(1);
	}

	@Test
	void nothingIsMadeThatIsNotThere() throws IOException {
		assertThat(run("list", "others")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("no cache 'others'", "users");
		Path none = this.temp.resolve("none");
		assertThat(new CommandLine(print(this.out), print(this.err)).run(none.toString(), "stats")).isEqualTo(2);
		assertThat(none).doesNotExist();
		try (Stream<Path> stores = Files.list(this.directory.resolve("diskcache/v1"))) {
			assertThat(stores.map((path) -> path.getFileName().toString())).containsExactly("users");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "remove", "list", "purge users", "list users more", "list users --tags=red",
			"remove users", "remove users --all --tag=red", "remove users --all=true", "list users --tag=a --key=b",
			"list users --tag", "list users --tag=a --tag=b", "check users --tag=red", "stats users --fix" })
	void wrongCallsAreExplained(String arguments) {
		this.cache.put("a", 1, null, "red");

		assertThat(run(arguments.split(" "))).isEqualTo(2);

		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("Usage: ").doesNotContain("Exception");
		assertThat(this.out.size()).isZero();
		assertThat(this.cache.keys()).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--tag=", "--prefix=", "--encoded-key=xy", "--encoded-key=" })
	void whatThereCannotBeIsSaid(String option) {
		assertThat(run("list", "users", option)).isOne();

		assertThat(this.err.toString(StandardCharsets.UTF_8)).isNotBlank().doesNotContain("\tat ");
	}

	private int run(String... arguments) {
		this.out.reset();
		this.err.reset();
		List<String> all = new ArrayList<>(List.of(this.directory.toString()));
		Stream.of(arguments).filter((argument) -> !argument.isEmpty()).forEach(all::add);
		return new CommandLine(print(this.out), print(this.err)).run(all.toArray(new String[0]));
	}

	private String printed(String... arguments) {
		assertThat(run(arguments)).isZero();
		return this.out.toString(StandardCharsets.UTF_8).strip();
	}

	private List<String> listed(String... options) {
		List<String> arguments = new ArrayList<>(List.of("list", "users"));
		arguments.addAll(List.of(options));
		assertThat(run(arguments.toArray(new String[0]))).isZero();
		return lines().stream().map((line) -> line.substring(0, line.indexOf('\t'))).toList();
	}

	private List<String> lines() {
		return this.out.toString(StandardCharsets.UTF_8).lines().toList();
	}

	private static PrintStream print(ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

	private List<Path> valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return files.filter((path) -> path.toString().contains("values-00/") && Files.isRegularFile(path)).toList();
		}
	}

	private void deleteValueFiles() throws IOException {
		for (Path file : valueFiles()) {
			Files.delete(file);
		}
	}

	private static Map<String, byte[]> unzipped(byte[] bytes) throws IOException {
		Map<String, byte[]> files = new LinkedHashMap<>();
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				files.put(entry.getName(), zip.readAllBytes());
			}
		}
		return files;
	}

	private static Map<Object, Object> properties(byte[] bytes) throws IOException {
		Properties properties = new Properties();
		properties.load(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
		return properties;
	}

}
