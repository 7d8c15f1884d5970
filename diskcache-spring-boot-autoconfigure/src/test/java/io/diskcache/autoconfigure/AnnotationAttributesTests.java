package io.diskcache.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The attributes of Spring's annotations, each as its reference describes it. */
class AnnotationAttributesTests {

	@TempDir
	static Path directory;

	private static ConfigurableApplicationContext context;

	private final Users users = context.getBean(Users.class);

	private final DiskCacheManager manager = context.getBean(DiskCacheManager.class);

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("diskcache.directory=" + directory, "diskcache.allowed-packages=io.diskcache",
					"diskcache.caches[optionals.java].near.enabled=false",
					"diskcache.caches[optionals.json].codec=json",
					"diskcache.caches[optionals.json].near.enabled=false")
			.run();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void forgetAll() {
		this.manager.resetCaches();
		this.users.calls().set(0);
	}

	@Test
	void keyGeneratorIsTheBeanThatIsNamed() {
		assertThat(this.users.byGeneratedKey("ada")).isEqualTo("ada of call 1");
		assertThat(this.users.byGeneratedKey("eve")).as("of the same length").isEqualTo("ada of call 1");

		assertThat(cache("generated").keys()).containsExactly(3);
	}

	@Test
	void cacheResolverIsTheBeanThatIsNamed() {
		assertThat(this.users.ofTenant("red", 1)).isEqualTo(this.users.ofTenant("red", 1));
		assertThat(this.users.ofTenant("blue", 1)).isNotEqualTo(this.users.ofTenant("red", 1));

		assertThat(cache("tenant-red").size()).isEqualTo(1);
		assertThat(cache("tenant-blue").size()).isEqualTo(1);
	}

	@Test
	void conditionOfTheMethodComesBeforeAndUnlessAfterIt() {
		assertThat(this.users.find("nobody")).isEmpty();
		assertThat(this.users.find("nobody")).isEmpty();
		assertThat(this.users.calls()).as("null is not to be cached").hasValue(2);
		assertThat(this.users.find("ada")).contains("ada of call 3");
		assertThat(this.users.find("ada")).contains("ada of call 3");
		assertThat(this.users.find("root")).contains("root of call 4");
		assertThat(this.users.find("root")).contains("root of call 5");
		assertThat(cache("found").keys()).containsExactly("ada");
	}

	@Test
	void putStoresUnderAKeyOfTheResultUnlessItIsNotToBe() {
		this.users.register("ada", false);
		this.users.register("eve", true);

		assertThat(cache("registered").keys()).containsExactly("ada of call 1");
		assertThat(cache("registered").get("ada of call 1", String.class)).isEqualTo("ada of call 1");
	}

	@Test
	void severalAnnotationsOfAMethodAllTakeEffect() {
		cache("stale").put("ada", 1);
		cache("stale").put("eve", 2);

		String value = this.users.everywhere("ada");

		assertThat(cache("first").get("ada", String.class)).isEqualTo(value);
		assertThat(cache("second").get(value.length(), String.class)).isEqualTo(value);
		assertThat(cache("stale").keys()).containsExactly("eve");
		assertThat(this.users.everywhere("ada")).as("a put has the method run each time").isNotEqualTo(value);
	}

	@Test
	void evictionAfterTheMethodMayDependOnItsResult() {
		cache("evicted").put("ada", 1);

		assertThat(this.users.forgetIf("ada", false)).isFalse();
		assertThat(cache("evicted").get("ada")).isNotNull();
		assertThat(this.users.forgetIf("ada", true)).isTrue();
		assertThat(cache("evicted").get("ada")).isNull();
	}

	@Test
	void allEntriesGoAfterTheMethodAndOnlyIfItReturns() {
		for (boolean fails : new boolean[] { true, false }) {
			cache("evicted").put("ada", 1);
			cache("evicted").put("eve", 2);
			if (fails) {
				assertThatIllegalStateException().isThrownBy(() -> this.users.forgetAllAfter(true));
				assertThat(cache("evicted").size()).isEqualTo(2);
			}
			else {
				this.users.forgetAllAfter(false);
				assertThat(cache("evicted").size()).isZero();
			}
		}
	}

	@Test
	void allEntriesGoBeforeTheMethodAlsoIfItFails() {
		cache("evicted").put("ada", 1);
		cache("evicted").put("eve", 2);

		assertThatIllegalStateException().isThrownBy(() -> this.users.forgetAllBefore(cache("evicted")))
			.withMessage("there are 0");
	}

	@Test
	void oneEntryGoesBeforeTheMethodAlsoIfItFails() {
		cache("evicted").put("ada", 1);
		cache("evicted").put("eve", 2);

		assertThatIllegalStateException().isThrownBy(() -> this.users.forgetBefore("ada", cache("evicted")))
			.withMessage("there are 1");
	}

	@Test
	void futureEvictsAndPutsWhenItIsDoneAndOnlyIfItDoesNotFail() {
		cache("evicted").put("ada", 1);

		CompletableFuture<String> failing = new CompletableFuture<>();
		CompletableFuture<String> given = this.users.replaceLater("ada", failing);
		failing.completeExceptionally(new IllegalStateException("too late"));
		assertThatException().isThrownBy(given::join).withRootCauseInstanceOf(IllegalStateException.class);
		assertThat(cache("evicted").get("ada")).isNotNull();
		assertThat(cache("put.later").get("ada")).isNull();

		CompletableFuture<String> result = new CompletableFuture<>();
		given = this.users.replaceLater("ada", result);
		assertThat(cache("evicted").get("ada")).isNotNull();
		result.complete("new");
		assertThat(given.join()).isEqualTo("new");
		assertThat(cache("evicted").get("ada")).isNull();
		assertThat(cache("put.later").get("ada", String.class)).isEqualTo("new");
	}

	/** As the lookup does not wait, Spring cannot know in time that there is nothing. */
	@Test
	void futureIsLookedUpInTheFirstOfSeveralCachesOnly() {
		cache("later.first").put("ada", "first");
		cache("later.second").put("eve", "second");

		assertThat(this.users.inSeveralLater("ada").join()).isEqualTo("first");
		assertThat(this.users.inSeveralLater("eve").join()).isEqualTo("eve of call 1");
		assertThat(cache("later.first").get("eve", String.class)).isEqualTo("eve of call 1");
		assertThat(cache("later.second").get("eve", String.class)).isEqualTo("eve of call 1");
	}

	/** Spring unwraps an {@code Optional}, but not that of a future. */
	@Test
	void optionalsOfFuturesAreKeptOnTheDiskByEachCodec() {
		for (String name : List.of("optionals.java", "optionals.json")) {
			cache(name).put("present", Optional.of(new Name("ada")));
			cache(name).put("empty", Optional.empty());
			cache(name).put("number", Optional.of(1L));
			assertThat(cache(name).near().entries()).isZero();

			assertThat(cache(name).get("present").get()).isEqualTo(Optional.of(new Name("ada")));
			assertThat(cache(name).get("empty").get()).isEqualTo(Optional.empty());
			assertThat(cache(name).get("number").get()).isEqualTo(Optional.of(1L));
		}
		assertThat(this.users.findLater("ada").join()).contains(new Name("ada"));
		assertThat(this.users.findLater("ada").join()).contains(new Name("ada"));
		assertThat(this.users.findLater("nobody").join()).isEmpty();
		assertThat(this.users.findLater("nobody").join()).isEmpty();
		assertThat(this.users.calls()).hasValue(2);
	}

	@Test
	void cachesOfAResolverAreListedWithTheOthers() {
		this.users.ofTenant("green", 1);

		assertThat(context.getBean(CacheManager.class).getCacheNames()).contains("tenant-green");
	}

	private DiskCache cache(String name) {
		return this.manager.getDiskCache(name);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration(DiskCacheAutoConfiguration.class)
	static class Application {

		@Bean
		Users users() {
			return new Users();
		}

		@Bean
		KeyGenerator lengths() {
			return (target, method, arguments) -> String.valueOf(arguments[0]).length();
		}

		@Bean
		CacheResolver tenants(CacheManager manager) {
			return (invocation) -> Set.of(manager.getCache("tenant-" + invocation.getArgs()[0]));
		}

	}

	record Name(String name) implements java.io.Serializable {
	}

	static class Users {

		private final AtomicInteger calls = new AtomicInteger();

		public AtomicInteger calls() {
			return this.calls;
		}

		@Cacheable(cacheNames = "generated", keyGenerator = "lengths")
		public String byGeneratedKey(String name) {
			return called(name);
		}

		@Cacheable(cacheResolver = "tenants", key = "#id")
		public String ofTenant(String tenant, int id) {
			return called(tenant + id);
		}

		@Cacheable(cacheNames = "found", condition = "#name != 'root'", unless = "#result == null")
		public Optional<String> find(String name) {
			String found = called(name);
			return name.equals("nobody") ? Optional.empty() : Optional.of(found);
		}

		@CachePut(cacheNames = "registered", key = "#result", condition = "#result.startsWith(#name)",
				unless = "#secret")
		public String register(String name, boolean secret) {
			return called(name);
		}

		@Caching(cacheable = @Cacheable("first"), put = @CachePut(cacheNames = "second", key = "#result.length()"),
				evict = @CacheEvict("stale"))
		public String everywhere(String name) {
			return called(name);
		}

		@CacheEvict(cacheNames = "evicted", key = "#name", condition = "#result")
		public boolean forgetIf(String name, boolean really) {
			return really;
		}

		@CacheEvict(cacheNames = "evicted", allEntries = true)
		public void forgetAllAfter(boolean fails) {
			if (fails) {
				throw new IllegalStateException();
			}
		}

		@CacheEvict(cacheNames = "evicted", allEntries = true, beforeInvocation = true)
		public void forgetAllBefore(DiskCache cache) {
			throw new IllegalStateException("there are " + cache.size());
		}

		@CacheEvict(cacheNames = "evicted", key = "#name", beforeInvocation = true)
		public void forgetBefore(String name, DiskCache cache) {
			throw new IllegalStateException("there are " + cache.size());
		}

		@Caching(put = @CachePut(cacheNames = "put.later", key = "#name"),
				evict = @CacheEvict(cacheNames = "evicted", key = "#name"))
		public CompletableFuture<String> replaceLater(String name, CompletableFuture<String> result) {
			return result;
		}

		@Cacheable("optionals.java")
		public CompletableFuture<Optional<Name>> findLater(String name) {
			called(name);
			return CompletableFuture
				.completedFuture(Optional.of(name).filter((any) -> !any.equals("nobody")).map(Name::new));
		}

		@Cacheable({ "later.first", "later.second" })
		public CompletableFuture<String> inSeveralLater(String name) {
			return CompletableFuture.completedFuture(called(name));
		}

		private String called(@Nullable String what) {
			return what + " of call " + this.calls.incrementAndGet();
		}

	}

}
