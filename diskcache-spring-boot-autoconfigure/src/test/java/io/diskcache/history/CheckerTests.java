package io.diskcache.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.diskcache.history.Operations.add;
import static io.diskcache.history.Operations.clear;
import static io.diskcache.history.Operations.evict;
import static io.diskcache.history.Operations.get;
import static io.diskcache.history.Operations.increment;
import static io.diskcache.history.Operations.incrementThatThrew;
import static io.diskcache.history.Operations.killedEvict;
import static io.diskcache.history.Operations.killedPut;
import static io.diskcache.history.Operations.load;
import static io.diskcache.history.Operations.loadThatFound;
import static io.diskcache.history.Operations.miss;
import static io.diskcache.history.Operations.put;
import static io.diskcache.history.Operations.putIfAbsent;
import static io.diskcache.history.Operations.putIfAbsentThatFound;
import static io.diskcache.history.Operations.putThatThrew;
import static io.diskcache.history.Operations.putTagged;
import static io.diskcache.history.Operations.removeTagged;
import static io.diskcache.history.Operations.replace;
import static io.diskcache.history.Operations.replaceThatThrew;
import static io.diskcache.history.Operations.rollback;
import static io.diskcache.history.Operations.take;
import static io.diskcache.history.Operations.takeThatThrew;
import static io.diskcache.history.Operations.touch;
import static org.assertj.core.api.Assertions.assertThat;

/** Of each rule a history that keeps it and one that breaks it. */
class CheckerTests {

	private static final long MILLIS = 1_000_000;

	@Test
	void valueMustHaveBeenStored() {
		assertLegal(put(1, 0, 1), get(1, 2, 3));
		assertBroken(Checker.UNWRITTEN, put(1, 0, 1), get(2, 2, 3));
	}

	@Test
	void valueIsNotFoundBeforeItsPutBegan() {
		assertLegal(put(1, 5, 9), get(1, 4, 6));
		assertBroken(Checker.TOO_EARLY, put(1, 5, 9), get(1, 3, 4));
	}

	@Test
	void valueIsTakenOnceAndGoneThen() {
		assertLegal(put(1, 0, 1), take(1, 2, 6), get(1, 3, 4), take(0, 7, 8), miss(9, 10));
		assertLegal(put(1, 0, 1), takeThatThrew(2, 3), get(1, 4, 5));
		assertBroken(Checker.LOST_UPDATE, put(1, 0, 1), take(1, 2, 9), take(1, 3, 9));
		assertBroken(Checker.LOST_UPDATE, put(1, 0, 1), take(1, 2, 9), increment(1, 2, 3, 9));
		assertBroken(Checker.STALE, put(1, 0, 1), take(1, 2, 3), get(1, 4, 5));
		assertBroken(Checker.STALE, put(1, 0, 1), take(0, 2, 3), get(1, 4, 5));
		assertBroken(Checker.UNWRITTEN, take(1, 0, 1));
	}

	@Test
	void valueIsReplacedOnceByWhoExpectedIt() {
		assertLegal(put(1, 0, 1), replace(1, 2, 2, 9), replace(0, 3, 2, 9), get(2, 10, 11));
		assertLegal(put(1, 0, 1), replaceThatThrew(2, 2, 3), get(1, 4, 5));
		assertLegal(put(1, 0, 1), replaceThatThrew(2, 2, 3), get(2, 4, 5));
		assertBroken(Checker.LOST_UPDATE, put(1, 0, 1), replace(1, 2, 2, 9), replace(1, 3, 2, 9));
		assertBroken(Checker.LOST_UPDATE, put(1, 0, 1), replace(1, 2, 2, 9), take(1, 2, 9));
		assertBroken(Checker.STALE, put(1, 0, 1), replace(1, 2, 2, 3), get(1, 4, 5));
	}

	@Test
	void valueThatReplacedNothingIsNotFound() {
		assertLegal(put(1, 0, 1), replace(0, 2, 2, 3), get(1, 4, 5));
		assertBroken(Checker.UNWRITTEN, put(1, 0, 1), replace(0, 2, 2, 3), get(2, 4, 5));
	}

	@Test
	void whatIsNotThereToBeTouchedIsGone() {
		assertLegal(put(1, 0, 1), touch(true, 2, 3), get(1, 4, 5), touch(false, 6, 7), miss(8, 9));
		assertBroken(Checker.STALE, put(1, 0, 1), touch(false, 2, 3), get(1, 4, 5));
	}

	@Test
	void loadDoesNotLandAfterItsKeyWasTakenOrReplaced() {
		assertLegal(put(1, 0, 1), load(2, 2, 3, 8, 9), take(0, 4, 5), get(2, 10, 11));
		assertBroken(Checker.LATE_LOAD, put(1, 0, 3), load(2, 2, 3, 8, 9), take(1, 4, 5), get(2, 10, 11));
		assertBroken(Checker.LATE_LOAD, put(1, 0, 3), load(3, 2, 3, 8, 9), replace(1, 2, 4, 5), get(3, 10, 11));
	}

	@Test
	void valueIsNotFoundAfterItWasReplaced() {
		assertLegal(put(1, 0, 1), put(2, 2, 10), get(1, 3, 4), get(2, 5, 6));
		assertBroken(Checker.STALE, put(1, 0, 1), put(2, 2, 10), get(2, 3, 4), get(1, 5, 6));
		assertBroken(Checker.STALE, put(1, 0, 1), put(2, 2, 3), get(1, 4, 5));
	}

	@Test
	void twoValuesAreNotFoundInTurns() {
		assertLegal(put(1, 0, 9), put(2, 0, 9), get(1, 1, 2), get(1, 3, 4), get(2, 5, 6));
		assertBroken(Checker.STALE, put(1, 0, 9), put(2, 0, 9), get(1, 1, 2), get(2, 3, 4), get(1, 5, 6));
	}

	@Test
	void valueIsNotFoundAfterItWasRemoved() {
		assertLegal(put(1, 0, 1), evict(2, 6), get(1, 3, 4), miss(7, 8));
		assertBroken(Checker.STALE, put(1, 0, 1), evict(2, 3), get(1, 4, 5));
		assertBroken(Checker.STALE, put(1, 0, 1), clear(2, 3), get(1, 4, 5));
	}

	@Test
	void valueThatWasGoneOnceStaysAway() {
		assertLegal(put(1, 0, 1), get(1, 2, 3), miss(4, 5));
		assertLegal(put(1, 0, 1), miss(2, 6), get(1, 3, 4));
		assertBroken(Checker.STALE, put(1, 0, 1), miss(2, 3), get(1, 4, 5));
	}

	@Test
	void mergedReadsCountAsTheirFirstEndAndTheirLastStart() {
		assertLegal(put(1, 0, 1), get(1, 9, 3), evict(8, 10));
		assertBroken(Checker.STALE, put(1, 0, 1), get(1, 9, 3), evict(5, 6));
	}

	@Test
	void killedPutCountsOnlyWhereItIsRead() {
		assertLegal(put(1, 0, 1), killedPut(2, 2), get(1, 5, 6));
		assertLegal(put(1, 0, 1), killedPut(2, 2), get(1, 5, 6), get(2, 7, 8));
		assertBroken(Checker.STALE, put(1, 0, 1), killedPut(2, 2), get(2, 5, 6), get(1, 7, 8));
	}

	@Test
	void killedRemovalProvesNothing() {
		assertLegal(put(1, 0, 1), killedEvict(2), get(1, 5, 6));
	}

	@Test
	void putThatThrewHasRemovedTheFormerValue() {
		assertLegal(put(1, 0, 1), putThatThrew(2, 2, 3), miss(4, 5));
		assertBroken(Checker.STALE, put(1, 0, 1), putThatThrew(2, 2, 3), get(1, 4, 5));
	}

	@Test
	void putIfAbsentThatFoundAValueIsARead() {
		assertLegal(put(1, 0, 1), putIfAbsentThatFound(2, 1, 2, 3), get(1, 4, 5));
		assertBroken(Checker.STALE, put(1, 0, 1), evict(2, 3), putIfAbsentThatFound(2, 1, 4, 5));
	}

	@Test
	void putIfAbsentThatFoundNoneSawAbsence() {
		assertLegal(put(1, 0, 1), putIfAbsent(2, 2, 3), get(2, 4, 5));
		assertLegal(putIfAbsent(1, 2, 3), miss(4, 5));
		assertBroken(Checker.STALE, put(1, 0, 1), putIfAbsent(2, 2, 3), get(1, 4, 5));
	}

	@Test
	void rolledBackValueIsNeverFound() {
		assertLegal(put(1, 0, 1), rollback(2, 2, 3), get(1, 4, 5));
		assertBroken(Checker.ROLLED_BACK, rollback(2, 2, 9), get(2, 4, 5));
	}

	@Test
	void noTwoTransactionsBeginFromTheSameValue() {
		assertLegal(put(1, 0, 1), increment(1, 2, 2, 3), increment(2, 3, 2, 4));
		assertLegal(put(1, 0, 1), incrementThatThrew(1, 2, 2, 3), increment(1, 3, 4, 5));
		assertLegal(increment(0, 1, 0, 1), evict(2, 3), increment(0, 2, 4, 5));
		assertBroken(Checker.LOST_UPDATE, put(1, 0, 1), increment(1, 2, 2, 9), increment(1, 3, 2, 9));
	}

	@Test
	void transactionThatThrewMayHaveHappened() {
		assertLegal(put(1, 0, 1), incrementThatThrew(1, 2, 2, 3), get(1, 4, 5));
		assertLegal(put(1, 0, 1), incrementThatThrew(1, 2, 2, 3), get(2, 4, 5));
	}

	@Test
	void noAdditionGetsLost() {
		assertLegal(add(0, 11, 0, 3), add(11, 12, 0, 3), get(11, 1, 2), get(12, 4, 5), evict(6, 7), add(0, 21, 8, 9));
		assertBroken(Checker.LOST_UPDATE, add(0, 11, 0, 1), add(11, 12, 2, 9), add(11, 12, 3, 9));
		assertBroken(Checker.LOST_UPDATE, add(0, 11, 0, 1), add(11, 12, 2, 9), take(11, 3, 9));
		assertBroken(Checker.STALE, add(0, 11, 0, 1), add(11, 12, 2, 3), get(11, 4, 5));
		assertBroken(Checker.STALE, add(0, 11, 0, 1), add(0, 21, 2, 3), get(11, 4, 5));
		assertBroken(Checker.UNWRITTEN, add(11, 12, 0, 1));
	}

	@Test
	void valueIsNotFoundAfterTheRemovalOfItsTag() {
		assertLegal(putTagged(1, 0, 3), removeTagged(2, 4), get(1, 5, 6));
		assertLegal(putTagged(1, 0, 1), removeTagged(2, 4), get(1, 3, 5), miss(6, 7));
		assertLegal(put(1, 0, 1), removeTagged(2, 4), get(1, 5, 6));
		assertBroken(Checker.TAGGED, putTagged(1, 0, 1), removeTagged(2, 4), get(1, 5, 6));
		assertBroken(Checker.TAGGED, putTagged(1, 0, 9), get(1, 0, 1), removeTagged(2, 4), get(1, 5, 6));
		assertBroken(Checker.STALE, put(1, 0, 1), putTagged(2, 2, 3), get(1, 4, 5));
	}

	@Test
	void loadNeverLandsAfterAChangeThatBeganAndEndedMeanwhile() {
		assertLegal(load(1, 0, 1, 9, 10), get(1, 11, 12));
		assertLegal(load(1, 0, 2, 9, 10), evict(1, 4), get(1, 11, 12));
		assertLegal(load(1, 0, 2, 9, 10), evict(4, 9), get(1, 11, 12));
		assertLegal(load(1, 0, 2, 9, 10), evict(3, 4));
		assertLegal(load(1, 0, 2, 9, 10), putThatThrew(2, 3, 4), get(1, 11, 12));
		assertBroken(Checker.LATE_LOAD, load(1, 0, 2, 9, 10), evict(3, 4), get(1, 11, 12));
		assertBroken(Checker.LATE_LOAD, load(1, 0, 2, 9, 10), evict(1, 5), clear(3, 8), get(1, 11, 12));
		assertBroken(Checker.LATE_LOAD, load(1, 0, 2, 9, 10), put(2, 3, 4), get(1, 11, 12));
	}

	@Test
	void loadThatRanSawAbsence() {
		assertLegal(put(1, 0, 1), load(2, 2, 4, 8, 9), evict(10, 11));
		assertBroken(Checker.STALE, put(1, 0, 1), load(2, 2, 4, 8, 9), get(1, 5, 6));
		assertBroken(Checker.TOO_EARLY, load(2, 2, 4, 8, 9), get(2, 5, 6));
	}

	@Test
	void loadThatNeedNotRunIsARead() {
		assertLegal(put(1, 0, 1), loadThatFound(2, 1, 2, 3), get(1, 4, 5));
		assertBroken(Checker.STALE, put(1, 0, 1), evict(2, 3), loadThatFound(2, 1, 4, 5));
	}

	@Test
	void nothingIsFoundWhenItHasExpired() {
		Duration life = Duration.ofMillis(40);
		assertThat(check(life, put(1, 0, 2 * MILLIS), get(1, 51 * MILLIS, 90 * MILLIS))).isEmpty();
		assertThat(check(life, put(1, 0, 2 * MILLIS), get(1, 53 * MILLIS, 54 * MILLIS)))
			.containsExactly(Checker.EXPIRED);
		assertThat(check(null, put(1, 0, 2 * MILLIS), get(1, 53 * MILLIS, 54 * MILLIS))).isEmpty();
	}

	@Test
	@Timeout(20)
	void millionsOfOperationsAreCheckedInSeconds() {
		List<Operation> operations = new ArrayList<>();
		for (long i = 1; i <= 500_000; i++) {
			operations.add(put(i, 10 * i, 10 * i + 2));
			operations.add(get(i, 10 * i + 1, 10 * i + 4));
			operations.add((i % 2 == 0) ? evict(10 * i + 5, 10 * i + 6) : miss(10 * i + 5, 10 * i + 6));
		}

		assertThat(Checker.check(operations, null)).isEmpty();
	}

	private static void assertLegal(Operation... operations) {
		assertThat(check(null, operations)).isEmpty();
	}

	private static void assertBroken(String rule, Operation... operations) {
		assertThat(check(null, operations)).contains(rule);
	}

	private static List<String> check(@Nullable Duration timeToLive, Operation... operations) {
		return Checker.check(List.of(operations), timeToLive).stream().map(Violation::rule).toList();
	}

}
