package io.diskcache.store;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two copies of the driver in one JVM, as of two applications in one server: each would
 * see its own locks only.
 */
class SecondDriverTests {

	@TempDir
	Path temp;

	@Test
	void storeThatAnotherCopyOfTheDriverHasOpenIsRefused() throws Exception {
		try (StoreDirectory directory = StoreDirectory.open(this.temp);
				URLClassLoader other = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			Store store = directory.open("test", StoreOptions.defaults());
			store.put(StoreFixture.key("a"), StoreFixture.content("1"), null);

			assertThatExceptionOfType(InvocationTargetException.class).isThrownBy(() -> openIn(other))
				.havingCause()
				.satisfies((cause) -> assertThat(cause.getClass().getName()).isEqualTo(StoreException.class.getName()))
				.withMessageContaining("another copy of sqlite-jdbc")
				.withMessageContaining("diskcache.directory");

			store.put(StoreFixture.key("b"), StoreFixture.content("2"), null);
			assertThat(store.count()).isEqualTo(2);
			assertThat(store.check(false)).isEmpty();
		}
	}

	@Test
	void storeCanBeOpenedByAnotherCopyOfTheDriverAfterwards() throws Exception {
		try (StoreDirectory directory = StoreDirectory.open(this.temp)) {
			directory.open("test", StoreOptions.defaults());
		}
		try (URLClassLoader other = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
				AutoCloseable opened = openIn(other)) {
			assertThat(opened.getClass().getClassLoader()).isSameAs(other);
		}
	}

	private AutoCloseable openIn(ClassLoader loader) throws ReflectiveOperationException {
		Class<?> directoryType = loader.loadClass(StoreDirectory.class.getName());
		Class<?> optionsType = loader.loadClass(StoreOptions.class.getName());
		AutoCloseable directory = (AutoCloseable) directoryType.getMethod("open", Path.class).invoke(null, this.temp);
		boolean opened = false;
		try {
			Object options = optionsType.getMethod("defaults").invoke(null);
			directoryType.getMethod("open", String.class, optionsType).invoke(directory, "test", options);
			opened = true;
			return directory;
		}
		finally {
			if (!opened) {
				directoryType.getMethod("close").invoke(directory);
			}
		}
	}

	private static URL[] classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(SecondDriverTests::url)
			.toArray(URL[]::new);
	}

	private static URL url(String path) {
		try {
			return new File(path).toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
