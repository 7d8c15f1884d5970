package io.diskcache.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is recorded is what is checked later. */
class HistoryLogTests {

	private static final int REGISTER = Registers.of(0, 2);

	@TempDir
	Path temp;

	@Test
	void operationThatNeverEndedIsInFlight() throws IOException {
		Recorder recorder = new Recorder(OperationLog.create(this.temp, 4));
		long id = recorder.nextId();
		recorder.begin(Kind.PUT, REGISTER, id);

		assertThat(records(4)).singleElement().satisfies((operation) -> {
			assertThat(operation.kind()).isEqualTo(Kind.PUT);
			assertThat(operation.outcome()).isEqualTo(Outcome.IN_FLIGHT);
			assertThat(operation.register()).isEqualTo(REGISTER);
			assertThat(operation.written()).isEqualTo(id);
			assertThat(operation.writer()).isEqualTo(4);
			assertThat(operation.start()).isPositive();
			assertThat(operation.lastMoment()).isEqualTo(Long.MAX_VALUE);
		});
	}

	@Test
	void readsOfOneValueAreOneRecordOfTheirFirstEndAndLastStart() throws IOException {
		Recorder recorder = new Recorder(OperationLog.create(this.temp, 4));
		recorder.hit(REGISTER, 7, 10, 11);
		recorder.hit(REGISTER, 7, 12, 13);
		recorder.hit(REGISTER, 7, 14, 15);
		recorder.hit(REGISTER, 8, 16, 17);

		assertThat(records(4)).extracting(Operation::read).containsExactly(7L, 8L);
		assertThat(records(4).get(0).start()).isEqualTo(14);
		assertThat(records(4).get(0).end()).isEqualTo(11);
	}

	@Test
	void logGrows() throws IOException {
		Recorder recorder = new Recorder(OperationLog.create(this.temp, 4));
		for (int i = 0; i < 100_000; i++) {
			recorder.begin(Kind.EVICT, REGISTER, 0);
			recorder.end(Outcome.RETURNED, 0);
		}

		assertThat(records(4)).hasSize(100_000).allSatisfy((operation) -> assertThat(operation.returned()).isTrue());
	}

	@Test
	void clearIsDoneToEveryKey() throws IOException {
		Recorder recorder = new Recorder(OperationLog.create(this.temp, 4));
		recorder.hit(Registers.of(1, 5), Ids.of(4, 1), System.nanoTime(), System.nanoTime());
		recorder.begin(Kind.CLEAR, Registers.of(1, Registers.ALL), 0);
		recorder.end(Outcome.RETURNED, 0);
		recorder.hit(Registers.of(1, 5), Ids.of(4, 1), System.nanoTime(), System.nanoTime());

		History history = History.load(this.temp, 5);

		assertThat(history.violations()).extracting(Violation::rule).containsExactly(Checker.STALE);
		assertThat(history.explain(history.violations())).contains("cache 'short', key 5").contains("CLEAR");
	}

	@Test
	void valueOfAnEarlierRoundWasThereBefore() throws IOException {
		Recorder recorder = new Recorder(OperationLog.create(this.temp, 4));
		recorder.hit(REGISTER, Ids.of(3, 1), 100, 101);

		assertThat(History.load(this.temp, 4).violations()).isEmpty();
		assertThat(History.load(this.temp, 3).violations()).extracting(Violation::rule)
			.containsExactly(Checker.UNWRITTEN);
	}

	@Test
	void halvesOfAPairAreAsOneKey() throws IOException {
		Recorder recorder = new Recorder(OperationLog.create(this.temp, 4));
		long[] ids = { recorder.nextId(), recorder.nextId() };
		for (long id : ids) {
			recorder.begin(Kind.PUT_PAIR, Registers.of(1, Registers.PAIR), id);
			recorder.end(Outcome.RETURNED, 0);
		}
		assertThat(History.load(this.temp, 4).violations()).isEmpty();
		// The right half is still the first one when the left is the second one already.
		recorder = new Recorder(OperationLog.create(this.temp, 5));
		recorder.begin(Kind.PUT_PAIR, Registers.of(2, Registers.PAIR), Ids.of(5, 1));
		recorder.end(Outcome.RETURNED, 0);
		recorder.begin(Kind.PUT_PAIR, Registers.of(2, Registers.PAIR), Ids.of(5, 2));
		recorder.hit(Registers.of(2, Registers.LEFT), Ids.of(5, 2), System.nanoTime(), System.nanoTime());
		recorder.hit(Registers.of(2, Registers.RIGHT), Ids.of(5, 1), System.nanoTime(), System.nanoTime());

		assertThat(History.load(this.temp, 4).violations()).extracting(Violation::rule).containsExactly(Checker.STALE);
	}

	@Test
	void halvesOfAPairThatDifferInOneTransactionAreAViolation() throws IOException {
		Recorder recorder = new Recorder(OperationLog.create(this.temp, 4));
		recorder.torn(Registers.of(2, Registers.PAIR), Ids.of(4, 1), Ids.of(4, 2), 1, 2);

		assertThat(History.load(this.temp, 4).violations()).extracting(Violation::rule).containsExactly(Checker.TORN);
	}

	@Test
	void numberOfWhoWasKilledCanBeFound() throws IOException {
		int counter = Registers.of(0, Registers.COUNTER);
		Recorder recorder = new Recorder(OperationLog.create(this.temp, 4));
		long number = recorder.nextNumber();
		recorder.begin(Kind.ADD, counter, 0);
		recorder.wrote(number + 1);
		recorder.end(Outcome.RETURNED, 0);
		recorder.hit(counter, number + 2, System.nanoTime(), System.nanoTime());

		assertThat(History.load(this.temp, 4).violations()).extracting(Violation::rule)
			.containsExactly(Checker.UNWRITTEN);

		new Recorder(OperationLog.create(this.temp, 5)).begin(Kind.ADD, counter, 0);
		assertThat(History.load(this.temp, 4).violations()).isEmpty();
		assertThat(recorder.nextNumber()).isGreaterThan(number + Ids.ROOM - 1);
	}

	private List<Operation> records(int writer) throws IOException {
		List<Operation> records = new ArrayList<>();
		OperationLog.read(this.temp.resolve(writer + ".log"), records::add, (tally, count) -> {
		});
		return records;
	}

}
