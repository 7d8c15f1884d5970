package io.diskcache.store;

/** The same where keys that begin alike are found by an index. */
class IndexedSelectionTests extends SelectionTests {

	@Override
	StoreOptions options() {
		return StoreOptions.defaults().withKeyIndex(true);
	}

}
