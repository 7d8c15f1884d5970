package io.diskcache.history;

import java.util.List;

/** Faults of dividing a store anew. */
final class ReshardingMutations {

	private static final String RESHARDING = "store/Resharding.java";

	private static final String AS_IT_WAS = "store.ReshardingTests#everyEntryIsAsItWas";

	private static final String POWER_CUT = "store.PowerCutTests#whatWasDividedIsOnTheDisk";

	/** How a generation is filled, and then put into use. */
	private static final String FILL = "filling.fill(draft);";

	private static final String USE = """
				complete = true;
			}
			finally {
				if (!complete) {
					// It would only take space, of which there may be none.
					deleteTree(draft.directory());
				}
			}
			var generation = new Generation(store.resolve(name));
			Files.move(draft.directory(), generation.directory(), StandardCopyOption.ATOMIC_MOVE);
			Path current = Files.writeString(store.resolve(CURRENT + ".new"), name + "\\n");
			Durable.force(current);
			Files.move(current, store.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE,
					StandardCopyOption.REPLACE_EXISTING);
			""";

	static final List<Mutation> ALL = List.of(
			new Mutation("an entry that is left out after each page", Finder.test(AS_IT_WAS), RESHARDING,
					"this.last = this.page.get(this.page.size() - 1).id();",
					"this.last = this.page.get(this.page.size() - 1).id() + 2;"),
			new Mutation("an entry that is copied to another shard than it is looked up in", Finder.test(AS_IT_WAS),
					RESHARDING, "targets.get(Shards.of(row.head().hash(), wanted))",
					"targets.get(Shards.of(row.head().hash() >>> 1, wanted))"),
			new Mutation("tags that are not copied", Finder.test(AS_IT_WAS), RESHARDING,
					"this.tags.insert(this.session.jdbc(), row.head().id(), row.tags());", ""),
			new Mutation("an end that is not copied", Finder.test(AS_IT_WAS), "store/Row.java",
					"Head numbered = this.head.withId(id);",
					"Head numbered = this.head.withId(id).moved(this.head.version(), Head.NEVER);"),
			new Mutation("totals that are not copied", Finder.test(AS_IT_WAS), RESHARDING,
					"this.stripes.addTotals(this.rows, this.fileBytes, 0);", ""),
			new Mutation("a former generation that stays", Finder.test(AS_IT_WAS), "store/Shards.java",
					"Generation.deleteAllBut(store, generation);", ""),
			new Mutation("a former generation that a crash left and that stays",
					Finder.quickTest("store.ReshardingTests#whatACrashLeftOfTheFormerOneIsDeleted"),
					"store/Shards.java", "Generation.deleteAllBut(store, present);", ""),
			new Mutation("a generation that is used before it is filled",
					Finder.test("store.ReshardingTests#itMayBeKilledAtAnyTime"), "store/Generation.java", FILL + USE,
					USE + "filling.fill(generation);"),
			new Mutation("numbers that begin anew",
					Finder.test("store.ReshardingTests#numbersAndTheOrderOfStoringGoOn"), RESHARDING,
					"sources.stream().mapToLong((source) -> source.stripes().next()).max().orElse(0) + Stripes.GAP",
					"Stripes.GAP"),
			new Mutation("entries of several shards in no order",
					Finder.test("store.ReshardingTests#numbersAndTheOrderOfStoringGoOn"), RESHARDING,
					"Comparator.comparingLong(Source::order)", "Comparator.comparingLong((source) -> 0)"),
			new Mutation("what was cleared and comes back",
					Finder.test("store.ReshardingTests#whatWasRemovedStaysAway"), RESHARDING,
					"this.stripes.isReadable(head.stripe(), head.version()) || head.isBroken()",
					"head.id() != EntryTable.BEFORE_ALL"),
			new Mutation("a division of what others have open",
					Finder.test("store.ReshardingTests#whileOthersHaveItOpenItIsRefused"), "store/Shards.java",
					"if (!alone || !options.reshard()) {", "if (!options.reshard()) {"),
			new Mutation("uses that are not copied", Finder.test("store.ReshardingTests#usesAndTheIndexOnKeysAreKept"),
					RESHARDING, "this.uses.copy(source.uses, row.head().hash());", ""),
			new Mutation("statistics that are not copied",
					Finder.test("cache.LastingStatisticsTests#allShardsAreCounted"), RESHARDING,
					"targets.get(0).addTallies(sources.get(0));", ""),
			new Mutation("a generation that is used before its counters are on the disk", Finder.test(POWER_CUT),
					RESHARDING, "this.stripes.force();", ""));

	private ReshardingMutations() {
	}

}
