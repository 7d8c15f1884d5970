package io.diskcache.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import io.diskcache.store.Jvm;

/** The processes: starts them, has them run at once, and kills some meanwhile. */
final class Swarm implements AutoCloseable {

	private static final int PROCESSES = 3;

	/** Processes started before they are needed, as starting takes long. */
	private static final int AHEAD = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Path directory;

	private final Path logs;

	private final String classPath;

	private final int shards;

	private final Random random;

	private final List<Jvm> working = new ArrayList<>();

	private final Deque<Jvm> starting = new ArrayDeque<>();

	private final Deque<Jvm> ready = new ArrayDeque<>();

	private int nextLog;

	private int rounds;

	private int starts;

	private int kills;

	/**
	 * Makes one.
	 * @param directory of the caches
	 * @param logs where each round gets a directory of logs; on a disk with space
	 * @param shards how many of them caches have
	 */
	Swarm(Path directory, Path logs, String classPath, int shards, long seed) {
		this.shards = shards;
		this.directory = directory;
		this.logs = logs;
		this.classPath = classPath;
		this.random = new Random(seed);
		for (int i = 0; i < PROCESSES; i++) {
			this.working.add(start());
		}
		this.working.forEach((jvm) -> open(ready(jvm)));
	}

	/** Has all work for a while. */
	History run(Duration duration) throws IOException {
		return run(duration, () -> LockSupport.parkNanos(Duration.ofMillis(10).toNanos()));
	}

	/**
	 * Has all work for a while, in which one is killed and replaced once a second or
	 * more.
	 */
	History runAndKill(Duration duration) throws IOException {
		while (this.ready.size() + this.starting.size() < AHEAD) {
			this.starting.add(start());
		}
		while (!this.starting.isEmpty()) {
			this.ready.add(ready(this.starting.remove()));
		}
		long end = System.nanoTime() + duration.toNanos();
		return run(duration, () -> {
			LockSupport.parkNanos(Duration.ofMillis(500 + this.random.nextInt(500)).toNanos());
			Duration rest = Duration.ofNanos(end - System.nanoTime());
			if (!rest.isNegative()) {
				int victim = this.random.nextInt(PROCESSES);
				this.working.get(victim).kill();
				this.kills++;
				this.working.set(victim, next());
				tell(this.working.get(victim), rest);
			}
		});
	}

	/**
	 * Has all work for a while.
	 * @param meanwhile done again and again, and takes some time itself
	 */
	History run(Duration duration, Meanwhile meanwhile) throws IOException {
		this.rounds++;
		int firstLog = this.nextLog;
		Files.createDirectories(round());
		long end = System.nanoTime() + duration.toNanos();
		this.working.forEach((jvm) -> tell(jvm, duration));
		while (System.nanoTime() < end) {
			meanwhile.happen();
		}
		for (Jvm jvm : this.working) {
			expect(jvm, "done");
		}
		return History.load(round(), firstLog);
	}

	int kills() {
		return this.kills;
	}

	@Override
	public void close() {
		this.working.forEach(Jvm::close);
		this.starting.forEach(Jvm::close);
		this.ready.forEach(Jvm::close);
	}

	private Path round() {
		return this.logs.resolve("round-" + this.rounds);
	}

	private void tell(Jvm jvm, Duration duration) {
		jvm.tell(round() + " " + this.nextLog + " " + duration.toMillis() + " " + this.random.nextLong());
		this.nextLog += Worker.LOGS;
	}

	private Jvm next() {
		this.starting.add(start());
		return open(this.ready.isEmpty() ? ready(this.starting.remove()) : this.ready.remove());
	}

	/**
	 * With all compilers: what is fast is to be seen too. Each third one holds nothing in
	 * the heap, to see what is on the disk.
	 */
	private Jvm start() {
		int number = this.starts++;
		return Jvm.start(this.classPath, List.of("-Xmx256m"), Worker.class,
				this.logs.resolveSibling("scratch-" + number).toString(), String.valueOf(this.shards),
				String.valueOf(number % PROCESSES > 0));
	}

	private Jvm ready(Jvm jvm) {
		expect(jvm, "ready");
		return jvm;
	}

	private Jvm open(Jvm jvm) {
		jvm.tell(this.directory.toString());
		expect(jvm, "open");
		return jvm;
	}

	private void expect(Jvm jvm, String answer) {
		String actual = jvm.hear(PATIENCE);
		if (!answer.equals(actual)) {
			throw new AssertionError("A worker " + actual + " with logs in " + round() + "\n" + jvm.noise());
		}
	}

	/** What else happens while all work. */
	@FunctionalInterface
	interface Meanwhile {

		void happen() throws IOException;

	}

}
