package io.diskcache.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes that work together. Each says {@value #READY} when it is, and how many
 * operations it has done, waits for a line, and does what that says; when that is
 * {@value #END} it prints a {@link Tally}.
 */
final class Workers implements AutoCloseable {

	static final String READY = "ready";

	static final String END = "end";

	/**
	 * The collector takes no thread of its own from the processors, which are fewer than
	 * the processes.
	 */
	private static final List<String> JVM = List.of("-Xms128m", "-Xmx128m", "-XX:+UseSerialGC",
			"-Dslf4j.internal.verbosity=ERROR");

	private final List<Process> processes = new ArrayList<>();

	private final List<BufferedReader> answers = new ArrayList<>();

	private Workers() {
	}

	static Workers start(List<ProcessBuilder> builders) throws IOException {
		var workers = new Workers();
		try {
			for (ProcessBuilder builder : builders) {
				Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
				workers.processes.add(process);
				workers.answers.add(process.inputReader(StandardCharsets.UTF_8));
			}
			return workers;
		}
		catch (IOException ex) {
			workers.close();
			throw ex;
		}
	}

	/** Makes what starts a JVM with this class path. */
	static ProcessBuilder java(Class<?> program, Object... args) {
		List<String> command = new ArrayList<>();
		command.add(ProcessHandle.current().info().command().orElseThrow());
		command.addAll(JVM);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
		Stream.of(args).map(Object::toString).forEach(command::add);
		return new ProcessBuilder(command);
	}

	/** Waits until all are ready, and returns how many operations they have done. */
	long await() throws IOException {
		long done = 0;
		for (BufferedReader reader : this.answers) {
			String line = reader.readLine();
			if (line == null || !line.startsWith(READY)) {
				throw new IllegalStateException("A process was to be ready, but said: " + line);
			}
			done += Long.parseLong(line.substring(READY.length() + 1));
		}
		return done;
	}

	/** Tells all the same. */
	void say(String line) {
		for (Process process : this.processes) {
			var input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
			input.println(line);
		}
	}

	/** Ends all, and returns what each counted. */
	List<Tally> end() throws IOException, InterruptedException {
		say(END);
		List<Tally> tallies = new ArrayList<>();
		for (int i = 0; i < this.processes.size(); i++) {
			var tally = new Tally();
			this.answers.get(i).lines().forEach(tally::parse);
			if (this.processes.get(i).waitFor() != 0) {
				throw new IllegalStateException("A process failed: " + this.processes.get(i).info());
			}
			tallies.add(tally);
		}
		return tallies;
	}

	/** Ends those that still run, and waits until they are gone. */
	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
		this.processes.forEach((process) -> process.onExit().join());
	}

}
