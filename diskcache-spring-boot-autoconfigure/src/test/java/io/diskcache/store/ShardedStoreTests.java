package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** A store of several shards, as far as it is not as one of a single shard. */
class ShardedStoreTests extends StoreFixture {

	private static final int SHARDS = 4;

	private static final int KEYS = 200;

	@Override
	StoreOptions options() {
		return StoreOptions.defaults()
			.withShards(SHARDS)
			.withSizeLimit(StoreOptions.MIN_SIZE_LIMIT)
			.withOperationTimeout(Duration.ofMillis(100));
	}

	@Test
	void keysAreSpreadEvenly() {
		fill();

		assertThat(this.store.count()).isEqualTo(KEYS);
		assertThat(Stores.shards(this.store)).hasSize(SHARDS)
			.allSatisfy((shard) -> assertThat(shard.count()).isBetween(KEYS / SHARDS / 2L, KEYS / SHARDS * 2L));
		for (int i = 0; i < KEYS; i++) {
			assertThat(read(i)).isEqualTo("value" + i);
		}
	}

	@Test
	void keysOfOneWriteHaveFencesOfTheirOwn() {
		Map<Key, Content> contents = new LinkedHashMap<>();
		Map<Key, PutOptions> options = new HashMap<>();
		IntStream.range(0, KEYS).forEach((i) -> {
			contents.put(key(i), content("value" + i));
			options.put(key(i), PutOptions.of(null).withFence(this.store.fence(key(i))));
		});
		this.store.put(key(1), content("newer"), null);

		Set<Key> unstored = this.store.writeAll(contents, options::get);

		assertThat(unstored).contains(key(1));
		assertThat(read(1)).isEqualTo("newer");
		// Others may share the stripe of the one that was changed.
		assertThat(this.store.count()).isGreaterThan(KEYS - 5).isEqualTo(KEYS - unstored.size() + 1);
	}

	@Test
	void manyAtOnceGoToTheirShards() {
		Map<Key, Content> contents = new LinkedHashMap<>();
		IntStream.range(0, KEYS).forEach((i) -> contents.put(key(i), content("value" + i)));

		assertThat(this.store.writeAll(contents, PutOptions.of(null))).isEmpty();

		Map<Key, Read<Integer>> read = this.store.readAll(contents.keySet(), (entry) -> (int) entry.length());
		assertThat(read.keySet()).containsExactlyElementsOf(contents.keySet());
		assertThat(read.get(key(7)).value()).isEqualTo(6);
		assertThat(this.store.removeAll(List.of(key(1), key(2), key(3), key("absent")))).isEqualTo(3);
		assertThat(this.store.count()).isEqualTo(KEYS - 3);
		this.store.clear();
		assertThat(this.store.count(Selection.all())).isZero();
	}

	/** What is stored after the first page was asked for is not met, in no shard. */
	@Test
	void pagesMeetAllThatWasThereAtTheBeginningOnce() {
		fill();
		Page<Key> page = this.store.keys(Selection.all(), null, 10);
		IntStream.range(0, KEYS).forEach((i) -> put("late" + i, "value"));

		Set<Key> met = new HashSet<>(page.content());
		int count = page.content().size();
		while (page.next() != null) {
			page = this.store.keys(Selection.all(), page.next(), 10);
			met.addAll(page.content());
			count += page.content().size();
		}

		assertThat(count).isEqualTo(KEYS);
		assertThat(met).hasSize(KEYS).allSatisfy((key) -> assertThat(new String(key.bytes())).doesNotStartWith("late"));
		assertThat(this.store.keys(Selection.all().lastStoredFirst(), null, 500).next()).isNotNull();
		assertThat(all(Selection.all().lastStoredFirst(), 50)).hasSize(2 * KEYS);
	}

	@Test
	void tagsAreThoseOfAllShards() {
		for (int i = 0; i < 40; i++) {
			this.store.write(key(i), content("value"), PutOptions.of(null).withTags(Tags.of("all", "tag" + i % 20)));
		}

		assertThat(this.store.tags(null, 500)).hasSize(21).isSorted().startsWith("all", "tag0", "tag1", "tag10");
		assertThat(this.store.tags("tag0", 3)).containsExactly("tag1", "tag10", "tag11");
		assertThat(this.store.count(Selection.tagged("all"))).isEqualTo(40);
		assertThat(this.store.remove(Selection.tagged("tag3"))).isEqualTo(2);
		assertThat(this.store.first(Selection.tagged("tag4"), Entry::key)).isIn(key(4), key(24));
		assertThat(this.store.takeFirst(Selection.tagged("tag4"), Entry::key)).isNotNull();
		assertThat(this.store.count(Selection.tagged("tag4"))).isOne();
	}

	@Test
	void transactionsAreOnOneKey() {
		put("a", "1");

		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> "work"))
			.withMessageContaining("4")
			.withMessageContaining("set shards to 1");
		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(Duration.ofSeconds(1), () -> "work"));
		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(key("a"), () -> {
			put("a", "2");
			throw new IllegalStateException("rolled back");
		})).withMessage("rolled back");

		assertThat(read("a")).isEqualTo("1");
	}

	/** The others are written to, and in the one that is not nothing old is left. */
	@Test
	void oneShardThatIsLockedDoesNotHoldUpTheOthers() {
		fill();
		Map<Key, Content> anew = new LinkedHashMap<>();
		IntStream.range(0, KEYS).forEach((i) -> anew.put(key(i), content("new" + i)));
		int locked = 2;

		try (Session session = Stores.shard(Stores.shards(this.store).get(locked)).database().open()) {
			session.execute("BEGIN IMMEDIATE");
			assertThatExceptionOfType(StoreTimeoutException.class)
				.isThrownBy(() -> this.store.writeAll(anew, PutOptions.of(null)));
			for (int i = 0; i < KEYS; i++) {
				assertThat(read(i)).isEqualTo((Stores.shardOf(this.store, key(i)) == locked) ? null : "new" + i);
			}
			this.store.clear();
			assertThat(this.store.count(Selection.all())).isZero();
			assertThat(this.store.condition().state()).isEqualTo(StoreCondition.State.BUSY);
			session.execute("ROLLBACK");
		}
		await().until(() -> this.store.condition().isWell());
	}

	/**
	 * The limit is one for all: what is not needed in one shard may be used in another.
	 */
	@Test
	void theLimitIsThatOfAllTogether() {
		long limit = StoreOptions.MIN_SIZE_LIMIT;
		List<Key> ofOne = keysOf(0).limit(800).toList();
		ofOne.subList(0, 500).forEach((key) -> this.store.put(key, content(20_000, 1), null));
		assertThat(this.store.statistics().evicted()).as("three quarters, in one shard").isZero();
		ofOne.forEach((key) -> this.store.put(key, content(20_000, 1), null));
		assertThat(this.store.statistics().evicted()).isPositive();

		for (Key key : keysOf(1).limit(100).toList()) {
			this.store.put(key, content(20_000, 2), null);
			assertThat(this.store.contains(key)).isTrue();
			assertThat(this.store.volume()).isLessThan(limit + limit / 10);
		}
		for (Key key : keysOf(2).limit(40).toList()) {
			this.store.put(key, content(1_000_000, 2), null);
			assertThat(this.store.contains(key)).isTrue();
			assertThat(this.store.volume()).isLessThan(limit + limit / 10);
		}
	}

	/**
	 * By those who write to shards that are empty. They are looked at each time they ask
	 * for the time, so also while they make room.
	 */
	@Test
	void roomIsMadeInAnotherShardAndNobodyHoldsTwoLocks() {
		keysOf(0).limit(600).forEach((key) -> this.store.put(key, content(30_000, 1), null));
		List<List<Key>> others = IntStream.range(1, SHARDS)
			.mapToObj((shard) -> keysOf(shard).limit(10).toList())
			.toList();
		Thread writer = Thread.currentThread();
		this.directory.close();
		try (WriteLocks locks = WriteLocks.of(generation(), SHARDS)) {
			this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, () -> {
				if (Thread.currentThread() == writer) {
					locks.requireOneHeldAtMost();
				}
				return this.clock.instant();
			});
			this.store = this.directory.open("test", options());
			OpenStore full = Stores.shards(this.store).get(0);
			long before = full.count();

			// Some room may be left; but no more is written than needed, as in time those
			// who tidy up would make some there as well.
			for (int i = 0; i < 10 && full.count() == before; i++) {
				for (List<Key> keys : others) {
					assertThat(this.store.put(keys.get(i), content(30_000, 2), null)).isTrue();
				}
			}

			assertThat(full.count()).as("room was made there").isLessThan(before);
			reopen(options());
		}
	}

	/** In a store that is full, so that room has to be made for files: there alone. */
	@Test
	void filesAreStoredWhileAnotherShardIsLocked() {
		int locked = 2;
		keysOf(locked).limit(200).forEach((key) -> this.store.put(key, content(100_000, 1), null));
		assertThat(this.store.statistics().evicted()).isPositive();
		try (Session session = Stores.shard(Stores.shards(this.store).get(locked)).database().open()) {
			session.execute("BEGIN IMMEDIATE");
			for (Key key : keysOf((locked + 1) % SHARDS).limit(30).toList()) {
				assertThat(this.store.put(key, content(100_000, 1), null)).isTrue();
			}
			session.execute("ROLLBACK");
		}
	}

	@Test
	void checkLooksIntoAllShards() {
		fill();
		List<Key> damaged = List.of(keysOf(0).findFirst().orElseThrow(), keysOf(3).findFirst().orElseThrow());
		for (Key key : damaged) {
			put(new String(key.bytes()), "value");
			SqliteStore shard = Stores.shards(this.store).get(Stores.shardOf(this.store, key));
			shard.transact(() -> Stores.shard(shard)
				.database()
				.writer()
				.jdbc()
				.update("UPDATE entry SET value = x'00' WHERE key = ?", key.bytes()));
		}

		assertThat(this.store.check(true)).extracting(Problem::kind)
			.containsExactly(Problem.Kind.CHECKSUM, Problem.Kind.CHECKSUM);
		assertThat(damaged).noneMatch(this.store::contains);
	}

	/** By one of those who have it open, though nobody asks for what has expired. */
	@Test
	void allShardsAreTidiedUp() {
		IntStream.range(0, KEYS).forEach((i) -> this.store.put(key(i), content("value"), Duration.ofMinutes(1)));

		this.clock.advance(Duration.ofMinutes(2));

		await().until(() -> this.store.count() == 0);
	}

	@Test
	void withoutOneOfItsDatabasesAStoreBeginsAnew() throws IOException {
		fill();
		this.directory.close();
		Files.delete(generation().resolve("shard-02.db"));

		reopen(options());

		assertThat(this.store.count()).isZero();
		fill();
		assertThat(this.store.count(Selection.all())).isEqualTo(KEYS);
	}

	@Test
	void processesShareAllShards() {
		fill();
		try (Neighbour neighbour = Neighbour.start()) {
			neighbour.open(this.temp.resolve("data"), Duration.ofSeconds(5));
			for (int i = 0; i < KEYS; i++) {
				neighbour.expect("true", "put", "k" + i, "v");
				assertThat(this.store.get(key("k" + i), KnownValue::text)).isEqualTo("v");
			}
			neighbour.expect(String.valueOf(2 * KEYS), "count");
			this.store.clear();
			neighbour.expect(Neighbour.MISS, "get", "k1");
		}
	}

	@Test
	void anotherNumberIsRefused() {
		put("a", "1");
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);

		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.directory.open("test", options().withShards(2)))
			.withMessageContaining("has 4 shards and cannot be opened with 2")
			.withMessageContaining("set shards to 4")
			.withMessageContaining("diskcache.reshard");

		reopen(options().withShards(null));
		assertThat(read("a")).isEqualTo("1");
		assertThatIllegalArgumentException().isThrownBy(() -> options().withShards(0))
			.withMessageContaining("number of shards")
			.withMessageContaining("64");
		assertThatIllegalArgumentException().isThrownBy(() -> options().withShards(65));
	}

	private void fill() {
		IntStream.range(0, KEYS).forEach((i) -> put(i, "value" + i));
	}

	private Stream<Key> keysOf(int shard) {
		return IntStream.range(0, 1_000_000)
			.mapToObj((i) -> key("some" + i))
			.filter((key) -> Stores.shardOf(this.store, key) == shard);
	}

}
