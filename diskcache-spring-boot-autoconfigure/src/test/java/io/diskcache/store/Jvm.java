package io.diskcache.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.sqlite.util.LibraryLoaderUtil;

/**
 * A JVM of its own that runs a main class of the tests and talks by lines. What it
 * {@linkplain Child#say says} arrives whole or, if it is killed, perhaps not at all; all
 * else it prints is kept to explain a failure.
 */
public final class Jvm implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String BEGIN = "\u0001";

	private static final String END = "\u0002";

	private static final Path NATIVE_LIBRARY = extractNativeLibrary();

	private final Process process;

	private final Writer in;

	private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

	private final Queue<String> noise = new ConcurrentLinkedQueue<>();

	private final Thread listener;

	private Jvm(Process process) {
		this.process = process;
		this.in = process.outputWriter(StandardCharsets.UTF_8);
		this.listener = new Thread(this::listen, "listener-" + process.pid());
		this.listener.setDaemon(true);
		this.listener.start();
	}

	/** Starts one for a short life, which C2 would only make busier. */
	static Jvm start(Class<?> main, String... arguments) {
		return start(System.getProperty("java.class.path"), List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"), main,
				arguments);
	}

	/** Starts one with a class path and options of its own. */
	public static Jvm start(String classPath, List<String> options, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
				// Loaded from one place by all, as a killed JVM would leave its copy.
				"-Dorg.sqlite.lib.path=" + NATIVE_LIBRARY.getParent(),
				"-Dorg.sqlite.lib.name=" + NATIVE_LIBRARY.getFileName(), "-cp", classPath, main.getName()));
		command.addAll(List.of(arguments));
		try {
			return new Jvm(new ProcessBuilder(command).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Tells the process something, and does not wait. */
	public void tell(String line) {
		try {
			this.in.write(line + "\n");
			this.in.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The process has ended: " + this.noise, ex);
		}
	}

	/** Waits for the next line. */
	public String hear() {
		return hear(PATIENCE);
	}

	public String hear(Duration patience) {
		try {
			String line = this.said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
			if (line == null) {
				throw new AssertionError(
						"The process " + (this.process.isAlive() ? "said nothing" : "ended") + ": " + noise());
			}
			return line;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Waits for a line, but not for long; whether it came. */
	boolean hears(String expected, Duration patience) {
		try {
			String line = this.said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
			if (line == null && !this.process.isAlive()) {
				throw new AssertionError("The process ended: " + noise());
			}
			return expected.equals(line);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String ask(String line) {
		tell(line);
		return hear();
	}

	/** Returns what was said and not heard yet. */
	List<String> overhear() {
		List<String> lines = new ArrayList<>();
		this.said.drainTo(lines);
		return lines;
	}

	/** Returns all else it printed. */
	public String noise() {
		return String.join("\n", this.noise);
	}

	public long pid() {
		return this.process.pid();
	}

	/** Halts the process where it is, until it is {@linkplain #resume resumed}. */
	void freeze() {
		signal("STOP");
	}

	void resume() {
		signal("CONT");
	}

	/**
	 * Kills the process. The last lines it said may be lost, as Java closes the pipe:
	 * what must be known for certain goes through a file.
	 */
	public void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
			this.listener.join(PATIENCE.toMillis());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	private void signal(String name) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("Cannot send SIG" + name);
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void listen() {
		try (BufferedReader out = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				int begin = line.indexOf(BEGIN);
				if (begin >= 0 && line.endsWith(END)) {
					this.said.add(line.substring(begin + 1, line.length() - 1));
				}
				else {
					this.noise.add(line);
				}
			}
		}
		catch (IOException ex) {
			this.noise.add(ex.toString());
		}
	}

	private static Path extractNativeLibrary() {
		String name = LibraryLoaderUtil.getNativeLibName();
		String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
		try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
			Path directory = Files.createTempDirectory("diskcache-native");
			Path file = directory.resolve(name);
			directory.toFile().deleteOnExit();
			file.toFile().deleteOnExit();
			Files.copy(library, file);
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The other end: what a main class uses. */
	public static final class Child {

		private static final BufferedReader IN = new BufferedReader(
				new InputStreamReader(System.in, StandardCharsets.UTF_8));

		private Child() {
		}

		/** Says a line. */
		public static void say(String line) {
			byte[] bytes = (BEGIN + line.replace('\n', ' ') + END + "\n").getBytes(StandardCharsets.UTF_8);
			System.out.write(bytes, 0, bytes.length);
			System.out.flush();
		}

		/** Waits for a line; ends the process if the parent is gone. */
		public static String hear() {
			try {
				String line = IN.readLine();
				if (line == null) {
					Runtime.getRuntime().halt(0);
				}
				return line;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
