package io.diskcache.interceptor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.diskcache.annotation.CacheEvictPrefix;
import io.diskcache.annotation.CacheEvictTagged;
import io.diskcache.annotation.CacheTags;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class EvictionTests {

	@TempDir
	static Path directory;

	private static AnnotationConfigApplicationContext context;

	private static Teams teams;

	private static DiskCache cache;

	@BeforeAll
	static void start() {
		context = Contexts.start(directory, Application.class);
		teams = context.getBean(Teams.class);
		cache = context.getBean(DiskCacheManager.class).getDiskCache("teams");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void fill() {
		cache.clear();
		cache.put("a", 1, null, "team-1", "all");
		cache.put("b", 2, null, "team-2", "all");
		cache.put("bc", 3, null, "all");
		cache.put(new SimpleKey("a", 1), 4);
	}

	@Test
	void evictsByTagsOfTheInvocation() {
		teams.rename(1, "x");

		assertKeys("b", "bc", new SimpleKey("a", 1));
		teams.renameAll(List.of("team-2", "team-3"));
		assertKeys("bc", new SimpleKey("a", 1));
	}

	@Test
	void tagOfNothingIsNone() {
		teams.rename(null, "x");

		assertKeys("a", "b", "bc", new SimpleKey("a", 1));
	}

	@Test
	void evictsByTagsOfTheResult() {
		assertThat(teams.found(2)).contains(2);

		assertKeys("a", "bc", new SimpleKey("a", 1));
	}

	@Test
	void evictsByPrefixOfAllKinds() {
		teams.prefix("b");
		assertKeys("a", new SimpleKey("a", 1));
		teams.prefix(new SimpleKey("a"));
		assertKeys("a");
	}

	@Test
	void prefixThatIsNoneFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> teams.prefix(""));
		assertThatIllegalArgumentException().isThrownBy(() -> teams.prefix(null));
		assertThatIllegalArgumentException().isThrownBy(() -> teams.prefix(17));

		assertThat(cache.size()).isEqualTo(4);
	}

	@Test
	void methodThatFailsEvictsNothingUnlessBefore() {
		assertThatIllegalStateException().isThrownBy(() -> teams.failing());
		assertThat(cache.size()).isEqualTo(4);
		assertThatIllegalStateException().isThrownBy(() -> teams.failingAfter());
		assertKeys(new SimpleKey("a", 1));
	}

	@Test
	void conditionDecides() {
		teams.conditional(true, "no");
		assertThat(cache.size()).isEqualTo(4);
		teams.conditional(false, "yes");
		assertThat(cache.size()).isEqualTo(4);
		teams.conditional(true, "yes");
		assertKeys(new SimpleKey("a", 1));
	}

	@Test
	void severalAnnotationsOfBothKinds() {
		teams.several();

		assertKeys("bc");
	}

	@Test
	void futuresEvictWhenTheyAreCompleted() {
		CompletableFuture<Integer> pending = new CompletableFuture<>();
		CompletionStage<Integer> returned = teams.future(pending);
		assertThat(cache.size()).isEqualTo(4);
		pending.complete(1);
		assertThat(returned.toCompletableFuture().join()).isEqualTo(1);
		assertKeys("b", "bc", new SimpleKey("a", 1));

		CompletableFuture<Integer> failed = CompletableFuture.failedFuture(new IllegalStateException());
		assertThatException().isThrownBy(() -> teams.futureOfAll(failed).join());
		assertThat(cache.size()).isEqualTo(3);
	}

	@Test
	void reactiveResultsEvictWhenTheyAreComplete() {
		Mono<Integer> one = teams.mono(Mono.just(1));
		assertThat(cache.size()).isEqualTo(4);
		assertThat(one.block()).isEqualTo(1);
		assertKeys("b", "bc", new SimpleKey("a", 1));

		assertThatException().isThrownBy(() -> teams.flux(Flux.error(new IllegalStateException())).blockLast());
		assertThat(cache.size()).isEqualTo(3);
		assertThat(teams.flux(Flux.just(1, 2)).collectList().block()).containsExactly(1, 2);
		assertKeys(new SimpleKey("a", 1));
	}

	@Test
	void storedResultOfTheSameCallIsEvictedToo() {
		teams.stored(9);

		assertKeys("a", "b", "bc", new SimpleKey("a", 1));
		teams.storedAfterwards(9);
		assertThat(cache.get(9)).isNotNull();
	}

	@Test
	void failingStoreIsNoFailureOfTheMethod() {
		Contexts.runner(directory.resolve("failing"), Application.class).run((own) -> {
			DiskCacheManager manager = own.getBean(DiskCacheManager.class);
			manager.getDiskCache("teams").put("a", 1, null, "team-1");
			manager.close();

			own.getBean(Teams.class).rename(1, "x");
		});
	}

	@Test
	void cacheThatThereIsNotIsNamed() {
		Contexts.runner(directory.resolve("static"), Application.class)
			.withPropertyValues("diskcache.dynamic=false")
			.run((own) -> assertThatIllegalArgumentException().isThrownBy(() -> own.getBean(Teams.class).rename(1, "x"))
				.withMessageContaining("no cache 'teams'"));
	}

	private static void assertKeys(Object... keys) {
		assertThat(cache.keys()).containsExactlyInAnyOrder(keys);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Teams teams() {
			return new Teams();
		}

	}

	@CacheConfig(cacheNames = "teams")
	static class Teams {

		@CacheEvictTagged(tags = "team-#{#id}")
		public void rename(@Nullable Integer id, String name) {
		}

		@CacheEvictTagged(cacheNames = "teams", tags = "#{#tags}")
		public void renameAll(List<String> tags) {
		}

		@CacheEvictTagged(value = "teams", tags = "team-#{#result}", condition = "#result == 2")
		public Optional<Integer> found(int id) {
			return Optional.of(id);
		}

		@CacheEvictPrefix(prefix = "#{#root.args[0]}")
		public void prefix(@Nullable Object prefix) {
		}

		@CacheEvictTagged(tags = "all")
		public void failing() {
			throw new IllegalStateException();
		}

		@CacheEvictTagged(tags = "all", beforeInvocation = true)
		public void failingAfter() {
			throw new IllegalStateException();
		}

		@CacheEvictTagged(tags = "all", condition = "#whether and #result == 'yes'")
		public String conditional(boolean whether, String result) {
			return result;
		}

		@CacheEvictTagged(tags = "team-1")
		@CacheEvictTagged(tags = "team-2")
		@CacheEvictPrefix(prefix = "#{new org.springframework.cache.interceptor.SimpleKey('a')}")
		public void several() {
		}

		@CacheEvictTagged(tags = "team-#{#result}")
		public CompletionStage<Integer> future(CompletableFuture<Integer> future) {
			return future;
		}

		@CacheEvictTagged(tags = "all")
		public CompletableFuture<Integer> futureOfAll(CompletableFuture<Integer> future) {
			return future;
		}

		@CacheEvictTagged(tags = "team-#{#result}")
		public Mono<Integer> mono(Mono<Integer> mono) {
			return mono;
		}

		@CacheEvictTagged(tags = "all")
		public Flux<Integer> flux(Flux<Integer> flux) {
			return flux;
		}

		@Cacheable
		@CacheTags("mine")
		@CacheEvictTagged(tags = "mine")
		public int stored(int id) {
			return id;
		}

		@Cacheable
		@CacheTags("mine")
		@CacheEvictTagged(tags = "mine", beforeInvocation = true)
		public int storedAfterwards(int id) {
			return id;
		}

	}

}
