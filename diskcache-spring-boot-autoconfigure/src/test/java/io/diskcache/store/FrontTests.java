package io.diskcache.store;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** Entries that are stored before all others: nothing forgets them. */
class FrontTests extends StoreFixture {

	private static final PutOptions FRONT = PutOptions.of(null).atFront();

	@Test
	void orderIsThatOfBothEnds() {
		put("b", "1");
		putFront("a");
		put("c", "1");
		putFront("_");

		assertThat(keys(Selection.all())).containsExactly(key("_"), key("a"), key("b"), key("c"));
		assertThat(all(Selection.all().lastStoredFirst(), 1)).extracting(Entry::key)
			.containsExactly(key("c"), key("b"), key("a"), key("_"));
		assertThat(all(Selection.all(), 1)).extracting(Entry::id)
			.doesNotHaveDuplicates()
			.isSorted()
			.satisfies((ids) -> assertThat(ids.get(1)).isNegative());
	}

	@Test
	void orderOutlivesARestart() {
		putFront("b");
		put("c", "1");
		reopen(options());
		putFront("a");
		put("d", "1");

		assertThat(keys(Selection.all())).containsExactly(key("a"), key("b"), key("c"), key("d"));
	}

	@Test
	void liveEntryKeepsItsPlace() {
		put("a", "1");
		put("b", "1");
		putFront("b");
		assertThat(keys(Selection.all())).containsExactly(key("a"), key("b"));

		this.store.remove(key("b"));
		putFront("b");
		put("b", "2");
		assertThat(keys(Selection.all())).containsExactly(key("b"), key("a"));
	}

	@Test
	void whatIsPutAtTheFrontMeanwhileIsNotMet() {
		IntStream.range(0, 10).forEach((i) -> putFront("key" + i));
		for (Selection selection : List.of(Selection.all(), Selection.all().lastStoredFirst())) {
			Page<Key> first = this.store.keys(selection, null, 5);
			putFront("late" + selection.isDescending());

			Page<Key> second = this.store.keys(selection, first.next(), 500);

			assertThat(first.content()).doesNotContainAnyElementsOf(second.content());
			assertThat(second.content()).doesNotContain(key("late" + selection.isDescending())).hasSizeBetween(5, 6);
		}
	}

	@Test
	void expiredEntryIsDeleted() {
		this.store.write(key("a"), content("1"), PutOptions.of(Duration.ofSeconds(1)).atFront());
		this.clock.advance(Duration.ofSeconds(2));

		await().untilAsserted(() -> assertThat(this.store.count()).isZero());
		assertThat(this.store.statistics().expired()).isOne();
	}

	@Test
	void clearedEntriesAreDeleted() {
		IntStream.range(0, 600).forEach((i) -> putFront("key" + i));
		this.store.clear();

		await().untilAsserted(() -> assertThat(Stores.shard(this.store).stripes().rows()).isZero());
	}

	@Test
	void entryOfAStripeThatWasMadeUnreadableIsDeleted() {
		putFront("a");
		put("b", "1");
		Shard shard = Stores.shard(this.store);
		shard.stripes().bury(Stripes.stripe(shard.schema().hashKey().hash(key("a").raw())));

		await().untilAsserted(() -> assertThat(shard.stripes().rows()).isOne());
	}

	@Test
	void clearWithinATransactionRemovesThem() {
		IntStream.range(0, 600).forEach((i) -> putFront("key" + i));
		put("last", "1");

		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
			this.store.clear();
			throw new IllegalStateException("rollback");
		}));
		assertThat(this.store.count(Selection.all())).isEqualTo(601);

		this.store.transact(() -> {
			this.store.clear();
			assertThat(this.store.count(Selection.all())).isZero();
			return true;
		});
		assertThat(this.store.count()).isZero();
	}

	@Test
	void checkLooksAtThem() {
		putFront("a");
		put("b", "1");
		assertThat(change("UPDATE entry SET value = x'00' WHERE id < 0")).isOne();

		assertThat(this.store.check(true)).extracting(Problem::kind).containsExactly(Problem.Kind.CHECKSUM);
		assertThat(this.store.check(false)).isEmpty();
		assertThat(keys(Selection.all())).containsExactly(key("b"));
	}

	@Test
	void recountCountsThem() {
		this.store.write(key("a"), content(100_000, 1), FRONT);
		put("b", "1");
		Stripes stripes = Stores.shard(this.store).stripes();
		long bytes = stripes.fileBytes();
		stripes.addTotals(5, 4096, 0);

		assertThat(this.store.check(true)).extracting(Problem::kind).containsExactly(Problem.Kind.TOTALS);

		assertThat(stripes.rows()).isEqualTo(2);
		assertThat(stripes.fileBytes()).isEqualTo(bytes).isPositive();
	}

	@Test
	void useIsRecorded() {
		putFront("a");
		assertThat(read("a")).isEqualTo("1");

		await().until(() -> Stores.lastRead(this.store, key("a")) != null);
	}

	@Test
	void lruDoesNotTakeThemForTheOldest() {
		reopen(options().withSizeLimit(StoreOptions.MIN_SIZE_LIMIT));
		int old = 0;
		while (this.store.statistics().evicted() == 0) {
			this.store.put(key("old" + old), content(20_000, old), null);
			old++;
		}
		for (int i = 0; i < 30; i++) {
			this.store.write(key("front" + i), content(20_000, i), FRONT);
		}
		for (int i = 0; i < 150; i++) {
			this.store.put(key("new" + i), content(20_000, i), null);
		}

		assertThat(this.store.statistics().evicted()).isGreaterThan(100);
		assertThat(IntStream.range(0, 30).filter((i) -> !this.store.contains(key("front" + i)))).isEmpty();
	}

	@Test
	void fifoTakesTheFrontFirst() {
		reopen(options().withSizeLimit(StoreOptions.MIN_SIZE_LIMIT).withEvictionPolicy(EvictionPolicy.FIFO));
		int count = 0;
		while (this.store.statistics().evicted() < 10) {
			this.store.write(key(count), content(20_000, count), FRONT);
			count++;
		}

		assertThat(this.store.contains(key(0))).isTrue();
	}

	private void putFront(String key) {
		assertThat(this.store.write(key(key), content("1"), FRONT)).isNotNull();
	}

	private List<Key> keys(Selection selection) {
		return this.store.keys(selection, null, 500).content();
	}

	/** Past the store, but on its connection and behind its locks. */
	private int change(String sql) {
		return this.store.transact(() -> Stores.shard(this.store).database().writer().jdbc().update(sql));
	}

}
