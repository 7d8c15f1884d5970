package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Commands of the system that only root may use, or that Java has not. */
public final class Shell {

	private Shell() {
	}

	/** Runs a command, and tells whether it is there and worked. */
	public static boolean run(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Makes files immutable, which nobody can write then, not even root. */
	static void freeze(Iterable<Path> paths) {
		for (Path path : paths) {
			assumeTrue(run("chattr", "+i", path.toString()), "not root, or no file system that can do this");
		}
	}

	/** Makes files as they were. */
	static void thaw(Iterable<Path> paths) {
		for (Path path : paths) {
			assertThat(run("chattr", "-i", path.toString())).isTrue();
		}
	}

}
