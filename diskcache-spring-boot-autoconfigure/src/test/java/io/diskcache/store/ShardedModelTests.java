package io.diskcache.store;

/** Random operations on a store of several shards and on a map side by side. */
class ShardedModelTests extends ModelTests {

	@Override
	StoreOptions options() {
		return super.options().withShards(3);
	}

	@Override
	boolean hasOneShard() {
		return false;
	}

}
