package io.diskcache.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/** Each optional library can be missing, and caches work all the same. */
class OptionalLibrariesTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate", "org.springframework.boot.health",
			"org.springframework.boot.cache", "org.springframework.boot.micrometer", "org.springframework.boot.webmvc",
			"io.micrometer", "org.springframework.web.servlet", "jakarta.servlet", "tools.jackson",
			"com.github.benmanes.caffeine", "org.springframework.data", "reactor.core",
			"org.springframework.boot.jdbc" })
	void cachesWorkWithoutIt(String missing) {
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("diskcache.directory=" + this.directory)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> {
				DiskCache users = context.getBean(DiskCacheManager.class).getDiskCache("users");
				users.put("ada", 1);
				assertThat(users.get("ada", Integer.class)).isEqualTo(1);
			});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@Import(OurAutoConfigurations.class)
	static class Application {

	}

	/**
	 * Chooses among our auto-configurations as Boot does among all, by what is on the
	 * class path.
	 */
	static class OurAutoConfigurations extends AutoConfigurationImportSelector {

		@Override
		protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
			return new AnnotationAttributes();
		}

		@Override
		protected Set<String> getExclusions(AnnotationMetadata metadata, AnnotationAttributes attributes) {
			return Set.of();
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				AnnotationAttributes attributes) {
			return ImportCandidates.load(AutoConfiguration.class, OptionalLibrariesTests.class.getClassLoader())
				.getCandidates()
				.stream()
				.filter((name) -> name.startsWith("io.diskcache."))
				.collect(Collectors.toList());
		}

	}

}
