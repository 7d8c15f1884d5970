package io.diskcache.autoconfigure;

import java.io.IOException;
import java.io.Serializable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Configuration;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Contexts that come and go, and several in one JVM. */
class ContextLifecycleTests {

	@TempDir
	Path directory;

	@Test
	void nothingIsLeftOverByContextsThatWereClosed() throws IOException {
		Set<Thread> ofOthers = threads();

		for (int start = 1; start <= 30; start++) {
			useAndClose(start);
		}

		await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(ofOthers).containsAll(threads()));
		assertThat(openFiles()).isEmpty();
		assertThat(locksAreFree()).isTrue();
	}

	@Test
	void twoContextsShareTheStore() {
		runner().run((one) -> {
			runner().run((other) -> {
				Cache mine = one.getBean(DiskCacheManager.class).getDiskCache("users");
				Cache theirs = other.getBean(DiskCacheManager.class).getDiskCache("users");
				mine.put("ada", 1);
				assertThat(theirs.get("ada", Integer.class)).isEqualTo(1);
				theirs.evict("ada");
				assertThat(mine.get("ada")).isNull();
				theirs.put("alan", 2);
			});
			// The other one is closed, and this one goes on.
			Cache mine = one.getBean(DiskCacheManager.class).getDiskCache("users");
			assertThat(mine.get("alan", Integer.class)).isEqualTo(2);
			mine.put("ada", 3);
			assertThat(mine.get("ada", Integer.class)).isEqualTo(3);
		});
	}

	/** As Spring's tests do with contexts that are not used at the moment. */
	@Test
	void contextThatIsPausedAndResumedKeepsItsCaches() {
		runner().run((context) -> {
			ConfigurableApplicationContext lifecycle = context.getSourceApplicationContext();
			DiskCache users = context.getBean(DiskCacheManager.class).getDiskCache("users");
			users.put("ada", 1);

			lifecycle.pause();
			assertThat(users.get("ada", Integer.class)).isEqualTo(1);
			lifecycle.restart();
			lifecycle.stop();
			users.put("eve", 2);
			lifecycle.start();
			assertThat(context.getBean(DiskCacheManager.class).getDiskCache("users")).isSameAs(users);
			assertThat(users.get("eve", Integer.class)).isEqualTo(2);
		});
	}

	@Test
	void beansUseTheCachesUntilTheyAreDestroyed() {
		runner().withUserConfiguration(Last.class).run((context) -> context.getBean(Last.class).start());

		runner().run((context) -> {
			DiskCache users = context.getBean(DiskCacheManager.class).getDiskCache("users");
			assertThat(users.get("stopped", Integer.class)).isEqualTo(1);
			assertThat(users.get("destroyed", Integer.class)).isEqualTo(1);
		});
	}

	@Test
	void valuesAreOfTheClassLoaderOfTheContext() throws Exception {
		URL[] classes = { Value.class.getProtectionDomain().getCodeSource().getLocation() };
		for (int restart = 0; restart < 2; restart++) {
			try (RestartingClassLoader loader = new RestartingClassLoader(classes, getClass().getClassLoader())) {
				Class<?> type = loader.loadClass(Value.class.getName());
				Object value = type.getConstructor(int.class).newInstance(1);
				boolean first = restart == 0;
				runner().withClassLoader(loader).run((context) -> {
					DiskCache users = context.getBean(DiskCacheManager.class).getDiskCache("users");
					if (first) {
						users.put("ada", value);
					}
					assertThat(users.get("ada", type)).isEqualTo(value).isNotInstanceOf(Value.class);
				});
			}
		}
	}

	private void useAndClose(int start) {
		runner().run((context) -> {
			DiskCacheManager manager = context.getBean(DiskCacheManager.class);
			for (String name : List.of("users", "others")) {
				DiskCache cache = manager.getDiskCache(name);
				cache.put(start, new byte[50_000]);
				assertThat(cache.get(start, byte[].class)).hasSize(50_000);
				assertThat(cache.retrieve(start).get(10, TimeUnit.SECONDS)).isNotNull();
			}
		});
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DiskCacheAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withPropertyValues("diskcache.directory=" + this.directory);
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && thread.getName().startsWith("diskcache"))
			.collect(Collectors.toSet());
	}

	private List<String> openFiles() throws IOException {
		Path descriptors = Path.of("/proc/self/fd");
		if (!Files.isDirectory(descriptors)) {
			return List.of();
		}
		Predicate<String> ours = (target) -> target.startsWith(this.directory.toString());
		try (Stream<Path> open = Files.list(descriptors)) {
			return open.map(ContextLifecycleTests::target).filter(ours).toList();
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

	/** Another process gets the lock that is held by who has the store alone. */
	private boolean locksAreFree() throws IOException {
		Path locks = Path.of("/proc/locks");
		if (!Files.isReadable(locks)) {
			return true;
		}
		String own = " " + ProcessHandle.current().pid() + " ";
		Object inode = Files.getAttribute(this.directory.resolve("diskcache/v1/users/guard.lock"), "unix:ino");
		return Files.readAllLines(locks)
			.stream()
			.noneMatch((line) -> line.contains(own) && line.contains(":" + inode + " "));
	}

	/** A value whose class is loaded anew by each restart. */
	public record Value(int number) implements Serializable {
	}

	/** Loads the value's class itself, as the class loader of devtools does. */
	private static final class RestartingClassLoader extends URLClassLoader {

		RestartingClassLoader(URL[] classes, ClassLoader parent) {
			super(classes, parent);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.equals(Value.class.getName())) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}
		}

	}

	/** Counts on in the cache when it is stopped, and when it is destroyed. */
	static class Last implements Lifecycle, DisposableBean {

		private final CacheManager caches;

		private boolean running;

		Last(CacheManager caches) {
			this.caches = caches;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			putBack("stopped");
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public void destroy() {
			putBack("destroyed");
		}

		private void putBack(String key) {
			Cache users = this.caches.getCache("users");
			users.put(key, 0);
			users.put(key, users.get(key, Integer.class) + 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@AutoConfigurationPackage
	static class Application {

	}

}
