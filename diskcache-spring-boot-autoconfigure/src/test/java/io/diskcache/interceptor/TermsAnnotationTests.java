package io.diskcache.interceptor;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import reactor.core.publisher.Mono;

import io.diskcache.annotation.CacheTags;
import io.diskcache.annotation.CacheTimeToLive;
import io.diskcache.cache.CacheEntry;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class TermsAnnotationTests {

	private static final Duration DAY = Duration.ofDays(1);

	@TempDir
	static Path directory;

	private static AnnotationConfigApplicationContext context;

	private static Catalog catalog;

	private static DiskCache cache;

	@BeforeAll
	static void start() {
		context = Contexts.start(directory, Application.class);
		catalog = context.getBean(Catalog.class);
		cache = context.getBean(DiskCacheManager.class).getDiskCache("items");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void interceptorIsOurs() {
		assertThat(context.getBean(CacheInterceptor.class)).isInstanceOf(DiskCacheInterceptor.class);
	}

	@Test
	void fixedTerms() {
		catalog.fixed("fixed");

		assertTerms("fixed", Duration.ofMinutes(10), "products", "all");
	}

	@Test
	void placeholdersAndNumbersOfSeconds() {
		catalog.placeholders("placeholders");
		catalog.seconds("seconds");

		assertTerms("placeholders", Duration.ofMinutes(20), "colour-red");
		assertTerms("seconds", Duration.ofSeconds(90));
	}

	@Test
	void expressionsKnowArgumentsResultAndKey() {
		catalog.expressions("expressions", 7);

		assertTerms(new SimpleKey("expressions", 7), Duration.ofMinutes(7), "item expressions", "n 7", "p 7",
				"root expressions", "expressions", "method SimpleKey", "bean!");
	}

	@Test
	void expressionThatStandsAloneGivesWhatItIs() {
		catalog.objects("objects", Duration.ofHours(2), List.of("a", "b"));
		catalog.objects("nothing", null, null);

		assertTerms(new SimpleKey("objects", Duration.ofHours(2), List.of("a", "b")), Duration.ofHours(2), "a", "b");
		assertTerms(new SimpleKey("nothing", null, null), DAY);
	}

	@Test
	void textOfWhichAPartIsNullIsNoTag() {
		catalog.nullPart("nullPart");

		assertTerms("nullPart", DAY);
	}

	@Test
	void parameterMayBeNamedKey() {
		catalog.named("named", "other");

		assertTerms("named", DAY, "named+other");
	}

	@Test
	void synchronizedOptionalAndNull() {
		assertThat(catalog.optional("optional")).contains("value optional");
		assertThat(catalog.synchronizedNothing("nothing at all")).isNull();

		assertTerms("optional", DAY, "String");
		assertTerms("nothing at all", DAY, "null");
	}

	@Test
	void futuresAndReactiveResults() throws Exception {
		assertThat(catalog.future("future").get()).isEqualTo("value future");
		assertThat(catalog.synchronizedFuture("sync").get()).isEqualTo("value sync");
		assertThat(catalog.mono("mono").block()).isEqualTo("value mono");

		for (String key : List.of("future", "sync", "mono")) {
			Awaitility.await().until(() -> cache.entry(key) != null);
			assertTerms(key, Duration.ofMinutes(10), "value " + key);
		}
	}

	@Test
	void putsAndSeveralOperations() {
		catalog.put("put");
		catalog.several("several");

		assertTerms("put", DAY, "of value put");
		assertTerms("several", DAY, "x");
		assertTerms("also several", DAY, "x");
	}

	@Test
	void composedAnnotations() {
		catalog.composed("composed");

		assertTerms("composed", Duration.ofMinutes(5), "short");
	}

	@Test
	void annotationsOfAnInterface() {
		context.getBean(Declared.class).find("declared");

		assertTerms("declared", Duration.ofMinutes(3));
	}

	@Test
	void methodsWithoutAnnotationsAreAsBefore() {
		catalog.plain("plain");

		assertTerms("plain", DAY);
		assertThat(DiskCacheInterceptor.current()).isNull();
	}

	@Test
	void nestedInvocationIsOverBeforeTheOuterOne() {
		assertThat(catalog.outer("outer")).isEqualTo("outer of find, find of find, outer of find");
	}

	@Test
	void wrongTermsCostNeitherTheEntryNorTheResult(CapturedOutput output) {
		long before = cache.statistics().failures();

		assertThat(catalog.wrong("wrong", -1)).isEqualTo("value wrong");
		assertThat(catalog.wrongSynchronized("sync wrong", "soon")).isEqualTo("value sync wrong");

		assertTerms(new SimpleKey("wrong", -1), DAY);
		assertTerms(new SimpleKey("sync wrong", "soon"), DAY);
		assertThat(cache.statistics().failures()).isEqualTo(before + 2);
		assertThat(catalog.calls("wrong")).isEqualTo(1);
		assertThat(catalog.calls("sync wrong")).isEqualTo(1);
		assertThat(output).contains("TermsAnnotationTests$Catalog.wrong");
	}

	@Test
	void otherCachesAreLeftAlone(CapturedOutput output) {
		assertThat(catalog.foreign("a")).isEqualTo("value a");
		assertThat(catalog.foreign("b")).isEqualTo("value b");

		assertThat(output).containsOnlyOnce("have no effect on cache 'others'");
	}

	private static void assertTerms(Object key, Duration timeToLive, String... tags) {
		CacheEntry entry = Objects.requireNonNull(cache.entry(key), () -> "No entry of " + key);
		Instant expires = Objects.requireNonNull(entry.expires());
		assertThat(entry.tags()).isEqualTo(Set.of(tags));
		assertThat(Duration.between(entry.stored(), expires)).isEqualTo(timeToLive);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Catalog catalog() {
			return new Catalog();
		}

		@Bean
		Declared declared() {
			return (id) -> "value " + id;
		}

		@Bean
		Inner inner() {
			return new Inner();
		}

		@Bean
		String exclamation() {
			return "bean!";
		}

		@Bean(defaultCandidate = false)
		ConcurrentMapCacheManager otherManager() {
			return new ConcurrentMapCacheManager("others");
		}

	}

	interface Declared {

		@Cacheable("items")
		@CacheTimeToLive("3m")
		String find(String id);

	}

	static class Inner {

		@Cacheable("items")
		@CacheTags("inner")
		public String find(String id) {
			return String.valueOf(name());
		}

	}

	static @Nullable String name() {
		var current = DiskCacheInterceptor.current();
		return (current != null) ? current.getMethod().getName() : null;
	}

	static class Catalog {

		private final List<String> ids = new java.util.concurrent.CopyOnWriteArrayList<>();

		@org.springframework.beans.factory.annotation.Autowired
		private @Nullable Inner inner;

		private final AtomicInteger calls = new AtomicInteger();

		int calls(String id) {
			return java.util.Collections.frequency(this.ids, id);
		}

		private String value(String id) {
			this.calls.incrementAndGet();
			this.ids.add(id);
			return "value " + id;
		}

		@Cacheable("items")
		@CacheTimeToLive("10m")
		@CacheTags({ "products", "all" })
		public String fixed(String id) {
			return value(id);
		}

		@Cacheable("items")
		@CacheTimeToLive("${life}")
		@CacheTags("colour-${colour}")
		public String placeholders(String id) {
			return value(id);
		}

		@Cacheable("items")
		@CacheTimeToLive("90")
		public String seconds(String id) {
			return value(id);
		}

		@Cacheable("items")
		@CacheTimeToLive("#{#n}m")
		@CacheTags({ "item #{#id}", "n #{#n}", "p #{#p1}", "root #{#root.args[0]}", "#{#result.substring(6)}",
				"#{#root.method.name == 'expressions' ? 'method ' + #key.class.simpleName : ''}", "#{@exclamation}" })
		public String expressions(String id, int n) {
			return value(id);
		}

		@Cacheable("items")
		@CacheTimeToLive("#{#life}")
		@CacheTags("#{#tags}")
		public String objects(String id, @Nullable Duration life, @Nullable List<String> tags) {
			return value(id);
		}

		@Cacheable("items")
		@CacheTags("team-#{null}")
		public String nullPart(String id) {
			return value(id);
		}

		@Cacheable(cacheNames = "items", key = "#id")
		@CacheTags("#{#id}+#{#key}")
		public String named(String id, String key) {
			return value(id);
		}

		@Cacheable(cacheNames = "items", sync = true)
		@CacheTags("#{#result.class.simpleName}")
		public Optional<String> optional(String id) {
			return Optional.of(value(id));
		}

		@Cacheable(cacheNames = "items", sync = true)
		@CacheTags("#{#result == null ? 'null' : 'there'}")
		public @Nullable String synchronizedNothing(String id) {
			return null;
		}

		@Cacheable("items")
		@CacheTimeToLive("PT10M")
		@CacheTags("#{#result}")
		public CompletableFuture<String> future(String id) {
			return CompletableFuture.supplyAsync(() -> value(id));
		}

		@Cacheable(cacheNames = "items", sync = true)
		@CacheTimeToLive("10m")
		@CacheTags("#{#result}")
		public CompletableFuture<String> synchronizedFuture(String id) {
			return CompletableFuture.supplyAsync(() -> value(id));
		}

		@Cacheable("items")
		@CacheTimeToLive("10m")
		@CacheTags("#{#result}")
		public Mono<String> mono(String id) {
			return Mono.fromSupplier(() -> value(id));
		}

		@CachePut("items")
		@CacheTags("of #{#result}")
		public String put(String id) {
			return value(id);
		}

		@Caching(cacheable = @Cacheable("items"), put = @CachePut(cacheNames = "items", key = "'also ' + #id"))
		@CacheTags("x")
		public String several(String id) {
			return value(id);
		}

		@Composed(tags = "short")
		public String composed(String id) {
			return value(id);
		}

		@Cacheable("items")
		public String plain(String id) {
			return value(id);
		}

		@Cacheable(cacheNames = "items", key = "'outer'")
		@CacheTags("outer")
		public String outer(String id) {
			String before = name();
			String within = Objects.requireNonNull(this.inner).find("inner");
			return before + " of find, " + within + " of find, " + name() + " of find";
		}

		@Cacheable("items")
		@CacheTimeToLive("#{#seconds}")
		public String wrong(String id, int seconds) {
			return value(id);
		}

		@Cacheable(cacheNames = "items", sync = true)
		@CacheTimeToLive("#{#life}")
		public String wrongSynchronized(String id, String life) {
			return value(id);
		}

		@Cacheable(cacheNames = "others", cacheManager = "otherManager")
		@CacheTags("#{#id}")
		public String foreign(String id) {
			return value(id);
		}

	}

	@Cacheable("items")
	@CacheTimeToLive("5m")
	@CacheTags({})
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Composed {

		@AliasFor(annotation = CacheTags.class, attribute = "value")
		String[] tags();

	}

}
