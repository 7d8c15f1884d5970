package io.diskcache.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;

import io.diskcache.annotation.CacheTimeToLive;
import io.diskcache.store.UnusableDriverException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What an application reports that does not start: the property, its value, the mend. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class StartFailureTests {

	@TempDir
	Path temp;

	/** It would be set up anew by each of many starts. */
	@BeforeAll
	static void leaveLoggingAlone() {
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
	}

	@AfterAll
	static void restoreLogging() {
		System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			diskcache.defaults.time-to-live | -1 | must be positive & leave it out
			diskcache.caches.users.time-to-live | 0 | must be positive & leave it out
			diskcache.caches.users.time-to-live | never | such as 250ms or 10m
			diskcache.defaults.time-to-live-jitter | 0.6 | between 0 and 0.5 & such as 0.1
			diskcache.caches.users.time-to-live-jitter | -0.1 | between 0 and 0.5 & leave it out
			diskcache.caches.users.time-to-live-jitter | NaN | between 0 and 0.5 & such as 0.1
			diskcache.caches.users.time-to-live-jitter | much | such as 0.1
			diskcache.defaults.load-timeout | 0s | must be positive & such as 30s
			diskcache.defaults.refresh-ahead | -1 | must be a number from 0 to 100 & leave it out
			diskcache.caches.users.stale-while-revalidate | -5m | must be positive & such as 5m
			diskcache.defaults.stale-if-error | -1 | must be positive & such as 5m
			diskcache.defaults.operation-timeout | 2h | at most PT1H & such as 250ms
			diskcache.defaults.operation-timeout | 9223372036854775807s | at most PT1H & such as 250ms
			diskcache.defaults.time-to-live | -9223372036854775807s | must be positive & leave it out
			diskcache.caches.users.time-to-live | 9223372036854775807d | such as 250ms or 10m
			diskcache.defaults.size-limit | 10XB | B, KB, MB, GB and TB
			diskcache.caches.users.size-limit | 1MB | at least 16777216 bytes & 512MB
			diskcache.defaults.max-value-size | 0 | must be positive & 512MB
			diskcache.defaults.inline-limit | 2MB | between 0 and 1048576 bytes
			diskcache.defaults.inline-limit | 3GB | between 0 and 1048576 bytes
			diskcache.defaults.inline-limit | -1 | between 0 and 1048576 bytes
			diskcache.defaults.eviction-policy | mru | adaptive, lru, lfu, fifo, none
			diskcache.defaults.shards | 0 | between 1 and 64
			diskcache.caches.users.shards | some | a whole number
			diskcache.reshard | perhaps | true or false
			diskcache.defaults.durability | eternal | process, power
			diskcache.start | fresh | keep, clear
			diskcache.defaults.codec | kryo | java, json & ValueCodec
			diskcache.caches.users.allow-null-values | maybe | true or false
			diskcache.max-caches | 0 | 1 or more
			diskcache.max-caches | many | a whole number
			diskcache.size-limit | 1MB | at least 16777216 bytes & 512MB
			diskcache.min-free-space | -1MB | must not be negative
			diskcache.near.size-limit | 100KB | at least 1048576 bytes & such as 32MB & near.enabled: false
			diskcache.caches.users.near.size-limit | 0 | at least 1048576 bytes & such as 32MB
			diskcache.defaults.near.hold | weakly | auto, reference, bytes
			diskcache.defaults.near.enabled | perhaps | true or false
			diskcache.allowed-packages | java.util | admits too much
			diskcache.allowed-packages | com.a b | names of packages
			diskcache.allowed-packages | com.acme.* | names of packages
			diskcache.defaults.time-to-live | 1h30m | is not a valid duration & such as 250ms or 10m
			diskcache.defaults.size-limit | 512 | at least 16777216 bytes & 512MB
			diskcache.defaults.size-limit | 512mb | B, KB, MB, GB and TB
			diskcache.defaults.size-limit | 100000000TB | long overflow & such as 512MB
			diskcache.caches.users.max-value-size | 2GB | whose size-limit is 1073741824 bytes & 512MB
			diskcache.defaults.max-value-size | 2GB | must not be larger than all of the cache
			diskcache.min-free-space | 5% | B, KB, MB, GB and TB
			diskcache.defaults.shards | 65 | between 1 and 64
			diskcache.near.size-limit | 32 | at least 1048576 bytes & such as 32MB
			diskcache.enabled | perhaps | true or false
			diskcache.max-caches | 3000000000 | a whole number
			diskcache.start | true | keep, clear
			diskcache.web.path | diskcache | must start with a slash & such as /diskcache
			diskcache.web.path | /diskcache/ | must not end with one & such as /diskcache
			diskcache.web.accel-location | _files/ | must start with a slash & such as /_diskcache
			diskcache.web.accel-location | /diskcache/files | must be apart from path & such as /_diskcache
			diskcache.defaults.web.cache-control | everybody | private, public
			diskcache.caches.users.web.signed | true | no secret to sign links with & diskcache.web.link-secrets
			spring.cache.cache-names | users,,orders | must not be empty & the comma
			diskcache.directory | ~/caches | ${user.home}
			diskcache.directory | ${NOT_SET}/caches | as in ${CACHE_DIRECTORY:/var/cache/shop}
			diskcache.directory | file:/var/cache/shop | a URL rather than a path & /var/cache/shop
			diskcache.directory | '' | It is empty & leave it out
			diskcache.defaults.codec | '' | java, json
			diskcache.defaults.time-to-live | '' | is empty & leave the property out
			""")
	void wrongValueIsNamedWithItsMend(String property, String value, String words, CapturedOutput output) {
		start(property + "=" + value);

		assertReported(output, property, words.split(" & "));
		assertThat(output.getAll()).containsAnyOf("'" + value + "'", "\"" + value + "\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			diskcache.caches.users.tll          | Did you mean 'diskcache.caches.users.time-to-live'?
			diskcache.caches.users.sice-limit   | Did you mean 'diskcache.caches.users.size-limit'?
			diskcache.caches.users.xyz          | Below 'diskcache.caches.users' there are time-to-live
			diskcache.caches.users.time-to-life | Did you mean 'diskcache.caches.users.time-to-live'?
			diskcache.defaults.codek            | Did you mean 'diskcache.defaults.codec'?
			diskcache.directry                  | Did you mean 'diskcache.directory'?
			diskcache.time-to-live              | Did you mean 'diskcache.defaults.time-to-live'?
			diskcache.ttl                       | Did you mean 'diskcache.defaults.time-to-live'?
			diskcache.codek                     | Below 'diskcache' there are
			diskcache.defaults.expire-after-write | Did you mean 'diskcache.defaults.time-to-live'?
			diskcache.cache.users.time-to-live  | Did you mean 'diskcache.caches.users.time-to-live'?
			diskcache.defaults.parts            | Below 'diskcache.defaults' there are
			diskcache.near.enabled              | Below 'diskcache.near' there are size-limit
			diskcache.caches.users.near.hald    | Did you mean 'diskcache.caches.users.near.hold'?
			diskcache.caches.users.web.exposd   | Did you mean 'diskcache.caches.users.web.exposed'?
			""", quoteCharacter = '"')
	void unknownPropertyIsNamedWithTheOneThatMayBeMeant(String property, String mend, CapturedOutput output) {
		start(property + "=10");

		assertReported(output, property, "10", "does not exist", mend);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					diskcache.caches.users        | Below 'diskcache.caches.users' there are time-to-live
					diskcache.caches              | the names of caches & spring.cache.cache-names
					diskcache.caches.time-to-live | diskcache.caches.users.time-to-live & diskcache.defaults.time-to-live
					diskcache.defaults.near       | Below 'diskcache.defaults.near' there are enabled, size-limit, hold
					diskcache.caches.users.web    | Below 'diskcache.caches.users.web' there are exposed, cache-control, immutable, signed
					""")
	void valueOfAGroupIsNamedWithWhatStandsBelow(String property, String words, CapturedOutput output) {
		start(property + "=10");

		assertReported(output, "'" + property + "'", "\"10\"", "cannot have a value of its own");
		assertReported(output, property, words.split(" & "));
	}

	@ParameterizedTest
	@CsvSource({ "userCache, user-cache", "user-cache, USER_CACHE", "users.byId, users.by-id" })
	void namesThatReadAlikeAreNotTwoCaches(String one, String other, CapturedOutput output) {
		start("diskcache.caches[" + one + "].time-to-live=1h", "diskcache.caches[" + other + "].time-to-live=2h");

		assertReported(output, "'diskcache.caches'", one, other, "differ in case or hyphens only", "keep the one");
	}

	@Test
	void nameWithADotIsToBePutIntoBrackets(CapturedOutput output) {
		start("diskcache.caches.users.byId.time-to-live=10");

		assertReported(output, "diskcache.caches.users.byid.time-to-live", "does not exist",
				"diskcache.caches[users.byId].time-to-live");
	}

	@Test
	void directoryThatIsAFileIsNamed(CapturedOutput output) throws IOException {
		Path file = Files.writeString(this.temp.resolve("file"), "");

		start("diskcache.directory=" + file);

		assertReported(output, "diskcache.directory", file.toString(), "is a file", "Set 'diskcache.directory' to");
	}

	@Test
	void directoryThatCannotBeWrittenIsNamed(CapturedOutput output) {
		assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs a directory that even root cannot write to");

		start("diskcache.directory=/proc/self/caches");

		assertReported(output, "diskcache.directory", "/proc/self/caches", "Set 'diskcache.directory' to");
	}

	@Test
	void directoryOfSomebodyElseIsNamed(CapturedOutput output) throws IOException {
		assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a directory to somebody else");
		Path own = Files.createDirectory(this.temp.resolve("diskcache"));
		Files.setOwner(own, own.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

		start();

		assertReported(output, "diskcache.directory", this.temp.toString(), "belongs to nobody",
				"Set 'diskcache.directory' to");
	}

	@Test
	void directoryThatIsNoPathIsNamed(CapturedOutput output) {
		start("diskcache.directory=a\0b");

		assertReported(output, "diskcache.directory", "It is not a path");
	}

	@Test
	void missingDriverIsNamed(CapturedOutput output) {
		start(new FilteredClassLoader("org.sqlite"));

		assertReported(output, "org.sqlite.JDBC", "org.xerial:sqlite-jdbc", "diskcache.enabled", "spring.cache.type");
	}

	@Test
	void driverThatCannotBeUsedIsExplainedAsSuch() {
		UnusableDriverException failure = new UnusableDriverException("SQLite 3.50.3 can corrupt databases", null);

		FailureAnalysis analysis = new UnusableDriverFailureAnalyzer().analyze(new IllegalStateException(failure));

		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).isEqualTo("SQLite 3.50.3 can corrupt databases.");
		assertThat(analysis.getAction()).contains("sqlite-jdbc.version", "diskcache.enabled");
	}

	@Test
	void missingJacksonIsNamedWhereACacheAsksForJson(CapturedOutput output) {
		start(new FilteredClassLoader("tools.jackson"), "diskcache.caches.users.codec=json");

		assertReported(output, "diskcache.caches.users.codec", "json", "spring-boot-starter-jackson");
	}

	@Test
	void shortSecretIsExplainedAndNotShown(CapturedOutput output) {
		start("diskcache.web.link-secrets=long-enough-to-be-a-secret-of-links,tooShortSecret");

		assertReported(output, "diskcache.web.link-secrets", "number 2 of 2", "at least 32", "but has 14",
				"openssl rand -hex 32");
		assertThat(output.getAll()).doesNotContain("tooShortSecret", "long-enough");
	}

	@Test
	void wrongAnnotationIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(Application.class, Annotated.class).web(WebApplicationType.NONE)
					.properties("diskcache.directory=" + this.temp)
					.run());

		assertReported(output, "@CacheTimeToLive on " + Annotated.class.getName() + ".find(String)", "\"soon\"",
				"Write a number with a unit, such as 10m");
	}

	private void start(String... properties) {
		start(getClass().getClassLoader(), properties);
	}

	private void start(ClassLoader classLoader, String... properties) {
		List<String> all = new ArrayList<>(List.of("diskcache.directory=" + this.temp));
		all.addAll(List.of(properties));
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF)
				.resourceLoader(new DefaultResourceLoader(classLoader))
				.properties(all.toArray(String[]::new))
				.run());
	}

	private static void assertReported(CapturedOutput output, String property, String... words) {
		String report = output.getAll().substring(output.getAll().indexOf("APPLICATION FAILED TO START"));
		assertThat(report).contains(property).contains(words);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration({ DiskCacheAutoConfiguration.class, DiskCacheAnnotationAutoConfiguration.class })
	static class Application {

	}

	static class Annotated {

		@Cacheable("items")
		@CacheTimeToLive("soon")
		void find(String id) {
		}

	}

}
