package io.diskcache.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** The annotations of JSR-107, which Spring applies to its own cache manager. */
class JCacheAnnotationsTests {

	@TempDir
	static Path directory;

	private static ConfigurableApplicationContext context;

	private final Users users = context.getBean(Users.class);

	private final DiskCache cache = context.getBean(DiskCacheManager.class).getDiskCache("users");

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("diskcache.directory=" + directory,
					"diskcache.allowed-packages=java.lang.IllegalStateException,java.lang.RuntimeException,java.lang.Exception,java.lang.Throwable,java.lang.StackTraceElement")
			.run();
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void forgetAll() {
		context.getBean(DiskCacheManager.class).resetCaches();
		this.users.calls().set(0);
	}

	@Test
	void resultIsKeptOnTheDisk() {
		assertThat(this.users.find(1)).isEqualTo("user 1 of call 1").isEqualTo(this.users.find(1));
		assertThat(this.cache.get(1, String.class)).isEqualTo("user 1 of call 1");
		assertThat(this.users.always(1)).isEqualTo("user 1 of call 2").isEqualTo(this.users.find(1));
	}

	@Test
	void keyMayBeOneOfTheArguments() {
		assertThat(this.users.find(1, "first")).isEqualTo(this.users.find(1, "second"));
		assertThat(this.users.calls()).hasValue(1);
	}

	@Test
	void argumentIsPut() {
		this.users.put(1, "ada");

		assertThat(this.users.find(1)).isEqualTo("ada");
		assertThat(this.users.calls()).hasValue(0);
	}

	@Test
	void entriesAreRemoved() {
		this.users.put(1, "ada");
		this.users.put(2, "eve");
		this.users.put(3, "kim");

		this.users.remove(1);
		assertThat(this.cache.keys()).containsExactly(2, 3);
		assertThatIllegalStateException().isThrownBy(() -> this.users.removeFirstAndFail(2));
		assertThat(this.cache.keys()).containsExactly(3);
		this.users.removeAll();
		assertThat(this.cache.keys()).isEmpty();
	}

	@Test
	void exceptionIsKeptIfItsClassAndThoseAboveAreAllowed() {
		for (int call = 1; call <= 2; call++) {
			assertThatIllegalStateException().isThrownBy(() -> this.users.fail(1)).withMessage("user 1 of call 1");
		}
		for (int call = 2; call <= 3; call++) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.users.failOtherwise(2))
				.withMessage("user 2 of call " + call);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration(DiskCacheAutoConfiguration.class)
	static class Application {

		@Bean
		Users users() {
			return new Users();
		}

	}

	@CacheDefaults(cacheName = "users")
	static class Users {

		private final AtomicInteger calls = new AtomicInteger();

		public AtomicInteger calls() {
			return this.calls;
		}

		@CacheResult
		public String find(int id) {
			return called(id);
		}

		@CacheResult
		public String find(@CacheKey int id, String requestor) {
			return called(id);
		}

		@CacheResult(skipGet = true)
		public String always(int id) {
			return called(id);
		}

		@CacheResult(exceptionCacheName = "failures", cachedExceptions = IllegalStateException.class)
		public String fail(int id) {
			throw new IllegalStateException(called(id));
		}

		@CacheResult(exceptionCacheName = "failures", cachedExceptions = IllegalArgumentException.class)
		public String failOtherwise(int id) {
			throw new IllegalArgumentException(called(id));
		}

		@CachePut
		public void put(int id, @CacheValue String name) {
		}

		@CacheRemove
		public void remove(int id) {
		}

		@CacheRemove(afterInvocation = false)
		public void removeFirstAndFail(int id) {
			throw new IllegalStateException();
		}

		@CacheRemoveAll
		public void removeAll() {
		}

		private String called(int id) {
			return "user " + id + " of call " + this.calls.incrementAndGet();
		}

	}

}
