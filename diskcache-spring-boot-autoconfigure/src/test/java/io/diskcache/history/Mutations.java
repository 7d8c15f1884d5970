package io.diskcache.history;

import java.util.List;
import java.util.stream.Stream;

import io.diskcache.history.Mutation.Visibility;

/** The faults a run must find. */
final class Mutations {

	private static final String COHERENCE = "store/Coherence.java";

	private static final List<Mutation> ALL = List.of(
			new Mutation("a tombstone without a floor", Visibility.FAST, "store/Stripes.java",
					"raiseFloor(stripe, number); begin(stripe, number);", "begin(stripe, number);"),
			new Mutation("a clear without its floor", Visibility.SLOW, "store/Changes.java",
					"this.stripes.raiseClearFloor(transaction.number());", ""),
			new Mutation("a load that lands whatever changed meanwhile", Visibility.SLOW, "store/Transaction.java",
					"if (!quiet || this.stripes.begun(stripe) != fence.begun() "
							+ "|| this.stripes.clearFloor() != fence.clearFloor()) {",
					"if (!quiet && number < 0) {"),
			new Mutation("a removal that fails and is forgotten", Visibility.SLOW, "store/Changes.java",
					"this.tombstones.bury(Stripes.stripe(this.rooms.hash(key)));", ""),
			new Mutation("a clear that fails and is forgotten", Visibility.SLOW, "store/Tombstones.java",
					"this.stripes.buryAll();", ""),
			new Mutation("a clear that leaves running loads alone", Visibility.SLOW, "store/Transaction.java",
					" || this.stripes.clearFloor() != fence.clearFloor()", ""),
			new Mutation("a removal that leaves running loads alone", Visibility.SLOW, "store/Changes.java",
					"transaction.touch(Stripes.stripe(hash));", ""),
			new Mutation("entries that live on", Visibility.SLOW, "store/Rooms.java",
					"return head.isFresh(now) && head.application()", "return head.application()"),
			new Mutation("a rollback that commits", Visibility.SLOW, "store/Transactions.java",
					"transaction.session().execute(\"ROLLBACK\");", "transaction.session().execute(\"COMMIT\");"),
			new Mutation("transactions that are none", Visibility.SLOW, "store/TransactedWork.java",
					"return this.rooms.access().write(wait, (transaction) -> runWithin(transaction, limit, work));",
					"return work.run();"),
			new Mutation("transactions that commit part by part", Visibility.SLOW, "store/Transactions.java",
					"T result = work.apply(joined);",
					"T result = work.apply(joined); joined.session().execute(\"COMMIT\"); "
							+ "joined.session().execute(\"BEGIN IMMEDIATE\");"),
			new Mutation("a stripe that begins after COMMIT", Visibility.SLOW, "store/Transaction.java",
					"this.stripes.begin(stripe, this.number);",
					"afterCommit(() -> this.stripes.begin(stripe, this.number));"),
			new Mutation("deletions that tell nobody", Visibility.SLOW, "store/Rows.java",
					"transaction.touch(head.stripe());", ""),
			new Mutation("a touch that tells nobody", Visibility.SLOW, "store/Rows.java",
					"transaction.touch(moved.stripe());", ""),
			new Mutation("a touch of what is gone", Visibility.SLOW, "store/Changes.java",
					"return head != null && this.rooms.isLive(head) && this.rooms.rows()",
					"return head != null && this.rooms.rows()"),
			new Mutation("a removal by tag that fails and is forgotten", Visibility.SLOW, "store/SelectionRemoval.java",
					"stripes.forEach(this.tombstones::bury);", ""),
			new Mutation("tags that are not written down", Visibility.SLOW, "store/Rows.java",
					"this.tags.insert(transaction.jdbc(), id, entry.tags());", ""),
			new Mutation("tags that get lost when a value is replaced", Visibility.SLOW, "store/Rows.java",
					"transaction.addRow(row.head());",
					"if (replaces) { this.tags.delete(transaction.jdbc(), id); } transaction.addRow(row.head());"),
			new Mutation("a change of what was seen before", Visibility.SLOW, "cache/AtomicEntries.java",
					"return this.store.transact(key.encoded(), work);", "return work.run();"),
			new Mutation("a tombstone that says that all writes have ended", Visibility.SLOW, "store/Stripes.java",
					"raiseFloor(stripe, number); begin(stripe, number);",
					"raiseFloor(stripe, number); begin(stripe, number); complete(number);"),
			new Mutation("a write that says before COMMIT that it has ended", Visibility.SLOW,
					"store/Transactions.java", "transaction.applyTotals();",
					"transaction.applyTotals();\nthis.stripes.complete(transaction.number());"),
			new Mutation("a COMMIT looked at after the row was read", Visibility.SLOW, COHERENCE, "begun > complete ||",
					"begun > complete() ||"),
			new Mutation("a row held although a write of its stripe is under way", Visibility.SLOW, COHERENCE,
					"begun > complete ||", ""),
			new Mutation("a hit whose stripe is not compared", Visibility.FAST, COHERENCE,
					"this.stripes.begun(stamp.stripe()) == stamp.begun()",
					"this.stripes.begun(stamp.stripe()) >= stamp.begun()"),
			new Mutation("a hit that was cleared", Visibility.SLOW, COHERENCE,
					"stamp.version() >= this.stripes.clearFloor()", "stamp.version() >= 0"),
			new Mutation("a hit that has expired", Visibility.SLOW, COHERENCE, "&& isFresh(stamp)", ""),
			new Mutation("a row held that was read in a transaction", Visibility.FAST, COHERENCE,
					"(begun > complete || this.transactions.joined() != null ||",
					"((begun > complete && this.transactions.joined() == null) ||"),
			new Mutation("an entry held before COMMIT has returned", Visibility.SLOW, COHERENCE,
					"(this.transactions.joined() != null) ? Stamp.NEVER : stamp(head, head.version())",
					"stamp(head, head.version())"));

	private Mutations() {
	}

	static Stream<Mutation> all() {
		return ALL.stream();
	}

	static Stream<Mutation> of(Visibility visibility) {
		return all().filter((mutation) -> mutation.visibility() == visibility);
	}

}
