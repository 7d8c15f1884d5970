package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.store.DirectoryBudget.Holding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** The limit of all stores of a directory together, and who gives way. */
class DirectoryLimitTests {

	private static final long LIMIT = StoreOptions.MIN_SIZE_LIMIT;

	private static final int LENGTH = 20_000;

	/** What is measured from time to time only may be exceeded by a tenth. */
	private static final long MOST = LIMIT + LIMIT / 10;

	@TempDir
	Path temp;

	private StoreDirectory directory;

	@BeforeEach
	void open() {
		this.directory = StoreDirectory.open(this.temp, 0);
		this.directory.limitTo(LIMIT);
	}

	@AfterEach
	void close() {
		this.directory.close();
	}

	@Test
	void oneStoreMayTakeAllOfIt() {
		Store only = store("only");

		fill(only, LIMIT * 3 / 2);

		assertThat(only.volume()).isBetween(LIMIT * 9 / 10, MOST);
	}

	@Test
	void theLargestGivesWayUntilAllAreEqual() {
		Store first = store("first");
		Store second = store("second");
		fill(first, LIMIT * 5 / 4);

		long before = first.volume();
		fill(second, LIMIT / 4);
		assertThat(second.statistics().evicted()).as("who has less than its share hardly loses anything")
			.isLessThan(LIMIT / 4 / LENGTH / 10);
		assertThat(first.volume()).isLessThan(before - LIMIT / 8);
		assertThat(total(first, second)).isLessThan(MOST);

		fill(second, LIMIT);
		assertThat(total(first, second)).isBetween(LIMIT * 9 / 10, MOST);
		await().untilAsserted(() -> assertThat(first.volume()).isBetween(LIMIT * 4 / 10, LIMIT * 6 / 10));
	}

	@Test
	void smallStoresAreLeftAlone() {
		Store small = store("small");
		fill(small, LIMIT / 10);
		Store first = store("first");
		Store second = store("second");

		fill(first, LIMIT);
		fill(second, LIMIT);

		assertThat(small.statistics().evicted()).isLessThan(LIMIT / 10 / LENGTH / 10);
		assertThat(total(small, first, second)).isLessThan(MOST);
	}

	@Test
	void valuesInFilesCountAsWell() {
		Store first = store("first");
		Store second = store("second");
		fill(first, LIMIT * 5 / 4);

		for (int i = 0; i < 30; i++) {
			assertThat(second.put(StoreFixture.key(i), StoreFixture.content(300_000, i), null)).isTrue();
			assertThat(total(first, second)).isLessThan(MOST);
		}
	}

	@Test
	void whatNothingIsEvictedFromCountsAndStays() {
		Store kept = this.directory.open("kept", options().withEvictionPolicy(EvictionPolicy.NONE));
		fill(kept, LIMIT / 2);
		Store other = store("other");

		fill(other, LIMIT);

		assertThat(kept.statistics().evicted()).isZero();
		assertThat(total(kept, other)).isLessThan(MOST);
		assertThat(other.volume()).isGreaterThan(LIMIT / 3);
	}

	/** Also of another process, which makes its own store give way. */
	@Test
	void storesOfOtherProcessesCount() {
		Store first = store("first");
		fill(first, LIMIT * 5 / 4);
		try (Jvm jvm = Jvm.start(Filler.class)) {
			assertThat(jvm.hear()).isEqualTo("ready");
			jvm.tell(this.temp.toString());
			assertThat(jvm.hear()).isEqualTo("filling");

			await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
				fill(first, LIMIT / 10);
				assertThat(first.volume() + volumeOf("second")).isLessThan(LIMIT + LIMIT / 4);
				assertThat(volumeOf("second")).isBetween(LIMIT * 3 / 10, LIMIT * 7 / 10);
				assertThat(first.volume()).isBetween(LIMIT * 3 / 10, LIMIT * 7 / 10);
			});
		}
	}

	/** It is one store, before and after it is opened. */
	@Test
	void storeThatIsOpenedAnewLosesNothing() {
		fill(store("first"), LIMIT * 7 / 10);
		this.directory.close();

		this.directory = StoreDirectory.open(this.temp, 0);
		this.directory.limitTo(LIMIT);
		Store other = store("other");
		await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
		Store first = store("first");
		fill(other, LIMIT / 20);
		await().pollDelay(Duration.ofMillis(1500)).until(() -> true);

		assertThat(first.statistics().evicted()).isZero();
		assertThat(other.statistics().evicted()).isZero();
	}

	@Test
	void severalShardsAreOneStore() {
		Store first = this.directory.open("first", options().withShards(3));
		Store second = store("second");
		fill(first, LIMIT * 5 / 4);

		fill(second, LIMIT);

		assertThat(total(first, second)).isLessThan(MOST);
		await().untilAsserted(() -> assertThat(first.volume()).isBetween(LIMIT * 4 / 10, LIMIT * 6 / 10));
	}

	/** Else all would be evicted for what cannot be given back. */
	@Test
	void whereEmptyShardsAloneAreTooMuchThereIsRoomForEntries() {
		Store kept = this.directory.open("kept", options().withEvictionPolicy(EvictionPolicy.NONE));
		for (int i = 0; i < 18; i++) {
			kept.put(StoreFixture.key(i), StoreFixture.content(1_000_000, i), null);
		}
		Store many = this.directory.open("many", options().withShards(12));
		assertThat(many.volume()).as("more than what is left in any case").isGreaterThan(LIMIT / 8 / 2);
		assertThat(many.volume()).isLessThan(12 * ShardMeter.EMPTY);

		fill(many, LIMIT / 8);
		await().pollDelay(Duration.ofMillis(1500)).until(() -> true);

		assertThat(many.count() * LENGTH).isBetween(LIMIT / 8 / 4, LIMIT / 8 * 3 / 4);
	}

	/** Though each looks at the counters of all. */
	@Test
	void countersThatAreCutOffDisturbNoOtherStore() throws IOException {
		Store damaged = store("damaged");
		fill(damaged, LIMIT / 4);
		Store other = store("other");
		fill(other, LIMIT / 4);
		cutOff(files("damaged").stripes());

		for (int i = 0; i < 200; i++) {
			assertThat(other.put(StoreFixture.key("new" + i), StoreFixture.content(LENGTH, i), null)).isTrue();
			assertThat(other.get(StoreFixture.key("new" + i), Entry::length)).isEqualTo(LENGTH);
		}

		assertThat(other.condition().isWell()).isTrue();
		await().ignoreExceptions().until(() -> damaged.put(StoreFixture.key("a"), StoreFixture.content("1"), null));
		assertThat(other.statistics().evicted()).isZero();
		assertThat(other.check(false)).isEmpty();
	}

	@Test
	void levelIsThatOfWater() {
		assertThat(level(100, 10, 200, 300)).as("(100 - 10) / 2").isEqualTo(45);
		assertThat(level(100, 90, 90)).isEqualTo(50);
		assertThat(level(100, 1, 2, 3)).as("room enough").isEqualTo(94);
		assertThat(DirectoryBudget.level(List.of(new Holding(60, 0, false), new Holding(90, 0, true)), 100))
			.isEqualTo(40);
		assertThat(DirectoryBudget.level(List.of(new Holding(30, 0, false), new Holding(90, 0, true)), 100))
			.isEqualTo(70);
		assertThat(DirectoryBudget.level(List.of(new Holding(300, 0, false), new Holding(90, 0, true)), 100))
			.as("an eighth of an equal share at least")
			.isEqualTo(6);
		assertThat(DirectoryBudget.level(List.of(new Holding(60, 20, true), new Holding(90, 20, true)), 100))
			.as("beside what they take when they are empty")
			.isEqualTo(30);
		assertThat(DirectoryBudget.level(List.of(), 100)).isEqualTo(100);
	}

	@Test
	void limitBelowTheSmallestIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.directory.limitTo(1000))
			.withMessageContaining("all stores together")
			.withMessageContaining("16777216");
	}

	private static long level(long limit, long... volumes) {
		return DirectoryBudget
			.level(java.util.Arrays.stream(volumes).mapToObj((bytes) -> new Holding(bytes, 0, true)).toList(), limit);
	}

	private Store store(String name) {
		return this.directory.open(name, options());
	}

	private static StoreOptions options() {
		return StoreOptions.defaults();
	}

	private static void fill(Store store, long bytes) {
		for (int i = 0; i < bytes / LENGTH; i++) {
			store.put(StoreFixture.key(i), StoreFixture.content(LENGTH, i), null);
		}
	}

	private static long total(Store... stores) {
		return Stream.of(stores).mapToLong(Store::volume).sum();
	}

	private long volumeOf(String name) {
		try {
			return Stripes.summary(files(name).stripes()).bytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ShardFiles files(String name) throws IOException {
		return Generation.current(this.temp.resolve("diskcache/v1").resolve(name)).shard(0);
	}

	private static void cutOff(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.truncate(0);
		}
	}

	/** Fills a store of its own, again and again. */
	static final class Filler {

		private Filler() {
		}

		public static void main(String[] arguments) {
			Driver.check();
			Jvm.Child.say("ready");
			try (StoreDirectory directory = StoreDirectory.open(Path.of(Jvm.Child.hear()), 0)) {
				directory.limitTo(LIMIT);
				Store store = directory.open("second", options());
				Jvm.Child.say("filling");
				while (true) {
					fill(store, LIMIT);
				}
			}
		}

	}

}
