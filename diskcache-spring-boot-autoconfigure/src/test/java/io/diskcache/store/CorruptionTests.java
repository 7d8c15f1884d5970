package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** Files that were changed by somebody while nobody had them open. */
class CorruptionTests extends StoreFixture {

	private static final int ENTRIES = 60;

	@Test
	void flippedBitsOfTheDatabaseNeverGiveAWrongValue() throws IOException {
		fill();
		this.directory.close();
		byte[] good = Files.readAllBytes(generation().resolve("shard-00.db"));
		Path files = this.temp.resolve("files");
		FileSystemUtils.copyRecursively(generation().resolve("values-00"), files);
		Random random = new Random(42);
		int misses = 0;
		for (int trial = 0; trial < 300; trial++) {
			byte[] bad = good.clone();
			// Half of them where all depends on it: in the first pages.
			int range = (trial % 2 == 0) ? bad.length : 3 * Schema.PAGE_SIZE;
			bad[random.nextInt(range)] ^= (byte) (1 << random.nextInt(8));
			replaceDatabase(bad);

			misses += countMisses("trial " + trial);
		}
		assertThat(misses).as("some of the flips must have been seen").isPositive();
		replaceDatabase(good);
		// Those of damaged rows are deleted with them.
		FileSystemUtils.copyRecursively(files, generation().resolve("values-00"));
		open();
		assertThat(countWrong()).isZero();
		// The counters went on with the damaged ones.
		this.store.check(true);
	}

	@Test
	void flippedBitsOfFilesNeverGiveAWrongValue() throws IOException {
		fill();
		Random random = new Random(42);
		for (Path file : files("values-00")) {
			byte[] bytes = Files.readAllBytes(file);
			bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
			Files.write(file, bytes);
		}

		int misses = 0;
		for (int i = 0; i < ENTRIES; i++) {
			byte[] value = readBytes(i);
			misses += (value == null) ? 1 : 0;
			assertThat(value == null || java.util.Arrays.equals(value, bytes(length(i), i))).isTrue();
		}

		assertThat(misses).isEqualTo(ENTRIES / 10);
		assertThat(this.store.statistics().corrupt()).isEqualTo(ENTRIES / 10);
		this.store.check(true);
	}

	@Test
	void databaseOfGarbageIsReplaced() throws IOException {
		fill();
		this.directory.close();
		Files.write(generation().resolve("shard-00.db"), bytes(100_000, 1));

		open();

		assertThat(readBytes(1)).isNull();
		put("a", "1");
		assertThat(read("a")).isEqualTo("1");
		assertThat(generation().resolve("shard-00.db")).as("set aside").exists();
		reopen(options());
		assertThat(read("a")).isEqualTo("1");
		assertThat(generation()).as("and deleted when the new one has proved itself").doesNotExist();
	}

	@Test
	void databaseThatIsGoneIsReplaced() throws IOException {
		fill();
		this.directory.close();
		Files.delete(generation().resolve("shard-00.db"));

		open();

		assertThat(this.store.count()).isZero();
		put("a", "1");
		assertThat(read("a")).isEqualTo("1");
	}

	@Test
	void lossOfTheCountersLeavesNothingReadableThatMayHaveBeenRemoved() throws IOException {
		for (byte[] content : new byte[][] { null, new byte[0], new byte[266_240], bytes(266_240, 1) }) {
			fill();
			long version = this.store.get(key(1), Entry::version);
			loseCounters(content);

			open();

			assertThat(this.store.entries(Selection.all(), null, 500).content()).isEmpty();
			this.store.put(key(1), content(length(1), 1), null);
			assertThat(this.store.<Long>get(key(1), Entry::version)).isGreaterThan(version + Stripes.GAP / 2);
			assertThat(this.store.check(false)).isEmpty();
		}
	}

	@Test
	void lossOfTheCountersSparesEntriesThatAreNeverEvicted() throws IOException {
		StoreOptions options = options().withLossless(true);
		reopen(options);
		put("before", "cleared");
		this.store.clear();
		fill();
		loseCounters(null);

		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		this.store = this.directory.open("test", options);

		assertThat(countWrong()).isZero();
		assertThat(read("before")).isNull();
		assertThat(this.store.check(false)).isEmpty();
		Awaitility.await().untilAsserted(() -> assertThat(this.store.count()).isEqualTo(ENTRIES));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void olderCopyOfTheCountersAloneIsAsGoodAsNone(boolean lossless) throws IOException {
		StoreOptions options = options().withLossless(lossless);
		reopen(options);
		fill();
		this.directory.close();
		Path counters = generation().resolve("shard-00.stripes");
		Path copy = Files.copy(counters, counters.resolveSibling("copy"));
		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		this.store = this.directory.open("test", options);
		put("last", "1");
		long version = this.store.get(key("last"), Entry::version);
		this.directory.close();
		Files.move(copy, counters, StandardCopyOption.REPLACE_EXISTING);

		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		this.store = this.directory.open("test", options);

		assertThat(countWrong()).isEqualTo(lossless ? 0 : ENTRIES);
		assertThat(read("last")).isEqualTo(lossless ? "1" : null);
		put("last", "2");
		assertThat(this.store.<Long>get(key("last"), Entry::version)).isGreaterThan(version + Stripes.GAP / 2);
		reopen(options);
		assertThat(read("last")).as("known from now on").isEqualTo("2");
	}

	@Test
	void directoryThatIsCopiedAsAWholeKeepsItsEntries() throws IOException {
		put("before", "cleared");
		this.store.clear();
		fill();
		long version = this.store.get(key(1), Entry::version);
		this.directory.close();
		Path copy = this.temp.resolve("copy");
		FileSystemUtils.copyRecursively(this.temp.resolve("data"), copy);

		for (int opening = 0; opening < 2; opening++) {
			this.directory = StoreDirectory.open(copy, 0, this.clock);
			this.store = this.directory.open("test", options());
			assertThat(countWrong()).isZero();
			assertThat(read("before")).isNull();
			put("new", "value" + opening);
			assertThat(this.store.<Long>get(key("new"), Entry::version)).isGreaterThan(version + Stripes.GAP / 2);
			Awaitility.await().untilAsserted(() -> assertThat(this.store.count()).isEqualTo(ENTRIES + 1));
			assertThat(this.store.check(false)).isEmpty();
			this.directory.close();
		}
		open();
		assertThat(countWrong()).isZero();
		assertThat(read("new")).isNull();
	}

	@Test
	void lostNameOfTheGenerationIsFoundAgain() throws IOException {
		fill();
		this.directory.close();
		Files.writeString(this.temp.resolve("data/diskcache/v1/test/CURRENT"), "");

		open();

		assertThat(countWrong()).isZero();
	}

	@Test
	void foreignNameOfAGenerationIsNotFollowed() throws IOException {
		fill();
		this.directory.close();
		Files.writeString(this.temp.resolve("data/diskcache/v1/test/CURRENT"), "../../../etc");

		open();

		assertThat(countWrong()).isZero();
	}

	@Test
	void suspicionOfDamageIsLookedInto() throws IOException {
		fill();
		this.store.get(key(1), Entry::id);
		new Generation(generation()).suspect();

		reopen(options());

		assertThat(countWrong()).isZero();
		assertThat(new Generation(generation()).isSuspect()).isFalse();
	}

	@Test
	void olderCountersThanTheDatabaseAreNoticed() throws IOException {
		Path stripes = generation().resolve("shard-00.stripes");
		this.directory.close();
		byte[] old = Files.readAllBytes(stripes);
		// As after a power cut: another run of the system, and what was mapped never
		// written.
		java.util.Arrays.fill(old, 40, 56, (byte) 1);
		open();
		fill();
		this.directory.close();
		Files.write(stripes, old);

		open();

		assertThat(countWrong()).isZero();
		put("new", "value");
		assertThat(this.store.check(false)).isEmpty();
		assertThat(this.store.count()).isEqualTo(ENTRIES + 1);
		this.store.clear();
		assertThat(this.store.entries(Selection.all(), null, 500).content()).isEmpty();
	}

	private void loseCounters(byte[] replacement) throws IOException {
		this.directory.close();
		Path stripes = generation().resolve("shard-00.stripes");
		Files.delete(stripes);
		if (replacement != null) {
			Files.write(stripes, replacement);
		}
	}

	private void fill() {
		for (int i = 0; i < ENTRIES; i++) {
			this.store.put(key(i), content(length(i), i), null);
		}
	}

	private static int length(int i) {
		return (i % 10 == 0) ? 100_000 : 100 + 37 * i;
	}

	private int countMisses(String trial) {
		int misses = 0;
		open();
		try {
			for (int i = 0; i < ENTRIES; i++) {
				byte[] value = readBytes(i);
				if (value == null) {
					misses++;
				}
				else {
					assertThat(value).as(trial).isEqualTo(bytes(length(i), i));
				}
			}
		}
		finally {
			this.directory.close();
		}
		return misses;
	}

	private int countWrong() {
		int wrong = 0;
		for (int i = 0; i < ENTRIES; i++) {
			wrong += java.util.Arrays.equals(readBytes(i), bytes(length(i), i)) ? 0 : 1;
		}
		return wrong;
	}

	private void replaceDatabase(byte[] bytes) throws IOException {
		Path store = this.temp.resolve("data/diskcache/v1/test");
		Files.deleteIfExists(generation().resolve("SUSPECT"));
		Files.deleteIfExists(generation().resolve("shard-00.db-wal"));
		Files.deleteIfExists(generation().resolve("shard-00.db-shm"));
		Files.write(generation().resolve("shard-00.db"), bytes);
		Files.writeString(store.resolve("CURRENT"), "g0001\n");
	}

	private List<Path> files(String below) throws IOException {
		try (Stream<Path> files = Files.walk(generation().resolve(below))) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

}
