package io.diskcache.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Which entries go when a store is full, under each policy. */
class EvictionTests extends StoreFixture {

	private static final int LENGTH = 30_000;

	/** Entries that fit, roughly. */
	private static final int CAPACITY = 400;

	/** Entries whose fate is looked at. */
	private static final int SOME = 40;

	/** One for all tests, as it takes long to start. */
	private static Neighbour neighbour;

	@BeforeAll
	static void startNeighbour() {
		neighbour = Neighbour.start();
	}

	@AfterAll
	static void endNeighbour() {
		neighbour.close();
	}

	@Override
	StoreOptions options() {
		return StoreOptions.defaults().withSizeLimit(StoreOptions.MIN_SIZE_LIMIT);
	}

	@ParameterizedTest
	@EnumSource(names = { "ADAPTIVE", "LRU", "LFU" })
	void whatIsUsedAllTheTimeStays(EvictionPolicy policy) {
		reopen(options().withEvictionPolicy(policy));
		fill("old", CAPACITY);
		store("used", SOME);

		for (int round = 0; round < 6; round++) {
			read("used", 1);
			store("filler" + round + "-", CAPACITY / 4);
		}

		assertThat(kept("used", SOME)).isGreaterThan(SOME * 8 / 10);
		assertThat(kept("old", CAPACITY)).isLessThan(CAPACITY / 10);
	}

	/** Of entries that come by once there may be any number. */
	@ParameterizedTest
	@EnumSource(names = { "ADAPTIVE", "LFU" })
	void whatWasUsedOftenOutlastsAScan(EvictionPolicy policy) {
		reopen(options().withEvictionPolicy(policy));
		store("used", SOME);
		read("used", 8);

		store("scanned", 3 * CAPACITY);

		assertThat(kept("used", SOME)).isGreaterThan(SOME * 9 / 10);
	}

	@Test
	void lruDoesNotCareHowOften() {
		reopen(options().withEvictionPolicy(EvictionPolicy.LRU));
		store("used", SOME);
		read("used", 8);

		store("scanned", 3 * CAPACITY);

		assertThat(kept("used", SOME)).isLessThan(SOME / 10);
	}

	/**
	 * What was in favour long ago gives way under one policy, and stays under another.
	 */
	@Test
	void adaptiveForgetsSoonerThanLfu() {
		assertThat(keptAfterAChangeOfFavour(EvictionPolicy.ADAPTIVE)).isLessThan(SOME / 5);
		assertThat(keptAfterAChangeOfFavour(EvictionPolicy.LFU)).isGreaterThan(SOME * 4 / 5);
	}

	private int keptAfterAChangeOfFavour(EvictionPolicy policy) {
		reopen(options().withEvictionPolicy(policy));
		this.store.clear();
		await().until(() -> this.store.count(Selection.all()) == 0 && this.store.count() == 0);
		store(policy + "first", SOME);
		read(policy + "first", 8);
		for (int round = 0; round < 6; round++) {
			store(policy + "then" + round + "-", CAPACITY);
			for (int i = 0; i < 3; i++) {
				read(policy + "then" + round + "-", CAPACITY, 1);
			}
		}
		return kept(policy + "first", SOME);
	}

	/** Though all others were used more often. */
	@ParameterizedTest
	@EnumSource(names = { "ADAPTIVE", "LFU" })
	void whatHasJustComeGetsAChance(EvictionPolicy policy) {
		reopen(options().withEvictionPolicy(policy));
		fill("old", 0);
		read("old", CAPACITY, 5);

		for (int i = 0; i < 3 * SOME; i++) {
			store("new" + i, 3);
			assertThat(kept("new" + i, 3)).isEqualTo(3);
		}
	}

	@Test
	void usesAreRememberedOverARestart() {
		store("used", SOME);
		read("used", 8);

		reopen(options());
		store("scanned", 3 * CAPACITY);

		assertThat(kept("used", SOME)).isGreaterThan(SOME * 9 / 10);
	}

	/** It goes on from the score it had. */
	@Test
	void whatReturnsIsKnown() {
		store("used", SOME);
		read("used", 8);
		IntStream.range(0, SOME).forEach((i) -> this.store.remove(key("used" + i)));
		store("others", CAPACITY / 2);

		store("used", SOME);
		store("scanned", 3 * CAPACITY);

		assertThat(kept("used", SOME)).isGreaterThan(SOME * 9 / 10);
	}

	@Test
	void usesInOtherProcessesCount() {
		for (int i = 0; i < SOME; i++) {
			this.store.put(key("used" + i), KnownValue.small("value"), null);
		}
		neighbour.open(this.temp.resolve("data"), Duration.ofSeconds(5));
		for (int time = 0; time < 8; time++) {
			for (int i = 0; i < SOME; i++) {
				neighbour.expect("value", "get", "used" + i);
			}
		}
		await().until(
				() -> IntStream.range(0, SOME).allMatch((i) -> Stores.lastRead(this.store, key("used" + i)) != null));

		store("scanned", 3 * CAPACITY);
		neighbour.expect("closed", "close");

		assertThat(kept("used", SOME)).isGreaterThan(SOME * 9 / 10);
	}

	/** In a transaction, so that nobody else deletes them first. */
	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NONE")
	void whatHasExpiredGoesBeforeAllElse(EvictionPolicy policy) {
		reopen(options().withEvictionPolicy(policy));
		store("live", CAPACITY / 2);
		for (int i = 0; i < CAPACITY / 4; i++) {
			this.store.put(key("brief" + i), content(LENGTH, i), Duration.ofMinutes(1));
		}
		fill("more", 0);
		long evicted = this.store.statistics().evicted();

		this.store.transact(() -> {
			this.clock.advance(Duration.ofMinutes(2));
			for (int i = 0; i < CAPACITY / 8; i++) {
				this.store.put(key("late" + i), content(LENGTH, i), null);
			}
			return true;
		});

		assertThat(this.store.statistics().evicted()).isEqualTo(evicted);
		assertThat(this.store.statistics().expired()).isGreaterThan(CAPACITY / 20);
	}

	@Test
	void withoutTheFileOfUsesAllElseWorks() throws IOException {
		this.directory.close();
		Files.delete(generation().resolve("shard-00.uses"));
		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		this.store = this.directory.open("test", options());

		store("any", 2 * CAPACITY);

		assertThat(this.store.statistics().evicted()).isPositive();
		await().until(() -> Files.exists(generation().resolve("shard-00.uses")));
	}

	/** While the store is open. */
	@Test
	void tableOfUsesThatIsCutOffHarmsNothing() throws IOException {
		Path uses = generation().resolve("shard-00.uses");
		store("any", CAPACITY);
		read("any", 1);
		try (FileChannel channel = FileChannel.open(uses, StandardOpenOption.WRITE)) {
			channel.truncate(0);
		}

		for (int i = 0; i < 2 * CAPACITY; i++) {
			assertThat(this.store.put(key(i), content(LENGTH, i), null)).isTrue();
			assertThat(this.store.get(key(i), Entry::length)).isNotNull();
		}

		assertThat(this.store.statistics().evicted()).isPositive();
		await().until(() -> Files.size(uses) > 0 && Stores.uses(this.store) != null);
	}

	@Test
	void theTableGrowsWithTheEntriesAndKeepsWhatItKnows() {
		int entries = UseTable.MIN_SLOTS;
		reopen(StoreOptions.defaults());
		put("known", "1");
		read("known");
		await().until(() -> Stores.lastRead(this.store, key("known")) != null);
		var seen = Stores.lastRead(this.store, key("known"));

		for (int first = 0; first < entries; first += 100) {
			int from = first;
			this.store.transact(() -> {
				IntStream.range(from, from + 100).forEach((i) -> put(i, "1"));
				return true;
			});
		}

		await().until(() -> Stores.uses(this.store).slots() > UseTable.MIN_SLOTS);
		assertThat(Stores.lastRead(this.store, key("known"))).isEqualTo(seen);
	}

	/** As a process that has it open and the one that tidies up both find it. */
	@Test
	void aTableThatIsFarTooLargeIsReplacedByASmallerOneThatAllUse() throws IOException {
		put("known", "1");
		this.store.put(key("theirs"), KnownValue.small("1"), null);
		read("known");
		await().until(() -> Stores.lastRead(this.store, key("known")) != null);
		var seen = Stores.lastRead(this.store, key("known"));
		Shard shard = Stores.shard(this.store);
		Path file = shard.files().uses();
		neighbour.open(this.temp.resolve("data"), Duration.ofSeconds(5));
		UseTable before = Stores.uses(this.store);
		Path draft = this.temp.resolve("draft");
		UseTable.create(draft, shard.schema().identity(), 8 * UseTable.MIN_SLOTS);
		UseTable large = UseTable.map(draft, shard.schema().identity());
		large.copy(before, shard.schema().hashKey().hash(key("known").raw()));
		Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		before.retire();

		await().until(() -> Stores.uses(this.store).slots() == UseTable.MIN_SLOTS);
		assertThat(Stores.lastRead(this.store, key("known"))).isEqualTo(seen);
		await().untilAsserted(() -> {
			neighbour.expect("1", "get", "theirs");
			assertThat(Stores.lastRead(this.store, key("theirs"))).isNotNull();
		});
		neighbour.expect("closed", "close");
	}

	/**
	 * What was cleared takes no room from what is stored after it. In a transaction, so
	 * that nobody else deletes it first.
	 */
	@Test
	void whatWasClearedGoesFirst() {
		fill("old", CAPACITY);
		read("old", CAPACITY, 8);

		this.store.clear();
		this.store.transact(() -> {
			store("new", CAPACITY * 8 / 10);
			return true;
		});

		assertThat(kept("new", CAPACITY * 8 / 10)).as("all but a few for which the sample had nothing that was cleared")
			.isGreaterThan(CAPACITY * 78 / 100);
	}

	private void fill(String prefix, int atLeast) {
		for (int i = 0; i < atLeast || this.store.statistics().evicted() == 0; i++) {
			this.store.put(key(prefix + i), content(LENGTH, i), null);
		}
	}

	private void store(String prefix, int count) {
		for (int i = 0; i < count; i++) {
			this.store.put(key(prefix + i), content(LENGTH, i), null);
		}
	}

	private void read(String prefix, int times) {
		read(prefix, SOME, times);
	}

	private void read(String prefix, int count, int times) {
		for (int time = 0; time < times; time++) {
			for (int i = 0; i < count; i++) {
				this.store.get(key(prefix + i), Entry::length);
			}
		}
	}

	private int kept(String prefix, int count) {
		return (int) IntStream.range(0, count).filter((i) -> this.store.contains(key(prefix + i))).count();
	}

}
