package io.diskcache.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.diskcache.actuate.DiskCacheHealthIndicator;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.store.Shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** An application under which the disk fails goes on, says so, and recovers. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class FailingStoreTests {

	private static final int LARGE = 100_000;

	@TempDir
	Path temp;

	private ConfigurableApplicationContext application;

	private Pages pages;

	@BeforeEach
	void noApplication() {
		this.application = null;
	}

	@AfterEach
	void stop() throws Exception {
		if (this.application != null) {
			this.application.close();
		}
		Shell.run("chattr", "-R", "-i", this.temp.toString());
		Path disk = this.temp.resolve("disk");
		if (Files.isDirectory(disk)) {
			Shell.run("umount", "-l", disk.toString());
		}
	}

	@Test
	void directoryThatBecomesReadOnly(CapturedOutput output) throws Exception {
		Path generation = start(this.temp);
		String cached = this.pages.page(1).text();
		List<Path> places = List.of(generation, generation.resolve("values-00"), generation.resolve("values-00/tmp"));

		for (Path place : places) {
			assumeTrue(Shell.run("chattr", "+i", place.toString()),
					"directories cannot be made read-only for root here");
		}
		assertThat(this.pages.page(1).text()).isEqualTo(cached);
		assertMethodsRun(output, "READ_ONLY");

		for (Path place : places) {
			Shell.run("chattr", "-i", place.toString());
		}
		assertRecovers();
	}

	@Test
	void diskThatBecomesFull(CapturedOutput output) throws Exception {
		Path disk = Files.createDirectory(this.temp.resolve("disk"));
		assumeTrue(Shell.run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()),
				"no small disk can be mounted: not root, or not Linux");
		start(disk);
		String cached = this.pages.page(1).text();

		Path filler = disk.resolve("filler");
		fill(filler);
		assertThat(this.pages.page(1).text()).isEqualTo(cached);
		assertMethodsRun(output, "DISK_FULL");
		this.pages.forget(1);
		assertThat(this.pages.page(1).text()).isNotEqualTo(cached);

		Files.delete(filler);
		assertRecovers();
	}

	@Test
	void databaseThatIsOverwrittenWithGarbage(CapturedOutput output) throws Exception {
		Path generation = start(this.temp);
		for (int number = 0; number < 300; number++) {
			this.pages.page(number);
		}
		// So that all of it is in the database, and the log cannot stand in for it.
		this.application.close();
		start(this.temp);
		this.pages.page(1);
		Path database = generation.resolve("shard-00.db");
		overwrite(database);

		assertMethodsRun(output, "DAMAGED");

		this.application.close();
		start(this.temp);
		assertRecovers();
		assertThat(output).contains("is damaged: its entries are lost, and a new one takes its place");
		assertThat(this.temp.resolve("diskcache/v1/pages/g0002/shard-00.db")).exists();
		assertThat(database).exists();
	}

	/** Methods run and return what they compute, and everybody is told why. */
	private void assertMethodsRun(CapturedOutput output, String state) {
		AtomicInteger number = new AtomicInteger(1000);
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			int next = number.incrementAndGet();
			assertThat(this.pages.page(next).number()).isEqualTo(next);
			assertThat(this.pages.synchronizedPage(next).number()).isEqualTo(next);
			Health health = this.application.getBean(DiskCacheHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(DiskCacheHealthIndicator.DEGRADED);
			assertThat(String.valueOf(health.getDetails().get("unwell"))).contains("pages=" + state + " since 2");
		});
		MeterRegistry meters = this.application.getBean(MeterRegistry.class);
		assertThat(meters.get("diskcache.healthy").tag("cache", "pages").gauge().value()).isZero();
		assertThat(meters.get("diskcache.failures").tag("cache", "pages").functionCounter().count()).isPositive();
		assertThat(output.getAll().split("WARN .*Cache 'pages' could not")).as("one warning").hasSize(2);
	}

	private void assertRecovers() {
		AtomicInteger number = new AtomicInteger(2000);
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
			int next = number.incrementAndGet();
			assertThat(this.pages.page(next).text()).isEqualTo(this.pages.page(next).text());
			assertThat(this.application.getBean(DiskCacheHealthIndicator.class).health())
				.isEqualTo(this.application.getBean(DiskCacheHealthIndicator.class).health());
			assertThat(this.application.getBean(DiskCacheHealthIndicator.class).health().getStatus().getCode())
				.isEqualTo("UP");
		});
		assertThat(this.application.getBean(MeterRegistry.class)
			.get("diskcache.healthy")
			.tag("cache", "pages")
			.gauge()
			.value()).isEqualTo(1);
	}

	private Path start(Path directory) {
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("diskcache.directory=" + directory, "diskcache.caches.pages.operation-timeout=100ms",
					"diskcache.min-free-space=1MB", "spring.main.banner-mode=off",
					"diskcache.allowed-packages=io.diskcache.autoconfigure")
			.run();
		this.pages = this.application.getBean(Pages.class);
		this.application.getBean(DiskCacheManager.class).getDiskCache("pages").size();
		return directory.resolve("diskcache/v1/pages/g0001");
	}

	private static void fill(Path filler) throws IOException {
		byte[] block = new byte[1 << 16];
		for (int size = block.length; size > 0; size /= 2) {
			try (OutputStream out = Files.newOutputStream(filler, java.nio.file.StandardOpenOption.CREATE,
					java.nio.file.StandardOpenOption.APPEND)) {
				while (true) {
					out.write(block, 0, size);
				}
			}
			catch (IOException ex) {
				// Full: a smaller piece may still fit.
			}
		}
	}

	private static void overwrite(Path file) throws IOException {
		try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
			byte[] garbage = new byte[4096];
			new java.util.Random(1).nextBytes(garbage);
			for (long position = 0; position < open.length(); position += garbage.length) {
				open.seek(position);
				open.write(garbage);
			}
		}
	}

	record Page(int number, String text, byte[] picture) implements Serializable {
	}

	static class Pages {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("pages")
		public Page page(int number) {
			return compute(number);
		}

		@Cacheable(cacheNames = "pages", key = "'synchronized ' + #number", sync = true)
		public Page synchronizedPage(int number) {
			return compute(number);
		}

		@CacheEvict("pages")
		public void forget(int number) {
		}

		private Page compute(int number) {
			return new Page(number, "computed by call " + this.calls.incrementAndGet(), new byte[LARGE]);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration({ DiskCacheAutoConfiguration.class, DiskCacheMetricsAutoConfiguration.class,
			DiskCacheHealthAutoConfiguration.class, CacheMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
			CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class })
	static class Application {

		@Bean
		Pages pages() {
			return new Pages();
		}

	}

}
