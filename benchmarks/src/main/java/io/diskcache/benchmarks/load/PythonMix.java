package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Processes that do with python-diskcache what {@link MixWorker} does. */
final class PythonMix {

	/** Those a FanoutCache has by default. */
	static final int SHARDS = 8;

	private static final String SCRIPT = "mix.py";

	private PythonMix() {
	}

	/** Tells whether python-diskcache can be used. */
	static boolean isPresent(Path library) throws InterruptedException {
		try {
			return python(library, "-c", "import diskcache").redirectError(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			// There is no Python.
			return false;
		}
	}

	/** Writes the script to a directory. */
	static Path script(Path directory) throws IOException {
		try (InputStream script = Objects.requireNonNull(PythonMix.class.getResourceAsStream(SCRIPT))) {
			Path file = directory.resolve(SCRIPT);
			Files.copy(script, file);
			return file;
		}
	}

	static ProcessBuilder process(Path library, Path script, Path place, int number, int warmUp) {
		return python(library, script.toString(), place.toString(), Integer.toString(number), Integer.toString(warmUp));
	}

	private static ProcessBuilder python(Path library, String... arguments) {
		var builder = new ProcessBuilder();
		builder.command().add("python3");
		builder.command().addAll(List.of(arguments));
		builder.environment().put("PYTHONPATH", library.toAbsolutePath().toString());
		return builder;
	}

}
