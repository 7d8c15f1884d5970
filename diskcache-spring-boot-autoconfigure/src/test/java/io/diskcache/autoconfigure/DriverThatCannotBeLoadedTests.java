package io.diskcache.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

import io.diskcache.store.Jvm;
import io.diskcache.store.Jvm.Child;
import io.diskcache.store.SmallDisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The driver puts its library where nothing may be run, as in hardened containers. */
@Timeout(60)
class DriverThatCannotBeLoadedTests {

	@TempDir
	Path temp;

	@Test
	void directoryForTemporaryFilesIsNamedWithTheOneThatCanBeSet() throws IOException {
		try (SmallDisk disk = SmallDisk.mountNoexec(this.temp.resolve("noexec"))) {
			assumeTrue(disk != null, "only root can mount a disk");
			try (Jvm jvm = Jvm.start(System.getProperty("java.class.path"), List.of("-Xmx128m"), Starter.class,
					disk.path().toString(), this.temp.resolve("caches").toString())) {
				assertThat(jvm.hear()).isEqualTo("ended");
				assertThat(jvm.noise()).contains("APPLICATION FAILED TO START", "cannot be loaded", "noexec",
						"-Dorg.sqlite.tmpdir=", "diskcache.enabled");
			}
		}
	}

	/** An application in a process of its own, as a process loads the library once. */
	static final class Starter {

		private Starter() {
		}

		public static void main(String[] arguments) {
			// The tests' own processes load one from a place that is known.
			System.clearProperty("org.sqlite.lib.path");
			System.clearProperty("org.sqlite.lib.name");
			System.setProperty("org.sqlite.tmpdir", arguments[0]);
			try {
				new SpringApplicationBuilder(StartFailureTests.Application.class).web(WebApplicationType.NONE)
					.properties("diskcache.directory=" + arguments[1])
					.run();
				Child.say("started");
			}
			catch (RuntimeException ex) {
				Child.say("ended");
			}
		}

	}

}
