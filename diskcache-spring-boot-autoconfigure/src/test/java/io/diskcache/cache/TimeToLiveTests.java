package io.diskcache.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.diskcache.store.Key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** The ends of the range of times to live, and what an entry is once its time is over. */
class TimeToLiveTests extends CacheFixture {

	private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

	private static final Duration MOMENT = Duration.ofMillis(20);

	@Test
	void lifeLongerThanThereAreMillisecondsIsEndless() {
		this.cache.put("put", 1, ENDLESS);
		this.cache.add("added", 1, ENDLESS);
		this.cache.increment("whole", 1, 0, ENDLESS);
		this.cache.increment("fraction", 1.5, 0, ENDLESS);
		this.cache.put("touched", 1, MOMENT);
		this.cache.touch("touched", ENDLESS);
		DiskCache lasting = TestCaches.over(this.store, CacheOptions.defaults().withTimeToLive(ENDLESS),
				System::nanoTime);
		lasting.put("by default", 1);

		assertThat(this.cache.entries()).hasSize(6).allSatisfy((entry) -> assertThat(entry.expires()).isNull());
		assertThat(this.cache.get("touched").get()).isEqualTo(1);
		this.cache.queue("work").push("item", CacheQueue.End.BACK, ENDLESS);
		assertThat(this.cache.queue("work").pull().expires()).isNull();
	}

	/** The last instant there is, and what is more than nanoseconds can count. */
	@ParameterizedTest
	@MethodSource
	void veryLongLifeIsCountedToTheMillisecond(Duration life) {
		Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
		this.cache.put("a", 1L, life);
		CacheEntry entry = this.cache.entry("a");

		assertThat(entry.expires()).isEqualTo(entry.stored().plus(life)).isAfter(before);
		for (int i = 0; i < 3; i++) {
			assertThat(this.cache.get("a", Long.class)).isEqualTo(1);
		}
		assertThat(this.cache.increment("a")).isEqualTo(2);
		assertThat(this.cache.entry("a").expires()).isEqualTo(entry.expires());
		assertThat(this.store.check(false)).isEmpty();
	}

	static List<Duration> veryLongLifeIsCountedToTheMillisecond() {
		return List.of(Duration.ofDays(300 * 365),
				Duration.ofMillis(Long.MAX_VALUE - 1).minusMillis(System.currentTimeMillis()).minusDays(1));
	}

	@ParameterizedTest
	@MethodSource
	void timeToLiveIsPositiveWhateverIsStored(Duration wrong) {
		this.cache.put("a", 1);

		for (Runnable mistake : List.<Runnable>of(() -> this.cache.put("a", 2, wrong, "red"),
				() -> this.cache.add("b", 2, wrong, "red"), () -> this.cache.touch("absent", wrong),
				() -> this.cache.increment("absent", 1, 0, wrong),
				() -> this.cache.queue("work").push(1, CacheQueue.End.BACK, wrong),
				() -> CacheOptions.defaults().withTimeToLive(wrong),
				() -> CacheOptions.defaults().withLoadTimeout(wrong))) {
			assertThatIllegalArgumentException().isThrownBy(mistake::run).withMessageContaining("must be positive");
		}
		assertThat(this.cache.get("a", Integer.class)).isEqualTo(1);
		assertThat(this.cache.size()).isEqualTo(1);
	}

	static List<Duration> timeToLiveIsPositiveWhateverIsStored() {
		return List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE));
	}

	@ParameterizedTest
	@MethodSource
	void entryWhoseTimeIsOverIsGoneForEveryOperation(Object value) {
		this.cache.put("a", value, MOMENT, "red");
		this.cache.put("b", value, null, "red");
		await().until(() -> this.cache.get("a") == null);

		assertThat(this.cache.evictIfPresent("a")).isFalse();
		assertThat(this.cache.entry("a")).isNull();
		assertThat(this.cache.keys()).containsExactly("b");
		assertThat(this.cache.entries()).extracting(CacheEntry::key).containsExactly("b");
		assertThat(this.cache.tagCounts()).containsOnly(Map.entry("red", 1L));
		assertThat(this.store.contains(Key.of(this.cache.encodedKey("a")))).isFalse();
		assertThat(this.cache.putIfAbsent("a", "new")).isNull();
		assertThat(this.cache.get("a", String.class)).isEqualTo("new");
	}

	static List<Object> entryWhoseTimeIsOverIsGoneForEveryOperation() {
		return List.of(1, "x".repeat(100_000));
	}

	@Test
	void whatIsStoredAnewHasATimeOfItsOwn() {
		this.cache.put("a", 1, Duration.ofHours(1));
		this.cache.put("a", 2);
		assertThat(this.cache.entry("a").expires()).as("this cache keeps entries for as long as there is room")
			.isNull();

		this.cache.put("a", 1, Duration.ofHours(1));
		this.cache.replace("a", 3);
		assertThat(this.cache.entry("a").expires()).isNull();
	}

	@Test
	void waitForALoadMayBeLongerThanNanosecondsCount() throws Exception {
		DiskCache patient = TestCaches.over(this.store, CacheOptions.defaults().withLoadTimeout(ENDLESS),
				System::nanoTime);
		CompletableFuture<@Nullable Object> value = new CompletableFuture<>();
		Thread loader = new Thread(() -> patient.get("a", value::get));
		loader.start();
		await().until(() -> loader.getState() == Thread.State.WAITING);

		CompletableFuture<@Nullable Object> waiting = new CompletableFuture<>();
		Thread waiter = new Thread(() -> waiting.complete(patient.get("a", () -> "loaded twice")));
		waiter.start();
		CompletableFuture<Object> later = patient.retrieve("a", () -> CompletableFuture.completedFuture("twice"));
		await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
		value.complete("loaded once");

		assertThat(waiting.get()).isEqualTo("loaded once");
		assertThat(later.get()).isEqualTo("loaded once");
		loader.join();
	}

}
