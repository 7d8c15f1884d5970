package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

import io.diskcache.cache.CacheQueue.End;
import io.diskcache.codec.EncodingException;
import io.diskcache.codec.KeyCodec;
import io.diskcache.store.Content;
import io.diskcache.store.Entry;
import io.diskcache.store.Problem;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Selection;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreException;
import io.diskcache.store.StoreOptions;
import io.diskcache.store.Tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** Queues of a cache. */
class QueueTests {

	private static final Duration MOMENT = Duration.ofMillis(20);

	private static final int MEGABYTE = 1 << 20;

	@TempDir
	Path temp;

	private StoreDirectory directory;

	private BreakableStore breakable;

	private Store store;

	private DiskCache cache;

	private CacheQueue queue;

	@BeforeEach
	void open() {
		this.directory = StoreDirectory.open(this.temp);
		this.breakable = new BreakableStore(this.directory.open("users", StoreOptions.defaults()));
		this.store = this.breakable.store();
		this.cache = TestCaches.over(this.store);
		this.queue = this.cache.queue("work");
	}

	@AfterEach
	void close() {
		this.directory.close();
	}

	@Test
	void firstInIsFirstOut() {
		push(1, 2, 3);

		assertThat(pullAll(End.FRONT)).containsExactly(1, 2, 3);
		assertThat(this.queue.pull()).isNull();
		assertThat(this.queue.peek()).isNull();
		assertThat(this.cache.size()).isZero();
	}

	@Test
	void lastInIsFirstOutFromTheBack() {
		push(1, 2, 3);

		assertThat(pullAll(End.BACK)).containsExactly(3, 2, 1);
	}

	@Test
	void bothEndsPushAndPull() {
		push(3, 4);
		this.queue.push(2, End.FRONT, null);
		this.queue.push(5, End.BACK, null);
		this.queue.push(1, End.FRONT, null);

		assertThat(this.queue.peek().value()).isEqualTo(1);
		assertThat(this.queue.peek(End.BACK).value()).isEqualTo(5);
		assertThat(this.queue.pull(End.BACK).value()).isEqualTo(5);
		assertThat(pullAll(End.FRONT)).containsExactly(1, 2, 3, 4);
	}

	@Test
	void peekLeavesTheItem() {
		UUID key = this.queue.push(new byte[MEGABYTE]);

		for (int i = 0; i < 3; i++) {
			assertThat(this.queue.peek().key()).isEqualTo(key);
			assertThat((byte[]) this.queue.peek(End.BACK).value()).hasSize(MEGABYTE);
		}
		assertThat(this.queue.size()).isEqualTo(1);
		assertThat(this.queue.pull().key()).isEqualTo(key);
	}

	@Test
	void orderOutlivesARestart() {
		push(2, 3);
		this.queue.push(1, End.FRONT, null);
		this.directory.close();
		open();
		push(4);
		this.queue.push(0, End.FRONT, null);

		assertThat(pullAll(End.FRONT)).containsExactly(0, 1, 2, 3, 4);
	}

	static Stream<Object> values() {
		return Stream.of(null, "text", 1L, new byte[] { 1, 2 }, "x".repeat(MEGABYTE), new byte[MEGABYTE],
				new Task("print", 3), List.of(1, "2"));
	}

	@ParameterizedTest
	@MethodSource("values")
	void valueComesOutAsItWentIn(Object value) throws IOException {
		UUID key = this.queue.push(value);

		QueueItem item = this.queue.pull();

		assertThat(item.value()).isEqualTo(value);
		assertThat(item.key()).isEqualTo(key);
		assertThat(valueFiles()).isZero();
		assertThat(this.queue.pull()).isNull();
		assertThat(this.store.check(false)).isEqualTo(List.<Problem>of());
	}

	@Test
	void everyKeyIsTold() {
		for (int i = 0; i < 100; i++) {
			UUID key = this.queue.push(i);
			assertThat(this.queue.pull().key()).isEqualTo(key);
		}
	}

	@Test
	void expiredItemIsPassedOver() {
		this.queue.push("brief", End.BACK, MOMENT);
		this.queue.push("at the front", End.FRONT, MOMENT);
		push("lasting");
		assertThat(this.queue.peek().expires()).isAfter(this.queue.peek().stored());
		await().until(() -> this.queue.size() == 1);

		assertThat(this.queue.peek().value()).isEqualTo("lasting");
		assertThat(this.queue.pull()).satisfies((item) -> assertThat(item.value()).isEqualTo("lasting"))
			.satisfies((item) -> assertThat(item.expires()).isNull());
		assertThat(this.queue.pull()).isNull();
	}

	@Test
	void timeToLiveOfTheCacheIsForEntriesOnly() {
		DiskCache brief = TestCaches.over(this.store, CacheOptions.defaults().withTimeToLive(MOMENT), System::nanoTime);
		brief.put("entry", "1");
		brief.queue("work").push("item");

		await().until(() -> brief.get("entry") == null);
		assertThat(brief.queue("work").pull().value()).isEqualTo("item");
	}

	@Test
	void itemThatCannotBeDecodedIsRemovedAndCounted() {
		push("before");
		PutOptions put = PutOptions.of(null).withTags(Tags.reserved("queue:work"));
		for (int i = 0; i < 3; i++) {
			this.store.write(KeyCodec.standard().encode(UUID.randomUUID()), Content.of(99, 0, new byte[3]), put);
		}
		push("after");
		assertThat(this.queue.pull().value()).isEqualTo("before");

		assertThat(this.queue.peek().value()).isEqualTo("after");
		assertThat(this.queue.size()).isEqualTo(4);
		long failures = this.cache.statistics().failures();
		assertThat(failures).isEqualTo(3);
		assertThat(this.queue.pull().value()).isEqualTo("after");

		assertThat(this.queue.size()).isZero();
		assertThat(this.cache.statistics().failures()).isEqualTo(6);
	}

	@Test
	void itemIsAnEntryOfTheCache() {
		UUID first = this.queue.push("first");
		UUID second = this.queue.push("second");
		UUID third = this.queue.push("third");

		assertThat(this.cache.get(first, String.class)).isEqualTo("first");
		assertThat(this.cache.touch(first, Duration.ofHours(1))).isTrue();
		assertThat(this.queue.peek().expires()).isNotNull();
		this.cache.evict(first);
		assertThat(this.queue.peek().key()).isEqualTo(second);
		this.cache.put(second, "ordinary by now");
		assertThat(this.queue.pull().key()).isEqualTo(third);
		assertThat(this.queue.pull()).isNull();
		assertThat(this.cache.get(second, String.class)).isEqualTo("ordinary by now");
	}

	@Test
	void pulledItemIsNotFoundInTheHeap() {
		UUID key = this.queue.push("value");
		for (int i = 0; i < 3; i++) {
			assertThat(this.cache.get(key, String.class)).isEqualTo("value");
		}
		assertThat(this.cache.statistics().nearHits()).isPositive();

		this.queue.pull();

		assertThat(this.cache.get(key)).isNull();
	}

	@Test
	void queuesEntriesAndTagsDoNotMeet() {
		CacheQueue other = this.cache.queue("other");
		this.cache.put("entry", "1");
		this.store.write(KeyCodec.standard().encode("tagged"), Content.of(99, 0, new byte[1]),
				PutOptions.of(null).withTags(Tags.of("queue:work", "work")));
		push(1, 2);
		other.push("a");
		this.cache.queue("work2").push("b");

		assertThat(this.store.count(Selection.tagged("queue:work"))).isEqualTo(1);
		assertThat(this.store.<Tags>first(Selection.all().lastStoredFirst(), Entry::tags)).isEqualTo(Tags.NONE);
		assertThat(this.queue.size()).isEqualTo(2);
		assertThat(this.queue.clear()).isEqualTo(2);
		assertThat(this.queue.size()).isZero();
		assertThat(other.pull().value()).isEqualTo("a");
		assertThat(this.cache.get("entry", String.class)).isEqualTo("1");
		assertThat(this.cache.queue("work2").size()).isEqualTo(1);
	}

	@Test
	void clearCountsAndRemovesWhatIsThere() throws IOException {
		IntStream.range(0, 20).forEach((i) -> this.queue.push(i, (i % 2 == 0) ? End.BACK : End.FRONT, null));
		this.queue.push(new byte[MEGABYTE]);
		this.queue.push("brief", End.BACK, Duration.ofMillis(1));
		await().until(() -> this.queue.size() == 21);

		assertThat(this.queue.clear()).isEqualTo(21);
		assertThat(this.queue.pull()).isNull();
		assertThat(this.queue.clear()).isZero();
		assertThat(valueFiles()).isZero();
		push("again");
		this.cache.clear();
		assertThat(this.queue.size()).isZero();
		assertThat(this.queue.pull()).isNull();
	}

	@Test
	void transactionMovesItemsAsOne() throws IOException {
		push(1, 2, new byte[MEGABYTE]);
		CacheQueue done = this.cache.queue("done");

		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
			done.push(this.queue.pull().value());
			this.queue.push("front", End.FRONT, null);
			assertThat(this.queue.pull().value()).isEqualTo("front");
			assertThat(this.queue.pull(End.BACK).value()).isInstanceOf(byte[].class);
			throw new IllegalStateException("rollback");
		}));
		assertThat(done.size()).isZero();
		assertThat(this.queue.size()).isEqualTo(3);
		assertThat((byte[]) this.queue.peek(End.BACK).value()).hasSize(MEGABYTE);

		this.store.transact(() -> done.push(this.queue.pull().value()));
		assertThat(done.pull().value()).isEqualTo(1);
		assertThat(this.queue.pull().value()).isEqualTo(2);
		assertThat(valueFiles()).isEqualTo(1);
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = "half \uD83D")
	void badNameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.queue(name));
	}

	@Test
	void nameHasAtMostAThousandBytes() {
		String longest = "é".repeat(CacheQueue.MAX_NAME_LENGTH / 2);
		this.cache.queue(longest).push(1);
		assertThat(this.cache.queue(longest).pull().value()).isEqualTo(1);

		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.queue(longest + "x"))
			.withMessageContainingAll("1000", "1001");
	}

	@Test
	void mistakesAreToldAndAddNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.queue.push(1, End.BACK, Duration.ZERO));
		for (Object stream : List.of(new ByteArrayInputStream(new byte[1]), new ByteArrayResource(new byte[1]),
				this.temp)) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.queue.push(stream))
				.withMessageContaining("stream");
		}
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.queue.push(new Object()));
		CacheQueue strict = TestCaches
			.over(this.store, CacheOptions.defaults().withAllowNullValues(false), System::nanoTime)
			.queue("work");
		assertThatIllegalArgumentException().isThrownBy(() -> strict.push(null));
		assertThat(this.queue.size()).isZero();
		assertThat(this.cache.size()).isZero();
	}

	@Test
	void failuresOfTheStoreAreThrown() {
		push(1);
		this.breakable.breaks();

		for (Runnable operation : List.<Runnable>of(() -> this.queue.push(1), () -> this.queue.pull(),
				() -> this.queue.peek(), () -> this.queue.size(), () -> this.queue.clear())) {
			assertThatExceptionOfType(StoreException.class).isThrownBy(operation::run);
		}
	}

	@Test
	void valueThatIsTooLargeIsNotLeftOutInSilence() {
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp);
		Store small = this.directory.open("small", StoreOptions.defaults().withMaxValueSize(1000));

		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> TestCaches.over(small).queue("work").push(new byte[1001]))
			.withMessageContaining("larger");
	}

	@Test
	void closedCacheTakesNothing() {
		push(1);
		this.directory.close();

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.queue.push(2));
		assertThat(this.queue.pull()).isNull();
		assertThat(this.queue.peek()).isNull();
	}

	private void push(Object... values) {
		Stream.of(values).forEach(this.queue::push);
	}

	private List<Object> pullAll(End end) {
		List<Object> pulled = new ArrayList<>();
		for (QueueItem item = this.queue.pull(end); item != null; item = this.queue.pull(end)) {
			pulled.add(item.value());
		}
		return pulled;
	}

	private long valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.temp)) {
			return files.filter((file) -> file.toString().contains("values-00") && Files.isRegularFile(file)).count();
		}
	}

	private record Task(String name, int priority) implements Serializable {
	}

}
