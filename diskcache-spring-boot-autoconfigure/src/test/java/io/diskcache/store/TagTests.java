package io.diskcache.store;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tags of entries: kept with them, found by them, gone with them. */
class TagTests extends StoreFixture {

	private static final int LARGE = 100_000;

	@Test
	void entryHasItsTags() {
		put("a", "1", "red", "großes Rot", "a\0");
		put("b", "2");

		assertThat(tags("a").names()).containsExactly("a\0", "großes Rot", "red");
		assertThat(tags("b")).isEqualTo(Tags.NONE);
		assertThat(read("a")).isEqualTo("1");
	}

	@Test
	void tagsStandBesideAttributesAndFiles() {
		byte[] attributes = { 1, 2, 3 };
		byte[] value = bytes(LARGE, 1);
		this.store.write(key("a"), Content.streaming(CODEC, attributes, new ByteArrayInputStream(value)),
				PutOptions.of(null).withTags(Tags.of("red")));

		assertThat(tags("a")).isEqualTo(Tags.of("red"));
		assertThat(this.store.<byte[]>get(key("a"), Entry::attributes)).isEqualTo(attributes);
		assertThat(readBytes("a")).isEqualTo(value);
		assertThat(keys("red")).containsExactly(key("a"));
	}

	@Test
	void entriesAreFoundByTagInTheOrderOfFirstStoring() {
		for (int i = 0; i < 30; i++) {
			put("key" + i, "value", (i % 3 == 0) ? "three" : "other");
		}
		put("key3", "changed", "three");

		assertThat(keys("three"))
			.containsExactlyElementsOf(IntStream.range(0, 10).mapToObj((i) -> key("key" + 3 * i)).toList());
		assertThat(all(Selection.tagged("three").lastStoredFirst(), 3)).extracting(Entry::key)
			.startsWith(key("key27"), key("key24"))
			.hasSize(10);
		assertThat(this.store.count(Selection.tagged("other"))).isEqualTo(20);
		assertThat(keys("no such tag")).isEmpty();
	}

	@Test
	void replacedEntryHasTheTagsOfTheNewOneOnly() {
		put("a", "1", "red", "green");
		put("a", "2", "green", "blue");
		assertThat(keys("red")).isEmpty();
		assertThat(keys("green")).hasSize(1);
		assertThat(keys("blue")).hasSize(1);

		put("a", "3");
		assertThat(keys("green")).isEmpty();
		assertThat(tags("a")).isEqualTo(Tags.NONE);
	}

	@Test
	void touchKeepsTags() {
		put("a", "1", "red");

		assertThat(this.store.touch(key("a"), Duration.ofHours(1))).isTrue();

		assertThat(tags("a")).isEqualTo(Tags.of("red"));
		assertThat(keys("red")).hasSize(1);
	}

	@Test
	void whatIsGoneIsNotFoundByItsTag() {
		put("removed", "1", "red");
		this.store.write(key("expired"), content("2"), PutOptions.of(Duration.ofSeconds(1)).withTags(Tags.of("red")));
		put("kept", "3", "red");
		this.store.remove(key("removed"));
		this.clock.advance(Duration.ofSeconds(2));

		assertThat(keys("red")).containsExactly(key("kept"));
		assertThat(this.store.count(Selection.tagged("red"))).isEqualTo(1);
		this.store.clear();
		assertThat(keys("red")).isEmpty();
		assertThat(this.store.count(Selection.tagged("red"))).isZero();
	}

	@Test
	void removesAllOfATagAndNothingElse() {
		int count = 2 * SelectionRemoval.STEP + 7;
		this.store.transact(() -> {
			for (int i = 0; i < count; i++) {
				put("red" + i, "value", "red", "both");
				put("blue" + i, "value", "both");
			}
			return true;
		});
		this.store.put(key("large"), content(LARGE, 1), null);
		this.store.write(key("largeRed"), content(LARGE, 2), PutOptions.of(null).withTags(Tags.of("red")));

		assertThat(this.store.remove(Selection.tagged("red"))).isEqualTo(count + 1);

		assertThat(keys("red")).isEmpty();
		assertThat(this.store.count(Selection.tagged("both"))).isEqualTo(count);
		assertThat(this.store.count()).isEqualTo(count + 1);
		assertThat(readBytes("large")).isNotNull();
		assertThat(readBytes("largeRed")).isNull();
		assertThat(this.store.remove(Selection.tagged("red"))).isZero();
	}

	@Test
	void expiredEntriesAreRemovedButNotCounted() {
		this.store.write(key("a"), content("1"), PutOptions.of(Duration.ofSeconds(1)).withTags(Tags.of("red")));
		put("b", "2", "red");
		this.clock.advance(Duration.ofSeconds(2));

		assertThat(this.store.remove(Selection.tagged("red"))).isEqualTo(1);
		assertThat(this.store.count()).isZero();
	}

	@Test
	void rollbackBringsTagsBack() {
		put("a", "1", "red");
		put("b", "2", "red");

		assertThatThrownBy(() -> this.store.transact(() -> {
			put("a", "3", "blue");
			put("c", "4", "red");
			this.store.remove(Selection.tagged("red"));
			assertThat(keys("red")).isEmpty();
			throw new IllegalStateException("not so");
		})).isInstanceOf(IllegalStateException.class);

		assertThat(keys("red")).containsExactly(key("a"), key("b"));
		assertThat(keys("blue")).isEmpty();
	}

	@Test
	void removalThatCannotWriteMakesUnreadable() {
		for (int i = 0; i < 20; i++) {
			put("red" + i, "value", "red");
			put("plain" + i, "value");
		}
		try (Neighbour neighbour = Neighbour.start().open(this.temp.resolve("data"), Duration.ofSeconds(1))) {
			neighbour.expect("begun", "begin");
			assertThat(this.store.remove(Selection.tagged("red"))).isEqualTo(20);
			assertThat(keys("red")).isEmpty();
			assertThat(IntStream.range(0, 20).filter((i) -> read("red" + i) != null)).isEmpty();
		}
		assertThat(this.store.count(Selection.all())).isBetween(15L, 20L);
	}

	@Test
	void tagsAreListedOnceEachInOrder() {
		for (int i = 0; i < 20; i++) {
			put("key" + i, "value", "tag" + i % 7, "all", "ü");
		}

		assertThat(this.store.tags(null, 500)).containsExactly("all", "tag0", "tag1", "tag2", "tag3", "tag4", "tag5",
				"tag6", "ü");
		assertThat(this.store.tags("tag4", 2)).containsExactly("tag5", "tag6");
		assertThat(this.store.tags("ü", 2)).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.tags(null, 0));
	}

	@Test
	void entriesAreFoundByTagAfterARestart() {
		put("a", "1", "red");
		reopen(options());

		assertThat(keys("red")).containsExactly(key("a"));
	}

	@Test
	void checkFindsMissingAndLeftOverTags() {
		put("a", "1", "red");
		put("b", "2");
		sql("DELETE FROM tag");
		sql("INSERT INTO tag SELECT id, CAST('blue' AS BLOB) FROM entry WHERE key = CAST('b' AS BLOB)");
		sql("INSERT INTO tag VALUES (123456789, CAST('blue' AS BLOB))");

		assertThat(this.store.check(true)).extracting(Problem::kind)
			.containsExactly(Problem.Kind.TAGS, Problem.Kind.TAGS, Problem.Kind.TAGS);

		assertThat(this.store.check(false)).isEmpty();
		assertThat(keys("red")).containsExactly(key("a"));
		assertThat(keys("blue")).isEmpty();
		assertThat(read("a")).isEqualTo("1");
	}

	@Test
	void reservedTagIsNeitherShownNorMistakenForAnother() {
		this.store.write(key("a"), content("1"), PutOptions.of(null).withTags(Tags.reserved("parts")));
		put("b", "2", "parts");

		assertThat(tags("a")).isEqualTo(Tags.NONE);
		assertThat(this.store.keys(Selection.reserved("parts"), null, 10).content()).containsExactly(key("a"));
		assertThat(keys("parts")).containsExactly(key("b"));
		assertThatIllegalArgumentException().isThrownBy(() -> Tags.of("good", "\0parts"))
			.withMessageContaining("reserved");
		assertThatIllegalArgumentException().isThrownBy(() -> Selection.tagged("\0parts"))
			.withMessageContaining("reserved");
	}

	@Test
	void checkMendsReservedTags() {
		this.store.write(key("a"), content("1"), PutOptions.of(null).withTags(Tags.reserved("parts")));
		sql("DELETE FROM tag");

		assertThat(this.store.check(true)).extracting(Problem::kind).containsExactly(Problem.Kind.TAGS);

		assertThat(this.store.keys(Selection.reserved("parts"), null, 10).content()).containsExactly(key("a"));
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = "half \uD83D")
	void badTagIsRefused(String tag) {
		assertThatIllegalArgumentException().isThrownBy(() -> Tags.of("good", tag)).withMessageContaining("tag");
		assertThatIllegalArgumentException().isThrownBy(() -> Selection.tagged(tag)).withMessageContaining("tag");
	}

	@Test
	void tagHasAtMostAKilobyteInUtf8() {
		String longest = "é".repeat(Tags.MAX_LENGTH / 2);
		put("a", "1", longest);
		assertThat(keys(longest)).hasSize(1);

		assertThatIllegalArgumentException().isThrownBy(() -> Tags.of(longest + "x"))
			.withMessageContaining("1024")
			.withMessageContaining("1025");
	}

	@Test
	void entryHasAtMostSixtyFourTags() {
		List<String> most = IntStream.range(0, Tags.MOST).mapToObj((i) -> "tag" + i).toList();
		put("a", "1", most.toArray(String[]::new));
		assertThat(tags("a").names()).hasSize(Tags.MOST);

		assertThatIllegalArgumentException()
			.isThrownBy(() -> Tags.of(IntStream.rangeClosed(0, Tags.MOST).mapToObj((i) -> "tag" + i).toList()))
			.withMessageContaining("64")
			.withMessageContaining("65");
	}

	private void put(String key, String value, String... tags) {
		assertThat(this.store.write(key(key), content(value), PutOptions.of(null).withTags(Tags.of(tags)))).isNotNull();
	}

	private Tags tags(String key) {
		return this.store.get(key(key), Entry::tags);
	}

	private List<Key> keys(String tag) {
		return this.store.keys(Selection.tagged(tag), null, 500).content();
	}

	private void sql(String statement) {
		Path database = generation().resolve("shard-00.db");
		try (Session session = Session.open(database, Durability.PROCESS, 1 << 20)) {
			session.execute(statement);
		}
	}

}
