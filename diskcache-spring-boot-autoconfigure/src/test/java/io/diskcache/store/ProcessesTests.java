package io.diskcache.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Processes that use one store together. */
class ProcessesTests {

	private static final int MANY = 8;

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	/* Started once for all tests, as starting costs more than most of them. */
	private static final List<Neighbour> ALL = new ArrayList<>();

	@TempDir
	Path temp;

	private StoreDirectory directory;

	private Store store;

	@BeforeAll
	static void start() {
		for (int i = 0; i < MANY; i++) {
			ALL.add(Neighbour.start());
		}
	}

	@AfterAll
	static void stop() {
		ALL.forEach(Neighbour::close);
	}

	@BeforeEach
	void open() {
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("test", StoreOptions.defaults().withOperationTimeout(TIMEOUT));
	}

	@AfterEach
	void close() {
		List<Problem> problems = this.store.check(false);
		ALL.forEach((neighbour) -> neighbour.ask("close"));
		this.directory.close();
		assertThat(problems).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	void whatOneWritesTheOthersSeeAtOnce(int processes) {
		List<Neighbour> neighbours = neighbours(processes);

		for (int i = 0; i < 60; i++) {
			Neighbour writer = neighbours.get(i % processes);
			String order = (i % 3 == 2) ? "large" : "put";
			writer.expect("true", order, "a", "v" + i);

			assertThat(read("a")).isEqualTo("v" + i);
			for (Neighbour reader : neighbours) {
				reader.expect("v" + i, "get", "a");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	void whatOneRemovesIsGoneForAll(int processes) {
		List<Neighbour> neighbours = neighbours(processes);

		for (int i = 0; i < 30; i++) {
			neighbours.get(i % processes).expect("true", (i % 2 == 0) ? "put" : "large", "a", "v");
			neighbours.get((i + 1) % processes).expect("true", "remove", "a");

			assertThat(read("a")).isNull();
			for (Neighbour reader : neighbours) {
				reader.expect(Neighbour.MISS, "get", "a");
				reader.expect("false", "remove", "a");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	void whatOneClearsIsGoneForAllAndWhatComesAfterStays(int processes) {
		List<Neighbour> neighbours = neighbours(processes);

		for (int i = 0; i < 30; i++) {
			for (int n = 0; n < processes; n++) {
				neighbours.get(n).expect("true", (n % 2 == 0) ? "put" : "large", "k" + n, "v" + i);
			}
			neighbours.get(i % processes).expect("cleared", "clear");
			neighbours.get((i + 1) % processes).expect("true", "put", "after", "v" + i);

			for (Neighbour reader : neighbours) {
				for (int n = 0; n < processes; n++) {
					reader.expect(Neighbour.MISS, "get", "k" + n);
				}
				reader.expect("v" + i, "get", "after");
				reader.expect("1", "count");
			}
			assertThat(this.store.count()).isOne();
		}
	}

	@Test
	void transactionIsSeenByOthersWhenItCommitsAndNotBefore() {
		List<Neighbour> neighbours = neighbours(2);
		Neighbour writer = neighbours.get(0);
		Neighbour reader = neighbours.get(1);
		writer.expect("true", "put", "a", "old");

		writer.expect("begun", "begin");
		writer.expect("true", "put", "a", "new");
		writer.expect("true", "large", "b", "new");
		reader.expect("old", "get", "a");
		reader.expect(Neighbour.MISS, "get", "b");
		writer.expect("committed", "commit");

		reader.expect("new", "get", "a");
		reader.expect("new", "get", "b");

		writer.expect("begun", "begin");
		writer.expect("true", "remove", "a");
		writer.expect("true", "large", "b", "never");
		assertThat(writer.ask("rollback")).startsWith("RollbackException");

		reader.expect("new", "get", "a");
		reader.expect("new", "get", "b");
	}

	@Test
	void ofThoseWhoPutTheSameAbsentKeysOneWinsEach() {
		int keys = 500;
		List<Neighbour> neighbours = neighbours(4);

		IntStream.range(0, 4).forEach((n) -> neighbours.get(n).tell("claim", "k", keys, "p" + n));
		int[] winner = new int[keys];
		Arrays.fill(winner, -1);
		int wins = 0;
		for (int n = 0; n < 4; n++) {
			for (String key : neighbours.get(n).hear().split(" ")) {
				if (!key.isEmpty()) {
					wins++;
					winner[Integer.parseInt(key)] = n;
				}
			}
		}

		assertThat(wins).isEqualTo(keys);
		for (int i = 0; i < keys; i++) {
			assertThat(read("k" + i)).isEqualTo("p" + winner[i]);
		}
		assertThat(this.store.count()).isEqualTo(keys);
	}

	@Test
	void noIncrementOfEightProcessesIsLost() {
		List<Neighbour> neighbours = neighbours(8);

		neighbours.forEach((neighbour) -> neighbour.tell("increment", "counter", 1000));
		neighbours.forEach((neighbour) -> assertThat(neighbour.hear()).isEqualTo("done"));

		assertThat(read("counter")).isEqualTo("8000");
	}

	@Test
	void everyReadOfAFileThatIsOverwrittenAllTheTimeIsOneWholeVersion() {
		List<Neighbour> neighbours = neighbours(4);
		neighbours.get(0).expect("true", "large", "a", "first");

		neighbours.get(0).tell("overwrite", "a", "left", 2000);
		neighbours.get(1).tell("overwrite", "a", "right", 2000);
		neighbours.get(2).tell("watch", "a", 2000);
		neighbours.get(3).tell("watch", "a", 2000);
		List<String> answers = neighbours.stream().map(Neighbour::hear).toList();

		assertThat(answers).allSatisfy((answer) -> assertThat(answer).matches("[1-9][0-9]*"));
	}

	private List<Neighbour> neighbours(int number) {
		return ALL.subList(0, number).stream().map((neighbour) -> neighbour.open(this.temp, TIMEOUT)).toList();
	}

	private String read(String name) {
		return this.store.get(StoreFixture.key(name), KnownValue::text);
	}

}
