package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

import io.diskcache.codec.EncodingException;
import io.diskcache.store.Content;
import io.diskcache.store.EvictionPolicy;
import io.diskcache.store.Key;
import io.diskcache.store.OpenFiles;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;
import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Several keys at once. */
class BulkOperationsTests extends CacheFixture {

	private static final InputStream BROKEN = new InputStream() {

		@Override
		public int read() throws IOException {
			throw new IOException("broken");
		}

	};

	@Test
	void whatThereIsIsFoundInTheOrderInWhichItIsAskedFor() {
		this.cache.put("a", "one");
		this.cache.put(2, null);
		this.cache.put("c", List.of("three"));

		Map<Object, Object> found = this.cache.getAll(List.of("c", "none", 2, "a"));

		assertThat(found.keySet()).containsExactly("c", 2, "a");
		assertThat(found).containsEntry("c", List.of("three")).containsEntry(2, null).containsEntry("a", "one");
		assertThat(this.cache.getAll(List.of())).isEmpty();
	}

	@Test
	void eachKeyCountsAsALookup() {
		this.cache.put("a", "one");
		this.cache.put("b", "two");
		this.cache.getAll(List.of("a", "b", "c", "d", "e"));
		CacheStatistics before = this.cache.statistics();

		this.cache.getAll(List.of("a", "b", "c", "d", "e"));

		CacheStatistics after = this.cache.statistics();
		assertThat(after.hits() - before.hits()).isEqualTo(2);
		assertThat(after.nearHits() - before.nearHits()).isEqualTo(2);
		assertThat(after.misses() - before.misses()).isEqualTo(3);
	}

	@Test
	void whatIsReadFromTheDiskIsHeldInTheHeap() {
		this.cache.putAll(Map.of("a", "one", "b", "two"));
		this.cache.getAll(List.of("a", "b", "c"));
		long before = this.cache.statistics().nearHits();

		assertThat(this.cache.get("a", String.class)).isEqualTo("one");
		assertThat(this.cache.get("b", String.class)).isEqualTo("two");
		assertThat(this.cache.statistics().nearHits() - before).isEqualTo(2);
	}

	@Test
	void allAreStoredWithTheirTimeToLiveAndTags() {
		this.cache.putAll(Map.of("a", "one", "b", "two"), Duration.ofHours(1), "red", "blue");

		for (String key : List.of("a", "b")) {
			CacheEntry entry = Objects.requireNonNull(this.cache.entry(key));
			assertThat(entry.expires()).isEqualTo(entry.stored().plus(Duration.ofHours(1)));
			assertThat(entry.tags()).containsExactly("blue", "red");
		}
		assertThat(this.cache.countTagged("red")).isEqualTo(2);
		assertThat(this.cache.statistics().puts()).isEqualTo(2);
	}

	@Test
	void withoutATimeToLiveThatOfTheCacheCounts() {
		DiskCache hourly = TestCaches.over(this.store, CacheOptions.defaults().withTimeToLive(Duration.ofHours(1)),
				System::nanoTime);

		hourly.putAll(Map.of("a", "one"));
		assertThat(Objects.requireNonNull(hourly.entry("a")).expires()).isNotNull();

		hourly.putAll(Map.of("a", "one"), null);
		assertThat(Objects.requireNonNull(hourly.entry("a")).expires()).isNull();
	}

	@Test
	void whatIsReplacedIsNotFoundAnyMore() {
		this.cache.put("a", "old", null, "red");
		this.cache.put("b", "old");
		this.cache.put("large", new byte[100_000]);
		this.cache.getAll(List.of("a", "b", "large"));

		this.cache.putAll(Map.of("a", "new", "b", "new", "large", "small"));

		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
		assertThat(this.cache.getAll(List.of("a", "b", "large")).values()).containsExactly("new", "new", "small");
		assertThat(this.cache.countTagged("red")).isZero();
		assertThat(this.store.check(false)).isEmpty();
	}

	@Test
	void removedAreThoseThatThereAre() {
		this.cache.putAll(Map.of("a", 1, "b", 2, "c", 3));
		this.cache.getAll(List.of("a", "b", "c"));

		assertThat(this.cache.removeAll(List.of("a", "b", "b", "none"))).isEqualTo(2);

		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.keys()).containsExactly("c");
		assertThat(this.cache.removeAll(List.of())).isZero();
	}

	@Test
	void aLoadThatBeganBeforeIsNotStoredAfterARemovalOrAPut() {
		this.cache.get("a", () -> this.cache.removeAll(List.of("a", "b")));
		assertThat(this.cache.get("a")).isNull();

		this.cache.get("a", () -> {
			this.cache.putAll(Map.of("a", "put", "b", "put"));
			return "loaded";
		});
		assertThat(this.cache.get("a", String.class)).isEqualTo("put");
	}

	@Test
	void largeValuesAndStreamsAreFiles() throws IOException {
		Map<String, Object> entries = new LinkedHashMap<>();
		entries.put("large", new byte[100_000]);
		entries.put("stream", new ByteArrayInputStream(new byte[50_000]));
		entries.put("resource", new ByteArrayResource(new byte[70_000]));
		entries.put("small", "value");

		this.cache.putAll(entries, null, "red");

		Map<String, Object> found = this.cache.getAll(entries.keySet());
		assertThat(OpenFiles.ofValues()).isZero();
		assertThat(found.keySet()).containsExactlyElementsOf(entries.keySet());
		assertThat(found.get("large")).isEqualTo(new byte[100_000]);
		assertThat(content(found.get("stream"))).isEqualTo(new byte[50_000]);
		assertThat(content(found.get("resource"))).isEqualTo(new byte[70_000]);
		assertThat(this.cache.countTagged("red")).isEqualTo(4);
		assertThat(this.store.check(false)).isEmpty();
	}

	/** All that one transaction writes has its number as version. */
	@Test
	void manyAreSplitSoThatTheLogStaysSmall() {
		Store store = this.directory.open("small",
				StoreOptions.defaults()
					.withSizeLimit(StoreOptions.MIN_SIZE_LIMIT)
					.withEvictionPolicy(EvictionPolicy.NONE));
		DiskCache cache = TestCaches.over(store);
		List<Integer> keys = IntStream.range(0, 8000).boxed().toList();

		cache.putAll(keys.stream().collect(Collectors.toMap((key) -> key, (key) -> new byte[1000])));

		assertThat(cache.entries().stream().map(CacheEntry::version).distinct().count()).isBetween(8L, 15L);
		assertThat(cache.getAll(keys)).hasSize(8000);
		assertThat(cache.removeAll(keys)).isEqualTo(8000);
		assertThat(cache.keys()).isEmpty();
		cache.putAll(keys.stream().limit(800).collect(Collectors.toMap((key) -> key, (key) -> new byte[1000])));
		assertThat(cache.entries().stream().map(CacheEntry::version).distinct()).hasSize(1);
	}

	@Test
	void filesAreAccountedForOnce() {
		long before = this.store.volume();

		this.cache.putAll(Map.of("a", new byte[100_000], "b", new byte[100_000]));

		assertThat(this.store.volume() - before).isBetween(200_000L, 250_000L);
	}

	@Test
	void filesOfAFailedPartAreGone() {
		long before = this.store.volume();
		Map<Key, Content> contents = new LinkedHashMap<>();
		contents.put(Key.of(new byte[] { 1 }), Content.of(0, 0, new byte[100_000]));
		contents.put(Key.of(new byte[] { 2 }), Content.streaming(0, null, BROKEN));

		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.store.writeAll(contents, PutOptions.of(null)));

		assertThat(this.store.volume() - before).isLessThan(50_000);
		assertThat(this.store.check(false)).isEmpty();
	}

	@Test
	void aTransactionCannotCommitWithoutWhatFailed() {
		Map<Key, Content> contents = Map.of(Key.of(new byte[] { 1 }), Content.streaming(0, null, BROKEN));

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.transact((Runnable) () -> {
			this.cache.put("a", "new");
			assertThatExceptionOfType(StoreException.class)
				.isThrownBy(() -> this.store.writeAll(contents, PutOptions.of(null)));
		}));

		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void aTransactionTakesAllBack() throws IOException {
		this.cache.put("a", "old");
		this.cache.put("removed", "old");

		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.cache.transact((Runnable) () -> {
				this.cache.putAll(Map.of("a", "new", "b", new byte[100_000]));
				this.cache.removeAll(List.of("removed"));
				assertThat(this.cache.getAll(List.of("a", "b", "removed"))).hasSize(2).containsEntry("a", "new");
				throw new UnsupportedOperationException();
			}));

		assertThat(this.cache.getAll(List.of("a", "b", "removed"))).containsOnlyKeys("a", "removed")
			.containsEntry("a", "old");
		assertThat(this.store.check(false)).isEmpty();
	}

	@Test
	void aPutThatCannotHaveTheLockLeavesNothingOlder() throws Exception {
		this.cache.putAll(Map.of("a", "old", "b", "old"));
		this.cache.getAll(List.of("a", "b"));

		whileLocked(() -> assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.cache.putAll(Map.of("a", "new", "b", "new", "c", "new"))));

		assertThat(this.cache.getAll(List.of("a", "b", "c"))).isEmpty();
	}

	@Test
	void aRemovalThatCannotHaveTheLockTakesEffect() throws Exception {
		this.cache.putAll(Map.of("a", "old", "b", "old"));
		this.cache.getAll(List.of("a", "b"));

		whileLocked(() -> assertThat(this.cache.removeAll(List.of("a", "b", "c"))).isEqualTo(2));

		assertThat(this.cache.getAll(List.of("a", "b", "c"))).isEmpty();
	}

	@Test
	void aValueThatIsTooLargeIsReportedAndTheOthersAreStored() {
		Store store = this.directory.open("small", StoreOptions.defaults().withMaxValueSize(1000));
		DiskCache cache = TestCaches.over(store);
		cache.put("large", "old");

		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> cache.putAll(Map.of("large", new byte[1001], "a", "new")))
			.withMessageContaining("1 of 2");

		assertThat(cache.getAll(List.of("large", "a"))).containsOnlyKeys("a");
		assertThat(store.statistics().refused()).isOne();
		assertThat(cache.statistics().puts()).isEqualTo(2);
	}

	@Test
	void aValueThatCannotBeEncodedLeavesNothing() {
		this.cache.putAll(Map.of("a", "old", "b", "old"));
		Map<String, Object> entries = new LinkedHashMap<>();
		entries.put("a", "new");
		entries.put("b", new Thread());
		entries.put("c", "new");

		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.cache.putAll(entries));

		assertThat(this.cache.getAll(List.of("a", "b", "c"))).isEmpty();
	}

	@Test
	void aStreamThatFailsIsNotStoredAndTheOthersAre() {
		this.cache.putAll(Map.of("a", "old", "broken", "old"));
		Map<String, Object> entries = new LinkedHashMap<>();
		entries.put("broken", BROKEN);
		entries.put("after", new ByteArrayInputStream(new byte[10]));
		entries.put("a", "new");

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.putAll(entries));

		assertThat(this.cache.getAll(entries.keySet())).containsOnlyKeys("a").containsEntry("a", "new");
	}

	@Test
	void whatIsRefusedChangesNothing() {
		DiskCache cache = TestCaches.over(this.store, CacheOptions.defaults().withAllowNullValues(false),
				System::nanoTime);
		cache.put("a", "old");
		Map<Object, Object> nullValue = new HashMap<>(Map.of("a", "new"));
		nullValue.put("b", null);
		Map<Object, Object> nullKey = new HashMap<>(Map.of("a", "new"));
		nullKey.put(null, "new");

		assertThatIllegalArgumentException().isThrownBy(() -> cache.putAll(nullValue));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.putAll(nullKey));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.putAll(Map.of("a", "new", new Object(), "new")));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.putAll(Map.of("a", "new"), Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.putAll(Map.of("a", "new"), null, "red", ""));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.getAll(List.of("a", new Object())));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.getAll(Arrays.asList("a", null)));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.removeAll(List.of("a", new Object())));

		assertThat(cache.get("a", String.class)).isEqualTo("old");
	}

	@Test
	void failuresOfTheStoreAreThrown() {
		this.breakable.breaks();

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.getAll(List.of("a")));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.putAll(Map.of("a", 1)));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.removeAll(List.of("a")));
	}

	@Test
	void afterClosingNothingIsFoundAndAPutFails() {
		this.cache.put("a", "one");
		this.directory.close();

		assertThat(this.cache.getAll(List.of("a"))).isEmpty();
		assertThat(this.cache.removeAll(List.of("a"))).isZero();
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.putAll(Map.of("a", "new")));
	}

	@Test
	void valuesThatCannotBeDecodedAreAbsent() {
		this.cache.putAll(Map.of("a", "one", "b", new SelectionOperationsTests.Holder("two")));
		DiskCache stranger = TestCaches.ofTypesOfTheJdk(this.store);

		assertThat(stranger.getAll(List.of("a", "b"))).containsOnlyKeys("a");
		assertThat(stranger.statistics().failures()).isOne();
		assertThat(stranger.statistics().misses()).isOne();
	}

	@Test
	void expiredEntriesAreAbsent() {
		this.cache.putAll(Map.of("a", "one"), Duration.ofMillis(1));
		this.cache.putAll(Map.of("b", "two"), Duration.ofHours(1));

		org.awaitility.Awaitility.await()
			.untilAsserted(() -> assertThat(this.cache.getAll(List.of("a", "b"))).containsOnlyKeys("b"));
	}

	/** Runs something while another thread holds the write lock. */
	private void whileLocked(Runnable work) throws Exception {
		CountDownLatch locked = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		CompletableFuture<Void> holder = CompletableFuture.runAsync(() -> this.store.transact(() -> {
			locked.countDown();
			await(done);
			return true;
		}));
		await(locked);
		try {
			work.run();
		}
		finally {
			done.countDown();
		}
		holder.get();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] content(Object value) throws IOException {
		try (InputStream stream = ((Resource) Objects.requireNonNull(value)).getInputStream()) {
			return stream.readAllBytes();
		}
	}

}
