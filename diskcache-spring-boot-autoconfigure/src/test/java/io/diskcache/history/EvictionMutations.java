package io.diskcache.history;

import java.util.List;

/** Faults of eviction, and of what is known of uses. */
final class EvictionMutations {

	private static final String CULLER = "store/Culler.java";

	private static final String EXPIRED_FIRST = "store.EvictionTests#whatHasExpiredGoesBeforeAllElse";

	private static final String USED_STAYS = "store.EvictionTests#whatIsUsedAllTheTimeStays";

	static final List<Mutation> ALL = List.of(
			new Mutation("an eviction that tells nobody", Finder.IN_TIME, CULLER,
					"this.rows.delete(transaction, victim);", "this.rows.purge(transaction, victim);"),
			new Mutation("what lives and goes before what has expired", Finder.test(EXPIRED_FIRST), CULLER,
					"boolean expired = true;", "boolean expired = false;"),
			new Mutation("what has expired and counts as evicted", Finder.test(EXPIRED_FIRST), CULLER,
					"this.counters.expired.increment();", "this.counters.evicted.increment();"),
			new Mutation("what is new and has no chance",
					Finder.test("store.EvictionPolicyTests#theNewestAreWorthMoreThanAllOthers"),
					"store/EvictionPolicy.java", "if (use.age() < entries / NEW_PART) {", "if (use.age() < 0) {"),
			new Mutation("an entry that goes as it is put",
					Finder.test("store.LimitTests#whatWasJustReplacedIsNotTheVictim"), CULLER,
					"candidate.id() != spared", "candidate.id() != 0"),
			new Mutation("what is worth most and goes first", Finder.test(USED_STAYS), CULLER,
					"Comparator.comparingDouble(Valued::worth)",
					"Comparator.comparingDouble(Valued::worth).reversed()"),
			new Mutation("what was cleared and takes room", Finder.test("store.EvictionTests#whatWasClearedGoesFirst"),
					CULLER, "victims = dead(transaction.jdbc(), candidates);", "victims = List.of();"),
			new Mutation("a volume that is measured once", Finder.test("store.LimitTests#eachPutKeepsToTheLimit"),
					CULLER, "this.addedSinceMeasured >= Math.max(this.headroom / 16, QUANTUM)",
					"this.addedSinceMeasured >= Long.MAX_VALUE / 4"),
			new Mutation("the last that came and goes first", Finder.test("store.LimitTests#fifoDropsWhatCameFirst"),
					"store/EntryTable.java", "SELECT id, hash FROM entry ORDER BY id LIMIT ?",
					"SELECT id, hash FROM entry ORDER BY id DESC LIMIT ?"),
			new Mutation("uses that are not written down", Finder.test(USED_STAYS), "store/Uses.java",
					"to.record(hash, times, at, readAt, halfLife);", ""),
			new Mutation("uses that are passed on again and again",
					Finder.test("store.EvictionTests#adaptiveForgetsSoonerThanLfu"), "store/RecentUses.java",
					"this.counts.setOpaque(slot, 0);", ""),
			new Mutation("uses that never count less", Finder.test("store.EvictionTests#adaptiveForgetsSoonerThanLfu"),
					"store/UseTable.java", "return sixteenths / UNIT * Math.exp(-LN_2 * age(word, now) / halfLife);",
					"return sixteenths / UNIT;"),
			new Mutation("uses of another key", Finder.test("store.UseTableTests#whatIsWorthLeastGivesWay"),
					"store/UseTable.java", "if (word != 0 && tag(word) == tagOf(hash)) {", "if (word != 0) {"));

	private EvictionMutations() {
	}

}
