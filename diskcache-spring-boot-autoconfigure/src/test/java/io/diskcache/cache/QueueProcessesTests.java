package io.diskcache.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.diskcache.store.Jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Processes that push and pull while they are killed again and again. What was pushed and
 * pulled is known from what they wrote down; only the operation a process was killed in
 * may have happened or not.
 */
class QueueProcessesTests {

	private static final Logger logger = LoggerFactory.getLogger(QueueProcessesTests.class);

	private static final int CONSUMERS = 3;

	private static final int PRODUCERS = 2;

	/** Processes started before they are needed, as starting takes long. */
	private static final int AHEAD = 6;

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private final Deque<Jvm> ahead = new ArrayDeque<>();

	private final List<Worker> workers = new ArrayList<>();

	private int needed;

	private int started;

	@TempDir
	Path temp;

	@AfterEach
	void reap() {
		this.ahead.forEach(Jvm::close);
		this.workers.forEach(Worker::close);
	}

	@Test
	void eachItemGoesToExactlyOneConsumer() throws IOException {
		storm(AHEAD);
	}

	@Test
	@Tag("stress")
	void eachItemGoesToExactlyOneConsumerForLong() throws IOException {
		storm(150);
	}

	private void storm(int kills) throws IOException {
		this.needed = CONSUMERS + PRODUCERS + kills;
		for (int i = 0; i < CONSUMERS + PRODUCERS; i++) {
			this.workers.add(new Worker((i < PRODUCERS) ? "producer" : "consumer", "w" + i));
		}
		for (Worker worker : this.workers) {
			worker.start();
		}
		for (int i = 0; i < kills; i++) {
			live();
			Worker victim = this.workers.get(this.random.nextInt(this.workers.size()));
			victim.kill();
			victim.start();
		}
		// The consumers first, so that something is left in the queue.
		this.workers.subList(PRODUCERS, this.workers.size()).forEach(Worker::kill);
		live();
		this.workers.subList(0, PRODUCERS).forEach(Worker::kill);
		try (DiskCacheManager manager = QueueWorker.manager(this.temp)) {
			DiskCache cache = manager.getDiskCache("jobs");
			verify(drain(cache.queue("work")), kills);
			assertThat(cache.size()).isZero();
			assertThat(cache.getNativeCache().check(false)).isEmpty();
			assertThat(cache.statistics().failures()).isZero();
		}
	}

	private void live() {
		await().pollDelay(Duration.ofMillis(100 + this.random.nextInt(200))).until(() -> true);
	}

	private void verify(List<String> left, int kills) {
		Set<String> acknowledged = new LinkedHashSet<>();
		Set<String> doubtful = new HashSet<>();
		List<String> pulled = new ArrayList<>();
		int killedPulling = 0;
		for (Worker worker : this.workers) {
			assertThat(worker.failure).isNull();
			if (worker.role.equals("producer")) {
				worker.done("pushed ").forEach((number) -> acknowledged.add(worker.name + ":" + number));
				worker.done("push ").forEach((number) -> doubtful.add(worker.name + ":" + number));
			}
			else {
				assertInOrder(worker.done("got "));
				pulled.addAll(worker.done("got "));
				killedPulling += worker.killedPulling;
			}
		}
		logger.warn("{} kills, {} items pushed, {} pulled by processes, {} left, killedPulling " + killedPulling, kills,
				acknowledged.size(), pulled.size(), left.size());
		assertInOrder(left);
		assertThat(pulled).as("work was done, seed %d", this.seed).hasSizeGreaterThan(100);
		assertThat(left).as("work was left, seed %d", this.seed).isNotEmpty();
		List<String> all = new ArrayList<>(pulled);
		all.addAll(left);
		assertThat(all).as("each once, seed %d", this.seed).doesNotHaveDuplicates();
		assertThat(doubtful).as("nothing that was never pushed").containsAll(all);
		Set<String> lost = new HashSet<>(acknowledged);
		all.forEach(lost::remove);
		assertThat(lost).as("gone with consumers that were killed pulling").hasSizeLessThanOrEqualTo(killedPulling);
		assertThat(newest(pulled))
			.allSatisfy((producer, number) -> assertThat(left).filteredOn((item) -> item.startsWith(producer + ":"))
				.allSatisfy((item) -> assertThat(number(item)).isGreaterThan(number)));
	}

	private static List<String> drain(CacheQueue queue) {
		List<String> left = new ArrayList<>();
		for (QueueItem item = queue.pull(); item != null; item = queue.pull()) {
			left.add(QueueWorker.item(item));
		}
		return left;
	}

	/** Whether the items of each producer come in the order in which it pushed them. */
	private void assertInOrder(List<String> items) {
		Map<String, Long> last = new HashMap<>();
		for (String item : items) {
			Long before = last.put(producer(item), number(item));
			assertThat(before == null || before < number(item)).as("%s after %s, seed %d", item, before, this.seed)
				.isTrue();
		}
	}

	private static Map<String, Long> newest(List<String> items) {
		Map<String, Long> newest = new HashMap<>();
		items.forEach((item) -> newest.merge(producer(item), number(item), Math::max));
		return newest;
	}

	private static String producer(String item) {
		return item.substring(0, item.indexOf(':'));
	}

	private static long number(String item) {
		return Long.parseLong(item.substring(item.indexOf(':') + 1));
	}

	private Jvm next() {
		while (this.ahead.size() <= AHEAD && this.started < this.needed) {
			this.started++;
			this.ahead.add(Jvm.start(System.getProperty("java.class.path"),
					List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"), QueueWorker.class));
		}
		Jvm jvm = this.ahead.remove();
		assertThat(jvm.hear()).isEqualTo("ready");
		return jvm;
	}

	/** One of the processes, through all its lives. */
	private final class Worker {

		private final String role;

		private final String name;

		private int killedPulling;

		private String failure;

		private Jvm jvm;

		Worker(String role, String name) {
			this.role = role;
			this.name = name;
		}

		void start() {
			// A number is used once: whether the last one was pushed nobody knows.
			long number = done("push ").stream().mapToLong(Long::parseLong).max().orElse(0) + 1;
			this.jvm = next();
			this.jvm
				.tell(QueueProcessesTests.this.temp + " " + diary() + " " + this.role + " " + this.name + " " + number);
			assertThat(this.jvm.hear()).isEqualTo("open");
		}

		void kill() {
			this.jvm.kill();
			List<String> lines = lines();
			if (!lines.isEmpty() && lines.get(lines.size() - 1).equals("pull")) {
				this.killedPulling++;
			}
			if (!this.jvm.noise().isEmpty() && this.jvm.noise().contains("Exception")) {
				this.failure = this.jvm.noise();
			}
		}

		void close() {
			if (this.jvm != null) {
				this.jvm.close();
			}
		}

		List<String> done(String what) {
			return lines().stream()
				.filter((line) -> line.startsWith(what))
				.map((line) -> line.substring(what.length()))
				.toList();
		}

		private Path diary() {
			return QueueProcessesTests.this.temp.resolve(this.name + ".log");
		}

		private List<String> lines() {
			try {
				return Files.exists(diary()) ? Files.readAllLines(diary()) : List.of();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
