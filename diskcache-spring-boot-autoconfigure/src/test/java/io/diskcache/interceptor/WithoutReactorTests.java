package io.diskcache.interceptor;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.diskcache.annotation.CacheEvictTagged;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.store.Jvm;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that has no Reactor on its class path. */
class WithoutReactorTests {

	@TempDir
	Path temp;

	@Test
	void resultsThatDoNotComeLaterEvict() {
		String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("reactor") && !entry.contains("reactive-streams"))
			.collect(Collectors.joining(File.pathSeparator));

		try (Jvm jvm = Jvm.start(classPath, List.of(), WithoutReactorTests.class, this.temp.toString())) {
			assertThat(jvm.hear()).isEqualTo("renamed x, 0 left");
		}
	}

	public static void main(String[] arguments) {
		try (AnnotationConfigApplicationContext context = Contexts.start(Path.of(arguments[0]), Teams.class)) {
			DiskCache cache = context.getBean(DiskCacheManager.class).getDiskCache("teams");
			cache.put("a", 1, null, "x");
			String renamed = context.getBean(Teams.class).rename("x");
			Jvm.Child.say("renamed " + renamed + ", " + cache.size() + " left");
		}
	}

	static class Teams {

		@CacheEvictTagged(cacheNames = "teams", tags = "#{#name}")
		public String rename(String name) {
			return name;
		}

	}

}
