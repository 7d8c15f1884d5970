package io.diskcache.interceptor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.diskcache.annotation.CacheEvictTagged;
import io.diskcache.annotation.CacheTags;
import io.diskcache.annotation.CacheTimeToLive;
import io.diskcache.annotation.CacheableAll;
import io.diskcache.cache.CacheEntry;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class BulkCachingTests {

	@TempDir
	static Path directory;

	private static AnnotationConfigApplicationContext context;

	private static Items items;

	private static DiskCache cache;

	@BeforeAll
	static void start() {
		context = Contexts.start(directory, Application.class);
		items = context.getBean(Items.class);
		cache = context.getBean(DiskCacheManager.class).getDiskCache("items");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void forget() {
		cache.clear();
		items.asked().clear();
	}

	@Test
	void methodIsCalledForMissingIdsOnly() {
		assertThat(items.map(List.of(1, 2))).containsExactly(Map.entry(1, "item 1"), Map.entry(2, "item 2"));
		assertThat(items.map(List.of(3, 2, 1, 4))).containsExactly(Map.entry(3, "item 3"), Map.entry(2, "item 2"),
				Map.entry(1, "item 1"), Map.entry(4, "item 4"));
		assertThat(items.map(List.of(4, 3))).containsExactly(Map.entry(4, "item 4"), Map.entry(3, "item 3"));
		assertThat(items.map(List.of())).isEmpty();

		assertThat(items.asked()).containsExactly(List.of(1, 2), List.of(3, 4));
	}

	@Test
	void listIsAlignedWithTheIds() {
		assertThat(items.list(List.of(2, 1, 2))).containsExactly("item 2", "item 1", "item 2");
		assertThat(items.list(List.of(1, 3, 2))).containsExactly("item 1", "item 3", "item 2");
		assertThat(items.list(List.of())).isEmpty();

		assertThat(items.asked()).containsExactly(List.of(2, 1), List.of(3));
	}

	@Test
	void methodForOneIdSharesTheEntries() {
		items.map(List.of(1));
		assertThat(items.one(1)).isEqualTo("item 1");
		items.one(2);
		items.map(Set.of(2));
		items.pair("de", 7);
		items.pairs("de", Set.of(7));

		assertThat(items.asked()).containsExactly(List.of(1), List.of(2), List.of(7));
		assertThat(cache.get(new SimpleKey("de", 7))).isNotNull();
	}

	@Test
	void keyMayBeAnExpression() {
		assertThat(items.keyed(List.of("A", "a", "b"), "x")).containsExactly(Map.entry("A", "item A"),
				Map.entry("a", "item a"), Map.entry("b", "item b"));
		assertThat(items.keyed(List.of("B"), "x")).containsExactly(Map.entry("B", "item b"));

		assertThat(cache.keys()).containsExactlyInAnyOrder("x a", "x b");
		assertThat(items.asked()).containsExactly(List.of("A", "a", "b"));
		assertThatIllegalArgumentException().isThrownBy(() -> items.unkeyed(List.of(1)))
			.withMessageContaining("is null")
			.withMessageContaining("Items.unkeyed(List)");
	}

	@Test
	void idsWithoutAValueAreAskedForAgain() {
		assertThat(items.even(List.of(1, 2))).containsExactly(Map.entry(2, "item 2"));
		assertThat(items.even(List.of(1, 2))).containsExactly(Map.entry(2, "item 2"));

		assertThat(items.asked()).containsExactly(List.of(1, 2), List.of(1));
	}

	@Test
	void nullIsAValue() {
		assertThat(items.nothing(List.of(1))).containsExactly((String) null);
		assertThat(items.nothing(List.of(1, 2))).containsExactly(null, null);

		assertThat(items.asked()).containsExactly(List.of(1), List.of(2));
	}

	@Test
	void termsAreThoseOfEachValue() {
		items.terms(List.of(1, 2));

		assertTerms(1, Duration.ofMinutes(1), "item 1", "1 of 1");
		assertTerms(2, Duration.ofMinutes(2), "item 2", "2 of 2");
	}

	@Test
	void evictionsComeAfterwards() {
		items.evicted(List.of(1));

		assertThat(cache.size()).isZero();
	}

	@Test
	void whatChangesMeanwhileIsNotStored() {
		cache.put(3, "old");
		items.meanwhile(List.of(1, 2, 3, 4, 5, 6), () -> {
			cache.evict(1);
			cache.put(2, "newer");
		});

		assertThat(cache.get(1)).isNull();
		assertThat(cache.get(2, String.class)).isEqualTo("newer");
		assertThat(cache.get(3, String.class)).isEqualTo("old");
		// One may share its stripe with what was changed.
		assertThat(cache.getAll(List.of(4, 5, 6))).hasSizeGreaterThan(1);
		items.meanwhile(List.of(7, 8), cache::clear);
		assertThat(cache.size()).isZero();
	}

	@Test
	void manyIdsAreStoredAtOnceThoughTheyShareStripes() {
		List<Integer> ids = IntStream.range(0, 2000).boxed().toList();
		items.map(ids);

		assertThat(cache.getAll(ids)).hasSize(2000);
	}

	@Test
	void wrongIdsAndResultsAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> items.map(Arrays.asList(1, null)))
			.withMessageContaining("Items.map(Collection)")
			.withMessageContaining("null");
		assertThatIllegalArgumentException().isThrownBy(() -> items.map(null)).withMessageContaining("without ids");
		assertThatIllegalStateException().isThrownBy(() -> items.tooFew(List.of(1, 2)))
			.withMessageContaining("Items.tooFew(List)")
			.withMessageContaining("1 elements for 2 ids");
		assertThatIllegalStateException().isThrownBy(() -> items.none(List.of(1)))
			.withMessageContaining("Items.none(List)");
		assertThat(cache.size()).isZero();
	}

	@Test
	void exceptionIsThatOfTheMethod() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> items.failing(List.of(1))).withMessage("checked");
	}

	private static void assertTerms(Object key, Duration timeToLive, String... tags) {
		CacheEntry entry = Objects.requireNonNull(cache.entry(key));
		assertThat(Duration.between(entry.stored(), entry.expires())).isEqualTo(timeToLive);
		assertThat(entry.tags()).containsExactlyInAnyOrder(tags);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Items items() {
			return new Items();
		}

	}

	@CacheConfig(cacheNames = "items")
	static class Items {

		private final List<List<?>> asked = new ArrayList<>();

		List<List<?>> asked() {
			return this.asked;
		}

		private <K> Map<K, String> values(Collection<K> ids) {
			this.asked.add(List.copyOf(ids));
			Map<K, String> values = new LinkedHashMap<>();
			ids.forEach((id) -> values.put(id, "item " + id));
			return values;
		}

		@Cacheable
		public String one(int id) {
			return String.valueOf(values(List.of(id)).get(id));
		}

		@Cacheable
		public String pair(String language, int id) {
			return one(id);
		}

		@CacheableAll
		public Map<Integer, String> map(@Nullable Collection<Integer> ids) {
			return values(Objects.requireNonNull(ids));
		}

		@CacheableAll
		public Map<Integer, String> pairs(String language, Set<Integer> ids) {
			return values(ids);
		}

		@CacheableAll("items")
		public List<String> list(List<Integer> ids) {
			return List.copyOf(values(ids).values());
		}

		@CacheableAll(key = "#language + ' ' + #id.toLowerCase()")
		public Map<String, String> keyed(List<String> ids, String language) {
			return values(ids);
		}

		@CacheableAll(key = "#nobody")
		public Map<Integer, String> unkeyed(List<Integer> ids) {
			return values(ids);
		}

		@CacheableAll
		public Map<Integer, String> even(List<Integer> ids) {
			return values(ids).entrySet()
				.stream()
				.filter((each) -> each.getKey() % 2 == 0)
				.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		}

		@CacheableAll
		public List<@Nullable String> nothing(List<Integer> ids) {
			values(ids);
			return Arrays.asList(new @Nullable String[ids.size()]);
		}

		@CacheableAll
		@CacheTimeToLive("#{#id}m")
		@CacheTags({ "#{#result}", "#{#id} of #{#key}" })
		public Map<Integer, String> terms(List<Integer> ids) {
			return values(ids);
		}

		@CacheableAll
		@CacheTags("mine")
		@CacheEvictTagged(tags = "mine")
		public Map<Integer, String> evicted(List<Integer> ids) {
			return values(ids);
		}

		@CacheableAll(key = "#id")
		public Map<Integer, String> meanwhile(List<Integer> ids, Runnable work) {
			work.run();
			return values(ids);
		}

		@CacheableAll
		public List<String> tooFew(List<Integer> ids) {
			return List.of("one");
		}

		@CacheableAll
		public @Nullable Map<Integer, String> none(List<Integer> ids) {
			return null;
		}

		@CacheableAll
		public Map<Integer, String> failing(List<Integer> ids) throws IOException {
			throw new IOException("checked");
		}

	}

}
