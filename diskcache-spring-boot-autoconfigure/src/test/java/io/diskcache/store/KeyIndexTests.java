package io.diskcache.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** The index on keys: when it is there, and that it changes nothing but the time. */
class KeyIndexTests extends StoreFixture {

	private static final StoreOptions WITH = StoreOptions.defaults().withKeyIndex(true);

	private static final StoreOptions WITHOUT = StoreOptions.defaults().withKeyIndex(false);

	@Test
	void itComesAndGoesWithTheOption() {
		assertThat(isPresent()).isFalse();
		reopen(WITH);
		assertThat(isPresent()).isTrue();
		reopen(StoreOptions.defaults());
		assertThat(isPresent()).isTrue();
		reopen(WITHOUT);
		assertThat(isPresent()).isFalse();
	}

	@Test
	void itIsNotTakenAwayFromOthersWhoUseIt() {
		put("user:1", "one");
		reopen(WITH);
		try (Neighbour neighbour = Neighbour.start().open(this.temp.resolve("data"), Duration.ofSeconds(2))) {
			reopen(WITHOUT);
			assertThat(isPresent()).isTrue();
			assertThat(this.store.count(prefix("user:"))).isOne();
			assertThat(neighbour.ask("get", "user:1")).isNotEqualTo(Neighbour.MISS);
		}
		reopen(WITHOUT);
		assertThat(isPresent()).isFalse();
		assertThat(this.store.count(prefix("user:"))).isOne();
	}

	@Test
	void itMayAppearWhileAStoreIsOpen() {
		IntStream.range(0, 20).forEach((i) -> put("user:" + i, "value"));
		Page<Key> first = this.store.keys(prefix("user:"), null, 5);

		KeyIndex.arrange(Stores.shard(this.store).files(), true, false);

		assertThat(isPresent()).isTrue();
		assertThat(this.store.keys(prefix("user:"), first.next(), 500).content()).hasSize(15);
		put("user:20", "value");
		assertThat(this.store.count(prefix("user:"))).isEqualTo(21);
		assertThat(this.store.remove(prefix("user:"))).isEqualTo(21);
	}

	@Test
	void whereItCannotBeMadeAStoreOpensWithoutIt() throws IOException {
		this.directory.close();
		ShardFiles files = Stores.generation(this.temp.resolve("data")).shard(0);
		Shard.using(files, (session) -> {
			session.execute("CREATE VIEW entry_key AS SELECT 1");
			return true;
		});

		open();
		reopen(WITH);

		put("user:1", "one");
		assertThat(this.store.count(prefix("user:"))).isOne();
	}

	/** As if a page of it were that of an older one: rows are missing from it. */
	@Test
	void whatIsDamagedIsMadeAnewAndNoEntryIsLost() throws IOException {
		IntStream.range(0, 20).forEach((i) -> put("user:" + i, "value"));
		put("a", "value");
		reopen(WITH);
		this.directory.close();
		Shard.using(Stores.generation(this.temp.resolve("data")).shard(0), (session) -> {
			session.execute("DROP INDEX entry_key");
			session.execute("CREATE INDEX entry_key ON entry(key) WHERE key < CAST('b' AS BLOB)");
			session.set("writable_schema = ON");
			session.execute(
					"UPDATE sqlite_schema SET sql = 'CREATE INDEX entry_key ON entry(key)' WHERE name = 'entry_key'");
			session.set("writable_schema = OFF");
			return true;
		});
		open();
		assertThat(this.store.check(true)).extracting(Problem::kind).contains(Problem.Kind.DATABASE);

		reopen(StoreOptions.defaults());

		assertThat(this.store.check(false)).isEmpty();
		assertThat(this.store.count()).isEqualTo(21);
		assertThat(this.store.count(prefix("user:"))).isEqualTo(20);
	}

	@Test
	void keysAreStillFoundByTheirHash() {
		reopen(WITH);

		for (String name : List.of("FIND", "FIND_HEAD")) {
			assertThat(plan(sql(EntryTable.class, name))).contains("entry_hash").doesNotContain("entry_key");
		}
	}

	@Test
	void keysThatBeginAlikeAreLookedUpInTheIndexIfThereIsOne() {
		put("user:1", "one");
		assertThat(start(prefix("user:"))).extracting(Page.Mark::ids).isNull();

		reopen(WITH);

		assertThat(start(prefix("user:"))).extracting(Page.Mark::ids).isNotNull();
		assertThat(plan(sql(KeyIndex.class, "IDS"))).contains("COVERING INDEX entry_key");
	}

	@Test
	void itIsMadeOnceWhereSeveralMakeItAtOnce() {
		IntStream.range(0, 2000).forEach((i) -> put("user:" + i, "value"));
		ShardFiles files = Stores.shard(this.store).files();

		IntStream.range(0, 4)
			.mapToObj((i) -> CompletableFuture.runAsync(() -> KeyIndex.arrange(files, true, false)))
			.toList()
			.forEach(CompletableFuture::join);

		assertThat(isPresent()).isTrue();
		assertThat(this.store.count(prefix("user:1"))).isEqualTo(1111);
	}

	@Test
	void nothingElseIsFoundThanWithoutIt() {
		Random random = new Random(7);
		TreeSet<String> names = new TreeSet<>();
		for (int i = 0; i < 600; i++) {
			names.add("k" + (char) ('a' + random.nextInt(3)) + (char) ('a' + random.nextInt(3)) + random.nextInt(99));
		}
		List<String> shuffled = new ArrayList<>(names);
		Collections.shuffle(shuffled, random);
		shuffled.forEach((name) -> put(name, "value of " + name));
		shuffled.subList(0, 100).forEach((name) -> this.store.remove(key(name)));
		shuffled.subList(50, 150).forEach((name) -> put(name, "again"));
		List<Selection> selections = new ArrayList<>();
		for (String start : List.of("k", "ka", "kb", "kcc", "kab1", "none")) {
			selections.add(prefix(start));
			selections.add(prefix(start).lastStoredFirst());
		}
		Function<Selection, List<Key>> keys = (selection) -> all(selection, 7).stream().map(Entry::key).toList();
		List<List<Key>> without = selections.stream().map(keys).toList();

		reopen(WITH);

		assertThat(isPresent()).isTrue();
		assertThat(selections.stream().map(keys).toList()).isEqualTo(without);
		assertThat(without.get(0)).hasSizeGreaterThan(300);
	}

	private boolean isPresent() {
		return Stores.shard(this.store).database().read(Deadline.after(Duration.ofSeconds(5)), KeyIndex::isPresent);
	}

	private Page.Mark start(Selection selection) {
		return Stores.shard(this.store)
			.database()
			.read(Deadline.after(Duration.ofSeconds(5)), (jdbc) -> new SelectionTable().start(jdbc, selection));
	}

	/** The statement as it is run, by a private field: a copy would prove nothing. */
	private static String sql(Class<?> type, String name) {
		return (String) ReflectionTestUtils.getField(type, name);
	}

	private String plan(String sql) {
		return Stores.shard(this.store)
			.database()
			.read(Deadline.after(Duration.ofSeconds(5)),
					(jdbc) -> String.join(" ", jdbc.query("EXPLAIN QUERY PLAN " + sql, (statement) -> {
					}, (rows, index) -> rows.getString("detail"))));
	}

	private static Selection prefix(String start) {
		return Selection.prefix(start.getBytes(StandardCharsets.UTF_8));
	}

}
