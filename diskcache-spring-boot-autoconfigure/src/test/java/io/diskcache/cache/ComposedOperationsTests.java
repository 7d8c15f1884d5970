package io.diskcache.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache.ValueWrapper;

import io.diskcache.codec.JsonCodec;
import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.Values;
import io.diskcache.near.NearOptions;
import io.diskcache.near.NearTier;
import io.diskcache.store.Problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What takes two operations, and is one step for everybody else. */
class ComposedOperationsTests extends CacheFixture {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration MOMENT = Duration.ofMillis(20);

	@Test
	void entryIsTakenOutWithAllThatIsKnownOfIt() {
		this.cache.put("a", 123, HOUR, "blue");

		CacheEntry taken = take("a");

		assertThat(taken.value()).isEqualTo(123);
		assertThat(taken.tags()).containsExactly("blue");
		assertThat(taken.expires()).isEqualTo(taken.stored().plus(HOUR));
		assertThat(take("a")).isNull();
		assertThat(this.cache.size()).isZero();
	}

	@Test
	void entryIsTakenByOneOfMany() {
		List<Object> keys = IntStream.range(0, 30).<Object>mapToObj((i) -> i).toList();
		keys.forEach((key) -> this.cache.put(key, key));

		List<CompletableFuture<List<Object>>> takers = Stream.generate(() -> CompletableFuture.supplyAsync(
				() -> keys.stream().map(this::take).filter(Objects::nonNull).map(CacheEntry::key).toList(),
				(task) -> new Thread(task).start()))
			.limit(4)
			.toList();

		assertThat(takers.stream().flatMap((taker) -> taker.join().stream())).containsExactlyInAnyOrderElementsOf(keys);
	}

	@Test
	void onlyACounterThatIsThereIsRaised() {
		assertThat(raiseIfPresent("hits")).isNull();
		assertThat(this.cache.size()).isZero();

		this.cache.put("hits", 5, MOMENT);
		assertThat(raiseIfPresent("hits")).isEqualTo(6);
		await().until(() -> this.cache.get("hits") == null);
		assertThat(raiseIfPresent("hits")).isNull();
	}

	@Test
	void counterGoesUpAndDownToWhereItBegan() {
		for (int i = 0; i < 10; i++) {
			this.cache.increment("count");
		}
		for (int i = 0; i < 10; i++) {
			this.cache.decrement("count");
		}

		assertThat(this.cache.getAndRemove("count").get()).isEqualTo(0L);
		assertThat(this.cache.getAndRemove("count")).isNull();
	}

	@Test
	void firstAndLastEntryAreFoundAtTheEndsOfAListing() {
		assertThat(this.cache.entries()).isEmpty();
		this.cache.put("before", 1, MOMENT);
		this.cache.put("first", 2, HOUR, "foo");
		this.cache.put("last", 3, HOUR, "foo");
		this.cache.put("after", 4, MOMENT);
		await().until(() -> this.cache.get("after") == null);

		CacheEntry first = this.cache.entries().iterator().next();
		CacheEntry last = this.cache.entries().lastStoredFirst().iterator().next();

		assertThat(List.of(first.key(), last.key())).isEqualTo(List.of("first", "last"));
		assertThat(last.tags()).containsExactly("foo");
		assertThat(last.expires()).isNotNull();
		assertThat(this.cache.entry("last")).as("a look at it leaves it").isNotNull();
	}

	/** Neither an endless search nor an entry without its value. */
	@Test
	void entryWhoseFileIsGoneIsPassedOver() throws IOException {
		this.cache.put("first", new byte[1 << 20]);
		this.cache.put("middle", 1);
		this.cache.put("last", new byte[1 << 20]);
		for (Path file : valueFiles()) {
			Files.delete(file);
		}

		assertThat(this.cache.entries()).extracting(CacheEntry::key).containsExactly("middle");
		assertThat(this.cache.entries().lastStoredFirst().iterator().next().key()).isEqualTo("middle");
		DiskCache fresh = TestCaches.over(this.store);
		assertThat(fresh.get("first")).isNull();
		assertThat(fresh.getAndRemove("last")).isNull();
		assertThat(fresh.add("last", 2, null)).isTrue();
		this.store.check(true);
		assertThat(this.store.check(false)).isEqualTo(List.<Problem>of());
		assertThat(this.cache.keys()).contains("middle", "last").doesNotContain("first");
	}

	/** Forms of their own, which no codec of the application has a part in. */
	@Test
	void numbersKeysAndQueuesWorkWithTheCodecJson() {
		DiskCache json = json();
		json.put("count", 1, HOUR);
		json.put(List.of("a", 1), List.of("b", 2));

		assertThat(json.increment("count")).isEqualTo(2);
		assertThat(json.increment("count")).isEqualTo(3);
		assertThat(json.increment("count", 0.5, 0, null)).isEqualTo(3.5);
		assertThat(json.get(List.of("a", 1)).get()).isEqualTo(List.of("b", 2));
		CacheQueue queue = json.queue("work");
		queue.push(List.of(1));
		queue.push(2);
		assertThat(json.entries()).extracting(CacheEntry::value).containsExactly(3.5, List.of("b", 2), List.of(1), 2);
		assertThat(json.keys()).startsWith("count", List.of("a", 1));
		assertThat(queue.pull().value()).isEqualTo(List.of(1));
		assertThat(queue.pull(CacheQueue.End.BACK).value()).isEqualTo(2);
	}

	@Test
	void whatFailsBetweenTheTwoLeavesBothUndone() {
		this.cache.put("a", 1, HOUR, "blue");

		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.cache.transact(() -> {
			assertThat(take("a")).isNotNull();
			this.cache.put("b", 2);
			throw new UnsupportedOperationException();
		}));

		assertThat(this.cache.entry("a").tags()).containsExactly("blue");
		assertThat(this.cache.get("b")).isNull();
	}

	private @Nullable CacheEntry take(Object key) {
		return this.cache.transact(() -> {
			CacheEntry entry = this.cache.entry(key);
			this.cache.evict(key);
			return entry;
		});
	}

	private @Nullable Long raiseIfPresent(String key) {
		return this.cache.transact(() -> {
			ValueWrapper found = this.cache.get(key);
			return (found != null) ? this.cache.increment(key) : null;
		});
	}

	private DiskCache json() {
		Values values = new Values(new JsonCodec(List.of(), ComposedOperationsTests.class.getClassLoader()));
		return new DiskCache("users", this.store, NearTier.of(1 << 20).cache(NearOptions.defaults(), values),
				SpringKeys.addTo(KeyCodec.standard()), values, CacheOptions.defaults(), List.of(), new AsyncWork(),
				new Failures("users", false, System::nanoTime), false);
	}

	private List<Path> valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.temp)) {
			return files.filter((file) -> file.toString().contains("values-00") && Files.isRegularFile(file)).toList();
		}
	}

}
