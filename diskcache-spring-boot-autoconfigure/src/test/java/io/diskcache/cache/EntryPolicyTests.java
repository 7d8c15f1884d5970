package io.diskcache.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class EntryPolicyTests extends CacheFixture {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration DAY = Duration.ofDays(1);

	@Test
	void policyDecidesForAllThatIsStoredWithoutTerms() throws Exception {
		List<String> asked = new ArrayList<>();
		DiskCache cache = with(CacheOptions.defaults().withTimeToLive(DAY), (name, key, value) -> {
			asked.add(name + " " + key + "=" + value);
			return EntryTerms.of(HOUR, "of " + key);
		});

		cache.put("put", 1);
		cache.putIfAbsent("absent", 2);
		cache.get("load", () -> 3);
		cache.retrieve("later", () -> CompletableFuture.completedFuture(4)).get();
		cache.putAll(Map.of(List.of("bulk"), 5));
		cache.getAndPut("swap", 6);
		cache.replace("swap", 7);

		assertThat(asked).containsExactly("users put=1", "users absent=2", "users load=3", "users later=4",
				"users [bulk]=5", "users swap=6", "users swap=7");
		for (Object key : List.of("put", "absent", "load", "later", List.of("bulk"), "swap")) {
			assertTerms(cache, key, HOUR, "of " + key);
		}
	}

	@Test
	void ownTermsAreNotAsked() {
		DiskCache cache = with(CacheOptions.defaults(), (name, key, value) -> EntryTerms.of(HOUR, "policy"));

		cache.put("a", 1, DAY, "own");
		cache.add("b", 1, DAY, "own");
		cache.putAll(Map.of("c", 1), DAY, "own");

		for (String key : List.of("a", "b", "c")) {
			assertTerms(cache, key, DAY, "own");
		}
	}

	@Test
	void firstPolicyThatHasTermsDecidesAndElseTheCache() {
		DiskCache cache = with(CacheOptions.defaults().withTimeToLive(DAY),
				(name, key, value) -> key.equals("a") ? EntryTerms.of(null, "first") : null,
				(name, key, value) -> key.equals("c") ? null : EntryTerms.of(HOUR, "second"));
		Cache view = cache.forInvocation((name, key, value) -> key.equals("b") ? EntryTerms.of(HOUR, "view") : null,
				null);

		view.put("a", 1);
		view.put("b", 1);
		view.get("c", () -> 1);
		cache.put("d", 1);

		assertTerms(cache, "a", DAY, "first");
		assertTerms(cache, "b", HOUR, "view");
		assertTerms(cache, "c", DAY);
		assertTerms(cache, "d", HOUR, "second");
	}

	@Test
	void viewIsTheSameCache() throws Exception {
		Cache view = this.cache.forInvocation((name, key, value) -> EntryTerms.of(HOUR, "view"), null);

		assertThat(view.getName()).isEqualTo("users");
		assertThat(view.getNativeCache()).isSameAs(this.cache.getNativeCache());
		assertThat(view.putIfAbsent("a", 1)).isNull();
		assertThat(view.retrieve("b", () -> CompletableFuture.completedFuture(2)).get()).isEqualTo(2);
		assertTerms(this.cache, "a", HOUR, "view");
		assertTerms(this.cache, "b", HOUR, "view");
		assertThat(view.get("a", Integer.class)).isEqualTo(1);
		assertThat(Objects.requireNonNull(view.get("a")).get()).isEqualTo(1);
		assertThat(view.retrieve("a").get()).isNotNull();
		assertThat(view.evictIfPresent("a")).isTrue();
		view.evict("b");
		assertThat(this.cache.size()).isZero();
		view.put("c", 1);
		assertThat(view.invalidate()).isTrue();
		view.put("c", 1);
		view.clear();
		assertThat(this.cache.get("c")).isNull();
	}

	@Test
	void policyThatThrowsCostsNeitherTheEntryNorTheApplication(CapturedOutput output) {
		DiskCache cache = with(CacheOptions.defaults().withTimeToLive(DAY), (name, key, value) -> {
			throw new EntryTermsException("No terms here", null);
		});
		List<Integer> loads = new ArrayList<>();

		cache.put("a", 1);
		cache.get("b", () -> {
			loads.add(1);
			return 1;
		});

		assertTerms(cache, "a", DAY);
		assertTerms(cache, "b", DAY);
		assertThat(loads).hasSize(1);
		assertThat(cache.statistics().failures()).isEqualTo(2);
		assertThat(output).containsOnlyOnce("No terms here");
	}

	@Test
	void termsAreChecked() {
		assertThatIllegalArgumentException().isThrownBy(() -> EntryTerms.of(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> EntryTerms.of(HOUR.negated()));
		assertThatIllegalArgumentException().isThrownBy(() -> EntryTerms.of(null, "a", ""));
		assertThat(EntryTerms.of(null, "b", "a", "b").tags()).containsExactly("a", "b");
		assertThat(EntryTerms.of(null)).isEqualTo(EntryTerms.OF_CACHE);
	}

	@Test
	void jitterShortensEachTimeToLiveByAnotherPart() {
		DiskCache cache = with(CacheOptions.defaults().withTimeToLive(DAY).withTimeToLiveJitter(0.25),
				(name, key, value) -> key.equals("own") ? EntryTerms.of(HOUR) : null);
		List<Duration> lives = new ArrayList<>();

		for (int key = 0; key < 50; key++) {
			cache.put(key, "value");
			lives.add(life(cache, key));
		}
		cache.put("own", 1);
		cache.put("exact", 1, HOUR);

		assertThat(lives).allSatisfy((life) -> assertThat(life).isBetween(Duration.ofHours(18), DAY))
			.anySatisfy((life) -> assertThat(life).isLessThan(Duration.ofHours(21)))
			.anySatisfy((life) -> assertThat(life).isGreaterThan(Duration.ofHours(21)));
		assertThat(life(cache, "own")).isBetween(Duration.ofMinutes(45), HOUR);
		assertTerms(cache, "exact", HOUR);
	}

	@Test
	void longestTimeToLiveHasJitterToo() {
		DiskCache cache = with(CacheOptions.defaults()
			.withTimeToLive(Duration.ofSeconds(Long.MAX_VALUE))
			.withTimeToLiveJitter(CacheOptions.MAX_JITTER));

		cache.put("a", 1);

		assertThat(cache.get("a", Integer.class)).isEqualTo(1);
	}

	private DiskCache with(CacheOptions options, EntryPolicy... policies) {
		return TestCaches.over(this.store, options, List.of(policies));
	}

	private static void assertTerms(DiskCache cache, Object key, Duration timeToLive, String... tags) {
		CacheEntry entry = Objects.requireNonNull(cache.entry(key));
		assertThat(entry.tags()).isEqualTo(Set.of(tags));
		assertThat(life(cache, key)).isEqualTo(timeToLive);
	}

	private static @Nullable Duration life(DiskCache cache, Object key) {
		CacheEntry entry = Objects.requireNonNull(cache.entry(key));
		Instant expires = entry.expires();
		return (expires != null) ? Duration.between(entry.stored(), expires) : null;
	}

}
