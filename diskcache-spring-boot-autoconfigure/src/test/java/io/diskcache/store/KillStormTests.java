package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Three processes that write without pause and are killed again and again. What each had
 * finished is known from what it wrote down; the operation it was killed in may have
 * happened or not.
 */
class KillStormTests {

	private static final Logger logger = LoggerFactory.getLogger(KillStormTests.class);

	private static final int WORKERS = 3;

	/** Processes started before they are needed, as starting takes long. */
	private static final int AHEAD = 3;

	/** One second, and what a busy machine adds. */
	private static final Duration OPENING = Duration.ofSeconds(4);

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private final Deque<Jvm> ahead = new ArrayDeque<>();

	private final List<Worker> workers = new ArrayList<>();

	@TempDir
	Path temp;

	private StoreDirectory directory;

	private Store store;

	private int kills;

	private long operations;

	@AfterEach
	void reap() {
		this.ahead.forEach(Jvm::close);
		this.workers.forEach(Worker::close);
		if (this.directory != null) {
			this.directory.close();
		}
	}

	@Test
	void nothingAcknowledgedIsLost() throws IOException {
		storm(Duration.ofSeconds(12), 40);
	}

	@Test
	@Tag("stress")
	void nothingAcknowledgedIsLostInManyKills() throws IOException {
		storm(Duration.ofMinutes(3), 120);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void killedTransactionLeavesNothing(boolean whileOthersUseTheStore) throws IOException {
		try (Neighbour neighbour = Neighbour.start().open(this.temp, Duration.ofSeconds(10))) {
			neighbour.expect("true", "large", "a", "old");
			if (whileOthersUseTheStore) {
				open();
			}
			neighbour.expect("begun", "begin");
			neighbour.expect("true", "large", "a", "new");
			neighbour.expect("true", "large", "b", "new");
			assertThat(valueFiles()).isEqualTo(3);
			neighbour.kill();
		}
		if (!whileOthersUseTheStore) {
			open();
		}

		assertThat(read("a")).isEqualTo("old");
		assertThat(read("b")).isNull();
		await().untilAsserted(() -> assertThat(valueFiles()).isOne());
		assertThat(this.store.count()).isOne();
		assertThat(this.store.check(false)).isEmpty();
	}

	/** Rounds end when all are dead at once and the store is closed. */
	private void storm(Duration duration, int most) throws IOException {
		for (int i = 0; i < WORKERS; i++) {
			this.workers.add(new Worker("w" + i));
		}
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() < end && this.kills < most) {
			open();
			this.workers.forEach(Worker::start);
			for (int i = 0; i < 8 && System.nanoTime() < end; i++) {
				live();
				Worker victim = this.workers.get(this.random.nextInt(WORKERS));
				victim.kill();
				victim.verify();
				verifyShared();
				victim.start();
			}
			live();
			// Others still write: it must hold all the same.
			assertThat(this.store.check(false)).as("check among others, seed %d", this.seed).isEmpty();
			if (this.random.nextBoolean()) {
				this.directory.close();
				this.workers.forEach(Worker::kill);
				open();
			}
			else {
				this.workers.forEach(Worker::kill);
			}
			this.workers.forEach(Worker::verify);
			verifyShared();
			verifyAll();
			this.directory.close();
		}
		logger.info("{} kills, {} operations", this.kills, this.operations);
		assertThat(this.kills).isGreaterThan(WORKERS);
	}

	private void open() {
		long begin = System.nanoTime();
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("test", StoreOptions.defaults().withOperationTimeout(Duration.ofSeconds(10)));
		// The first opening loads the driver and makes the files.
		if (this.kills > 0) {
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(OPENING);
		}
	}

	private void live() {
		await().pollDelay(Duration.ofMillis(50 + this.random.nextInt(300))).until(() -> true);
	}

	private void verifyAll() throws IOException {
		assertThat(this.store.check(false)).as("check, seed %d", this.seed).isEmpty();
		List<Entry> entries = this.store.entries(Selection.all(), null, 500).content();
		assertThat(this.store.count()).isEqualTo(entries.size());
		assertThat(valueFiles()).isEqualTo(entries.stream().filter(Entry::inFile).count());
		assertThat(Stores.stripes(this.temp).unowned()).isZero();
	}

	private void verifyShared() {
		for (int i = 0; i < StormWorker.SHARED_KEYS; i++) {
			String key = "shared" + i;
			String value = read(key);
			if (value != null) {
				String[] parts = value.split(":");
				assertThat(parts[0]).isEqualTo(key);
				Worker writer = this.workers.stream()
					.filter((worker) -> worker.name.equals(parts[1]))
					.findFirst()
					.get();
				writer.listen();
				assertThat(Long.parseLong(parts[2])).isLessThanOrEqualTo(writer.sequence);
			}
		}
	}

	private long valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(Stores.generation(this.temp).shard(0).values())) {
			return files.filter(Files::isRegularFile).count();
		}
	}

	private String read(String name) {
		return this.store.get(StoreFixture.key(name), KnownValue::text);
	}

	private Jvm next() {
		while (this.ahead.size() <= AHEAD) {
			this.ahead.add(Jvm.start(StormWorker.class));
		}
		Jvm jvm = this.ahead.remove();
		assertThat(jvm.hear()).isEqualTo("ready");
		return jvm;
	}

	/** One of the processes, through all its lives, and what is known of its entries. */
	private final class Worker {

		private final String name;

		/** Values that keys must have now; absent where it must be absent. */
		private final Map<String, String> expected = new HashMap<>();

		/** The operation that was announced last, or {@code null}. */
		private String[] inFlight;

		/** All that was announced. */
		private final List<String> history = new ArrayList<>();

		private long sequence;

		/** How much of what it wrote down is read. */
		private int position;

		private Jvm jvm;

		Worker(String name) {
			this.name = name;
		}

		void start() {
			this.jvm = next();
			this.jvm.tell(KillStormTests.this.temp + " " + diary() + " " + this.name + " " + this.sequence);
			assertThat(this.jvm.hear()).isEqualTo("open");
		}

		void kill() {
			this.jvm.kill();
			KillStormTests.this.kills++;
			listen();
		}

		void close() {
			if (this.jvm != null) {
				this.jvm.close();
			}
		}

		/** Reads on in what it wrote down. */
		void listen() {
			assertThat(this.jvm.overhear()).isEmpty();
			String all;
			try {
				all = Files.exists(diary()) ? Files.readString(diary()) : "";
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			int end = all.lastIndexOf('\n') + 1;
			all.substring(this.position, end).lines().forEach(this::hear);
			this.position = end;
		}

		private void hear(String line) {
			finish();
			this.inFlight = line.split(" ");
			this.history.add(line + " ");
			if (!"-".equals(this.inFlight[2])) {
				this.sequence = Long.parseLong(this.inFlight[2].replaceAll(".*:", ""));
			}
			KillStormTests.this.operations++;
		}

		private Path diary() {
			return KillStormTests.this.temp.resolve(this.name + ".log");
		}

		/** Compares what is there with what must be; the process is dead. */
		void verify() {
			String[] doubtful = (this.inFlight != null) ? this.inFlight : new String[] { "none", "", "" };
			this.inFlight = null;
			for (int i = 0; i < StormWorker.OWN_KEYS; i++) {
				String key = StormWorker.ownKey(this.name, i);
				String value = read(key);
				if (doubtful[0].equals("own") && doubtful[1].equals(key) && isEqual(value, doubtful[2])) {
					expect(key, doubtful[2]);
				}
				assertThat(value).as(() -> explain(key, doubtful)).isEqualTo(this.expected.get(key));
			}
			String left = read(StormWorker.pairKey(this.name, 0));
			String right = read(StormWorker.pairKey(this.name, 1));
			assertThat(left).as("pair, seed %d", KillStormTests.this.seed).isEqualTo(right);
			if (doubtful[0].equals("pair") && isEqual(left, doubtful[2])) {
				expect("pair", doubtful[2]);
			}
			assertThat(left).as("pair after %s, seed %d", List.of(doubtful), KillStormTests.this.seed)
				.isEqualTo(this.expected.get("pair"));
		}

		private String explain(String key, String[] doubtful) {
			List<String> last = this.history.stream().filter((line) -> line.contains(key + " ")).toList();
			return key + " after " + String.join(" ", doubtful) + ", seed " + KillStormTests.this.seed + ", before: "
					+ last.subList(Math.max(0, last.size() - 5), last.size()) + ", now: "
					+ Stores.describe(KillStormTests.this.store, StoreFixture.key(key)) + ", read again: " + read(key);
		}

		private void finish() {
			if (this.inFlight != null && !this.inFlight[0].equals("shared")) {
				expect(this.inFlight[0].equals("pair") ? "pair" : this.inFlight[1], this.inFlight[2]);
			}
		}

		private void expect(String key, String value) {
			if ("-".equals(value)) {
				this.expected.remove(key);
			}
			else {
				this.expected.put(key, value);
			}
		}

		private static boolean isEqual(String value, String announced) {
			return (value != null) ? value.equals(announced) : "-".equals(announced);
		}

	}

}
