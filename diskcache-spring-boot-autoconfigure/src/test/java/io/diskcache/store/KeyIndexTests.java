package io.diskcache.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

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

		KeyIndex.arrange(Stores.shard(this.store).generation(), true, false);

		assertThat(isPresent()).isTrue();
		assertThat(this.store.keys(prefix("user:"), first.next(), 500).content()).hasSize(15);
		put("user:20", "value");
		assertThat(this.store.count(prefix("user:"))).isEqualTo(21);
		assertThat(this.store.remove(prefix("user:"))).isEqualTo(21);
	}

	@Test
	void whereItCannotBeMadeAStoreOpensWithoutIt() throws IOException {
		this.directory.close();
		Generation generation = Stores.generation(this.temp.resolve("data"));
		Shard.using(generation, (session) -> {
			session.execute("CREATE VIEW entry_key AS SELECT 1");
			return true;
		});

		open();
		reopen(WITH);

		put("user:1", "one");
		assertThat(this.store.count(prefix("user:"))).isOne();
	}

	@Test
	void keysAreStillFoundByTheirHash() {
		reopen(WITH);

		for (String columns : List.of("head, value", "id, hash, head")) {
			assertThat(plan("SELECT " + columns + " FROM entry INDEXED BY entry_hash WHERE hash = ? AND key = ?"))
				.contains("entry_hash");
		}
		assertThat(plan("SELECT id FROM entry INDEXED BY entry_key WHERE key >= ? AND key < ?"))
			.contains("COVERING INDEX entry_key");
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
