package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.io.Resource;

import io.diskcache.codec.EncodedKey;
import io.diskcache.store.OpenFiles;
import io.diskcache.store.StoreException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Keys, entries and tags of a cache. */
class SelectionOperationsTests extends CacheFixture {

	@Test
	void keysAreListedInTheOrderOfTheirFirstStoringAndTheOtherWayRound() {
		List<Object> keys = IntStream.range(0, 1200).<Object>mapToObj((i) -> "key" + (i * 7919 % 1200)).toList();
		keys.forEach((key) -> this.cache.put(key, "value"));
		this.cache.put("key5", "another value");

		assertThat(this.cache.keys()).containsExactlyElementsOf(keys);
		List<Object> reversed = this.cache.keys().lastStoredFirst().stream().toList();
		assertThat(reversed).hasSize(1200).startsWith(keys.get(1199)).endsWith(keys.get(0));
		assertThat(this.cache.keys().lastStoredFirst().lastStoredFirst()).containsExactlyElementsOf(reversed);
	}

	@Test
	void keysOfAllKindsComeBackEqual() {
		List<Object> keys = List.of("text", 1, 2L, List.of("a", 1), SimpleKey.EMPTY, new SimpleKey("a", 2),
				Instant.EPOCH);
		keys.forEach((key) -> this.cache.put(key, "value"));

		assertThat(this.cache.keys()).containsExactlyElementsOf(keys);
	}

	@Test
	void keysThatCannotBeMadeObjectsStandForThemselves() {
		String text = "k".repeat(10_000);
		this.cache.put(text, "value");

		Object key = this.cache.keys().iterator().next();

		assertThat(key).isInstanceOf(EncodedKey.class);
		assertThat(Objects.requireNonNull(this.cache.get(key)).get()).isEqualTo("value");
		this.cache.evict(key);
		assertThat(this.cache.get(text)).isNull();
	}

	@Test
	void keysAreFoundByTheirBeginning() {
		List.of("user:1", "user:2", "users", "group:1", 7).forEach((key) -> this.cache.put(key, "value"));
		this.cache.put(new SimpleKey("user:1", 1), "value");
		this.cache.put(new SimpleKey("user:1", 2), "value");
		this.cache.put(new SimpleKey("user:2", 1), "value");

		assertThat(this.cache.keys("user:")).containsExactly("user:1", "user:2");
		assertThat(this.cache.keys("user:").lastStoredFirst()).containsExactly("user:2", "user:1");
		assertThat(this.cache.keys(new SimpleKey("user:1"))).containsExactly(new SimpleKey("user:1", 1),
				new SimpleKey("user:1", 2));
		assertThat(this.cache.entries("user:")).extracting(CacheEntry::key).containsExactly("user:1", "user:2");
		assertThat(this.cache.count("user:")).isEqualTo(2);
		assertThat(this.cache.keys("none")).isEmpty();
	}

	@Test
	void entriesAreListedWithAllThatIsKnownOfThem() {
		Instant before = Instant.now().minusMillis(1);
		this.cache.put("a", "one", Duration.ofHours(1), "red", "blue");
		this.cache.put("b", null);

		List<CacheEntry> entries = this.cache.entries().stream().toList();

		assertThat(entries).hasSize(2);
		CacheEntry first = entries.get(0);
		assertThat(first.key()).isEqualTo("a");
		assertThat(first.value()).isEqualTo("one");
		assertThat(first.tags()).containsExactly("blue", "red");
		assertThat(first.stored()).isBetween(before, Instant.now());
		assertThat(first.expires()).isEqualTo(first.stored().plus(Duration.ofHours(1)));
		assertThat(first.size()).isPositive();
		assertThat(first.version()).isPositive();
		assertThat(first.used()).isNull();
		assertThat(first.inFile()).isFalse();
		assertThat(entries.get(1).value()).isNull();
		assertThat(entries.get(1).expires()).isNull();
		assertThat(entries.get(1).tags()).isEmpty();
		assertThat(this.cache.entry("a")).usingRecursiveComparison().ignoringFields("used").isEqualTo(first);
	}

	@Test
	void anEntryTellsWhenItWasLastUsed() {
		Instant before = Instant.now().minusMillis(1);
		this.cache.put("key", "value");
		this.cache.entry("key");

		CacheEntry entry = Awaitility.await()
			.until(() -> this.cache.entries().iterator().next(), (found) -> found.used() != null);

		assertThat(entry.used()).isBetween(before, Instant.now());
	}

	@Test
	void tagsFindCountAndRemove() {
		this.cache.put("a", 1, null, "red");
		this.cache.put("b", 2, null, "red", "blue");
		this.cache.put("c", 3, null, "blue");
		this.cache.put("d", 4, null);

		assertThat(this.cache.keysTagged("red")).containsExactly("a", "b");
		assertThat(this.cache.keysTagged("blue").lastStoredFirst()).containsExactly("c", "b");
		assertThat(this.cache.entriesTagged("blue")).extracting(CacheEntry::value).containsExactly(2, 3);
		assertThat(this.cache.countTagged("red")).isEqualTo(2);
		assertThat(this.cache.tagCounts()).containsExactly(Map.entry("blue", 2L), Map.entry("red", 2L));

		assertThat(this.cache.removeTagged("red")).isEqualTo(2);
		assertThat(this.cache.removeTagged("red")).isZero();
		assertThat(this.cache.keys()).containsExactly("c", "d");
		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.tagCounts()).containsExactly(Map.entry("blue", 1L));
	}

	@Test
	void moreTagsThanOnePageAreCounted() {
		IntStream.range(0, 250).forEach((i) -> this.cache.put(i, i, null, "tag" + i, "all"));

		assertThat(this.cache.tagCounts()).hasSize(251).containsEntry("all", 250L).containsEntry("tag249", 1L);
	}

	@Test
	void tagsOfQueuesAreNotShown() {
		this.cache.queue("jobs").push("work");
		this.cache.put("a", 1, null, "red");

		assertThat(this.cache.tagCounts()).containsOnlyKeys("red");
		assertThat(this.cache.entries()).flatExtracting(CacheEntry::tags).containsExactly("red");
	}

	@Test
	void whatIsStoredAnewHasItsOwnTagsAndWhatIsChangedKeepsThem() {
		this.cache.put("count", 1L, Duration.ofHours(1), "red");
		this.cache.increment("count");
		this.cache.increment("count", 0.5, 0, null);
		this.cache.touch("count", Duration.ofHours(2));
		assertThat(Objects.requireNonNull(this.cache.entry("count")).tags()).containsExactly("red");

		this.cache.put("count", 1L, null, "blue");
		assertThat(this.cache.keysTagged("red")).isEmpty();
		assertThat(this.cache.keysTagged("blue")).containsExactly("count");
		this.cache.put("count", 2L);
		assertThat(this.cache.tagCounts()).isEmpty();
	}

	@Test
	void whatIsAddedHasTagsIfItWasAbsent() {
		assertThat(this.cache.add("a", 1, null, "red")).isTrue();
		assertThat(this.cache.add("a", 2, null, "blue")).isFalse();

		assertThat(this.cache.tagCounts()).containsOnlyKeys("red");
	}

	@Test
	void prefixesRemove() {
		List.of("user:1", "user:2", "group:1").forEach((key) -> this.cache.put(key, "value"));
		this.cache.get("user:1");

		assertThat(this.cache.removePrefix("user:")).isEqualTo(2);

		assertThat(this.cache.get("user:1")).isNull();
		assertThat(this.cache.keys()).containsExactly("group:1");
	}

	@Test
	void removalIsRolledBackWithItsTransaction() {
		this.cache.put("a", 1, null, "red");
		this.cache.put("user:1", 1, null);

		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.cache.transact((Runnable) () -> {
				assertThat(this.cache.removeTagged("red")).isOne();
				assertThat(this.cache.removePrefix("user:")).isOne();
				assertThat(this.cache.keys()).isEmpty();
				throw new UnsupportedOperationException();
			}));

		assertThat(this.cache.keys()).containsExactly("a", "user:1");
		assertThat(this.cache.keysTagged("red")).containsExactly("a");
	}

	@Test
	void whatChangesDuringAnIterationIsMetAsItIsThen() {
		IntStream.range(0, 300).forEach((i) -> this.cache.put(i, "old"));
		Iterator<CacheEntry> entries = this.cache.entries().iterator();
		List<Object> met = new ArrayList<>(List.of(entries.next().key()));

		this.cache.put(299, "new");
		this.cache.evict(298);
		this.cache.put(300, "late");
		Object last = null;
		while (entries.hasNext()) {
			CacheEntry entry = entries.next();
			met.add(entry.key());
			last = entry.value();
		}

		assertThat(met).containsExactlyElementsOf(
				IntStream.range(0, 300).filter((i) -> i != 298).<Object>mapToObj((i) -> i).toList());
		assertThat(last).isEqualTo("new");
	}

	@Test
	void aLargeValueThatIsReplacedDuringAnIterationIsTheNewOne() {
		this.cache.put("first", "value");
		this.cache.put("large", "a".repeat(100_000));
		Iterator<CacheEntry> entries = this.cache.entries().iterator();
		entries.next();

		String text = "b".repeat(100_000);
		this.cache.put("large", text);

		assertThat(entries.next().value()).isEqualTo(text);
		assertThat(entries).isExhausted();
	}

	@Test
	void aLargeValueThatIsRemovedDuringAnIterationIsPassedOver() {
		this.cache.put("first", "value");
		this.cache.put("large", "a".repeat(100_000));
		Iterator<CacheEntry> entries = this.cache.entries().iterator();
		entries.next();

		this.cache.evict("large");

		assertThat(entries).isExhausted();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(entries::next);
	}

	@Test
	void streamsAreListedAsResourcesThatOpenNothing() throws IOException {
		this.cache.put("stream", new ByteArrayInputStream(new byte[100_000]), null);

		Object value = this.cache.entries().iterator().next().value();

		assertThat(value).isInstanceOf(Resource.class);
		try (InputStream stream = ((Resource) Objects.requireNonNull(value)).getInputStream()) {
			assertThat(stream.readAllBytes()).hasSize(100_000);
		}
	}

	@Test
	void valuesThatCannotBeDecodedAreCountedAndPassedOver() {
		this.cache.put("a", "one");
		this.cache.put("b", new Holder("two"));
		this.cache.put("c", "three");
		DiskCache stranger = TestCaches.ofTypesOfTheJdk(this.store);

		assertThat(stranger.entries()).extracting(CacheEntry::key).containsExactly("a", "c");
		assertThat(stranger.keys()).containsExactly("a", "b", "c");
		assertThat(stranger.statistics().failures()).isOne();
	}

	@Test
	void expiredEntriesAreNotListed() {
		this.cache.put("a", "one", Duration.ofMillis(1), "red");
		this.cache.put("b", "two", null, "red");

		Awaitility.await().untilAsserted(() -> assertThat(this.cache.keys()).containsExactly("b"));
		assertThat(this.cache.countTagged("red")).isOne();
		assertThat(this.cache.removeTagged("red")).isOne();
	}

	@Test
	void anIterationDoesNotCountAsUseNorAsLookup() {
		this.cache.put("a", "one");
		this.cache.put("b", "b".repeat(100_000));
		CacheStatistics before = this.cache.statistics();

		assertThat(this.cache.entries()).hasSize(2);

		assertThat(this.cache.statistics()).isEqualTo(before);
	}

	@Test
	void anIterationThatOutlivesItsCacheSaysSo() {
		IntStream.range(0, 600).forEach((i) -> this.cache.put(i, i));
		Iterator<Object> keys = this.cache.keys().iterator();
		keys.next();
		Listing<Object> listing = this.cache.keys();

		this.directory.close();

		assertThatIllegalStateException().isThrownBy(() -> keys.forEachRemaining((key) -> {
		})).withMessageContaining("closed");
		assertThatIllegalStateException().isThrownBy(() -> listing.iterator().hasNext());
	}

	@Test
	void anIterationThatIsGivenUpHoldsNothing() throws IOException {
		IntStream.range(0, 20).forEach((i) -> this.cache.put(i, new ByteArrayInputStream(new byte[100_000]), null));
		for (int i = 0; i < 50; i++) {
			assertThat(this.cache.entries().iterator().next().key()).isEqualTo(0);
		}

		assertThat(OpenFiles.ofValues()).isZero();
	}

	@Test
	void failuresOfTheStoreAreThrown() {
		this.cache.put("a", "one");
		this.breakable.breaks();

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.keys().iterator().hasNext());
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.entries().iterator().hasNext());
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.countTagged("red"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.tagCounts());
	}

	@ParameterizedTest
	@MethodSource
	void whatIsNoBeginningIsRefused(Object prefix) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.keys(prefix));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.entries(prefix));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.count(prefix));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.removePrefix(prefix));
	}

	static Stream<Object> whatIsNoBeginningIsRefused() {
		return Stream.of("", List.of(), new int[0], SimpleKey.EMPTY, 1, Map.of("a", 1), "k".repeat(5000));
	}

	@ParameterizedTest
	@MethodSource
	void whatIsNoTagIsRefused(String tag) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.keysTagged(tag));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.entriesTagged(tag));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.countTagged(tag));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.removeTagged(tag));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.put("a", 1, null, "red", tag));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.add("a", 1, null, tag));
		assertThat(this.cache.keys()).isEmpty();
	}

	static Stream<String> whatIsNoTagIsRefused() {
		return Stream.of("", "t".repeat(1025), "ä".repeat(513), "\0hidden", "\ud800");
	}

	@Test
	@SuppressWarnings({ "DataFlowIssue", "NullAway" }) // What a caller without checks
														// does.
	void nullIsNeitherATagNorABeginning() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.keysTagged(null))
			.withMessageContaining("null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.put("a", 1, null, (String) null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.put("a", 1, null, (String[]) null));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.removePrefix(null))
			.withMessageContaining("null");
	}

	record Holder(String text) implements java.io.Serializable {
	}

}
