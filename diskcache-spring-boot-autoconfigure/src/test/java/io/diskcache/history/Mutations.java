package io.diskcache.history;

import java.util.List;
import java.util.stream.Stream;

/** The faults a run must find. */
final class Mutations {

	private static final String COHERENCE = "store/Coherence.java";

	private static final List<Mutation> ALL = List.of(
			new Mutation("a tombstone without a floor", Finder.AT_ONCE, "store/Stripes.java",
					"raiseFloor(stripe, number); begin(stripe, number);", "begin(stripe, number);"),
			new Mutation("a clear without its floor", Finder.IN_TIME, "store/Changes.java",
					"this.stripes.raiseClearFloor(transaction.number());", ""),
			new Mutation("a load that lands whatever changed meanwhile", Finder.IN_TIME, "store/Transaction.java",
					"if (!quiet || this.stripes.begun(stripe) != fence.begun() "
							+ "|| this.stripes.clearFloor() != fence.clearFloor()) {",
					"if (!quiet && number < 0) {"),
			new Mutation("a removal that fails and is forgotten", Finder.IN_TIME, "store/Changes.java",
					"this.tombstones.bury(Stripes.stripe(this.rooms.hash(key)));", ""),
			new Mutation("a clear that fails and is forgotten", Finder.IN_TIME, "store/Tombstones.java",
					"this.stripes.buryAll();", ""),
			new Mutation("a clear that leaves running loads alone", Finder.IN_TIME, "store/Transaction.java",
					" || this.stripes.clearFloor() != fence.clearFloor()", ""),
			new Mutation("a removal that leaves running loads alone", Finder.IN_TIME, "store/Changes.java",
					"transaction.touch(Stripes.stripe(hash));", ""),
			new Mutation("a put that fails and leaves running loads alone",
					Finder.quickTest("store.RefusedPutTests#valueForWhichThereIsNoSpaceOvertakesALoad"),
					"store/Tombstones.java",
					"this.stripes.begin(stripe, this.stripes.draw()); this.stripes.begin(stripe, this.stripes.draw());",
					""),
			new Mutation("a put that fails and leaves what is stale",
					Finder.quickTest("store.StaleEntryTests#putForWhichThereIsNoSpaceLeavesNothingStale"),
					"store/Rooms.java", "return head != null && isReadable(head);",
					"return head != null && isLive(head);"),
			new Mutation("a bulk put that hides what others changed",
					Finder.quickTest("store.BulkFencesTests#whatIsPutWithoutAFenceHidesNoChangeByOthers"),
					"store/BulkFences.java", "this.stripes.begun(stripe) == begun", "begun >= 0"),
			new Mutation("entries that live on", Finder.IN_TIME, "store/Rooms.java",
					"return head.isFresh(now) && head.application()", "return head.application()"),
			new Mutation("a rollback that commits", Finder.IN_TIME, "store/Transactions.java",
					"transaction.session().execute(\"ROLLBACK\");", "transaction.session().execute(\"COMMIT\");"),
			new Mutation("transactions that are none", Finder.IN_TIME, "store/TransactedWork.java",
					"return this.rooms.access().write(wait, (transaction) -> runWithin(transaction, limit, work));",
					"return work.run();"),
			new Mutation("transactions that commit part by part", Finder.IN_TIME, "store/Transactions.java",
					"T result = work.apply(joined);",
					"T result = work.apply(joined); joined.session().execute(\"COMMIT\"); "
							+ "joined.session().execute(\"BEGIN IMMEDIATE\");"),
			new Mutation("a stripe that begins after COMMIT", Finder.IN_TIME, "store/Transaction.java",
					"this.stripes.begin(stripe, this.number);",
					"afterCommit(() -> this.stripes.begin(stripe, this.number));"),
			new Mutation("deletions that tell nobody", Finder.IN_TIME, "store/Rows.java",
					"transaction.touch(head.stripe());", ""),
			new Mutation("a touch that tells nobody", Finder.IN_TIME, "store/Rows.java",
					"transaction.touch(moved.stripe());", ""),
			new Mutation("a touch of what is gone", Finder.IN_TIME, "store/Changes.java",
					"return head != null && this.rooms.isLive(head) && this.rooms.rows()",
					"return head != null && this.rooms.rows()"),
			new Mutation("a removal by tag that fails and is forgotten", Finder.IN_TIME, "store/SelectionRemoval.java",
					"stripes.forEach(this.tombstones::bury);", ""),
			new Mutation("tags that are not written down", Finder.IN_TIME, "store/Rows.java",
					"this.tags.insert(transaction.jdbc(), id, entry.tags());", ""),
			new Mutation("tags that get lost when a value is replaced", Finder.IN_TIME, "store/Rows.java",
					"transaction.addRow(row.head());",
					"if (replaces) { this.tags.delete(transaction.jdbc(), id); } transaction.addRow(row.head());"),
			new Mutation("a change of what was seen before", Finder.IN_TIME, "cache/AtomicEntries.java",
					"return this.store.transact(key.encoded(), work);", "return work.run();"),
			new Mutation("a tombstone that says that all writes have ended", Finder.IN_TIME, "store/Stripes.java",
					"raiseFloor(stripe, number); begin(stripe, number);",
					"raiseFloor(stripe, number); begin(stripe, number); complete(number);"),
			new Mutation("a write that says before COMMIT that it has ended", Finder.IN_TIME, "store/Transactions.java",
					"transaction.applyTotals();",
					"transaction.applyTotals();\nthis.stripes.complete(transaction.number());"),
			new Mutation("a COMMIT looked at after the row was read", Finder.IN_TIME, COHERENCE, "begun > complete ||",
					"begun > complete() ||"),
			new Mutation("a row held although a write of its stripe is under way", Finder.IN_TIME, COHERENCE,
					"begun > complete ||", ""),
			new Mutation("a hit whose stripe is not compared", Finder.IN_TIME, COHERENCE,
					"this.stripes.begun(stamp.stripe()) == stamp.begun()",
					"this.stripes.begun(stamp.stripe()) >= stamp.begun()"),
			new Mutation("a hit that was cleared", Finder.IN_TIME, COHERENCE,
					"stamp.version() >= this.stripes.clearFloor()", "stamp.version() >= 0"),
			new Mutation("a hit that has expired", Finder.IN_TIME, COHERENCE, "&& isFresh(stamp)", ""),
			new Mutation("a row held that was read in a transaction", Finder.AT_ONCE, COHERENCE,
					"(begun > complete || this.transactions.joined() != null ||",
					"((begun > complete && this.transactions.joined() == null) ||"),
			new Mutation("an entry held before COMMIT has returned", Finder.IN_TIME, COHERENCE,
					"(this.transactions.joined() != null) ? Stamp.NEVER : stamp(head, head.version())",
					"stamp(head, head.version())"));

	private Mutations() {
	}

	static Stream<Mutation> all() {
		return Stream.of(ALL, ShardMutations.ALL, EvictionMutations.ALL, ReshardingMutations.ALL).flatMap(List::stream);
	}

	/** Those that are looked for in every build, or all others. */
	static Stream<Mutation> of(boolean everyBuild) {
		return all().filter((mutation) -> mutation.finder().inEveryBuild() == everyBuild);
	}

}
