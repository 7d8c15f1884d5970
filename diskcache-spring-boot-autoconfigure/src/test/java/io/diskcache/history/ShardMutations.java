package io.diskcache.history;

import java.util.List;

/** Faults of stores of several shards. */
final class ShardMutations {

	private static final String STORE = "store/ShardedStore.java";

	private static final String ANOTHER = "this.shards.get((Shards.of(this.hashKey.hash(key.raw()), this.shards.size()) + 1)"
			+ " % this.shards.size())";

	private static final String ROOM = "store.ShardedStoreTests#roomIsMadeInAnotherShardAndNobodyHoldsTwoLocks";

	static final List<Mutation> ALL = List.of(new Mutation("a put in another shard than the lookup",
			Finder.test("store.ShardedStoreTests#keysAreSpreadEvenly"), STORE,
			"return of(key).write(key, content, options);", "return " + ANOTHER + ".write(key, content, options);"),
			new Mutation("a removal in another shard than the entry", Finder.SHARDED_IN_TIME, STORE,
					"return of(key).remove(key);", "return " + ANOTHER + ".remove(key);"),
			new Mutation("a transaction in another shard than its key", Finder.SHARDED_IN_TIME, STORE,
					"return of(key).transact(work);", "return " + ANOTHER + ".transact(work);"),
			new Mutation("a fence of another shard", Finder.test("store.ShardedModelTests#behavesLikeAMap"), STORE,
					"return of(key).fence(key);", "return " + ANOTHER + ".fence(key);"),
			new Mutation("a clear that leaves out a shard", Finder.SHARDED_AT_ONCE, STORE,
					"inTurn(this.shards, SqliteStore::clear);",
					"inTurn(this.shards.subList(1, this.shards.size()), SqliteStore::clear);"),
			new Mutation("a removal by tag that leaves out a shard", Finder.SHARDED_IN_TIME, STORE,
					"return sum(this.shards, (store) -> store.remove(selection));",
					"return sum(this.shards.subList(1, this.shards.size()), (store) -> store.remove(selection));"),
			new Mutation("a shard that fails and keeps others from being changed",
					Finder.test("store.ShardedStoreTests#oneShardThatIsLockedDoesNotHoldUpTheOthers"), STORE,
					"catch (StoreException ex) { failure = (failure != null) ? failure : ex; }",
					"catch (StoreException ex) { throw ex; }"),
			new Mutation("a count of one shard", Finder.test("store.ShardedStoreTests#keysAreSpreadEvenly"), STORE,
					"return sum(this.shards, SqliteStore::count);", "return this.shards.get(0).count();"),
			new Mutation("a volume of one shard", Finder.test("store.DirectoryLimitTests#severalShardsAreOneStore"),
					STORE, "return sum(this.shards, SqliteStore::volume);", "return this.shards.get(0).volume();"),
			new Mutation("a check of one shard", Finder.test("store.ShardedStoreTests#checkLooksIntoAllShards"), STORE,
					"for (int number = 0; number < this.shards.size(); number++) { String prefix",
					"for (int number = 0; number < 1; number++) { String prefix"),
			new Mutation("a limit for each shard", Finder.test("store.ShardedStoreTests#theLimitIsThatOfAllTogether"),
					"store/Culler.java", "+ transaction.fileBytes() + this.group.bytesBeside(this.meter);",
					"+ transaction.fileBytes();"),
			new Mutation("room that is made nowhere else", Finder.test(ROOM), "store/Culler.java",
					"this.group.makeRoom(null, this.group::limit, deadline);", ""),
			new Mutation("room that is made elsewhere under the own lock", Finder.test(ROOM), "store/Culler.java",
					"transaction.afterCommitOnce(() -> makeRoomElsewhere(nothingLeft));",
					"makeRoomElsewhere(nothingLeft);"),
			new Mutation("a put that fails as there can be no room made in a locked shard",
					Finder.test("store.ShardedStoreTests#filesAreStoredWhileAnotherShardIsLocked"),
					"store/ShardGroup.java",
					"logger.debug(\"No room can be made in a shard at the moment\", ex); return Culler.Outcome.NOTHING_LEFT;",
					"throw ex;"),
			new Mutation("one that tidies up in one shard only",
					Finder.test("store.ShardedStoreTests#allShardsAreTidiedUp"), "store/ShardLocks.java",
					"this.file.tryExclusive(LockFile.UPKEEP + offset())", "this.file.tryExclusive(LockFile.UPKEEP)"),
			new Mutation("a shard that is missing and not missed",
					Finder.test("store.ShardedStoreTests#withoutOneOfItsDatabasesAStoreBeginsAnew"),
					"store/Shards.java", "first != null && number < first.shards()", "first != null && number < 1"));

	private ShardMutations() {
	}

}
