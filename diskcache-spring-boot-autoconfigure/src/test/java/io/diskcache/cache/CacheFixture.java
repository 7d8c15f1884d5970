package io.diskcache.cache;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;

/** A cache over a store of its own that can be broken, closed after each test. */
abstract class CacheFixture {

	@TempDir
	Path temp;

	StoreDirectory directory;

	BreakableStore breakable;

	Store store;

	DiskCache cache;

	/** The clock by which failures are logged once a minute. */
	long nanos;

	@BeforeEach
	void openCache() {
		this.directory = StoreDirectory.open(this.temp.resolve("caches"));
		this.breakable = new BreakableStore(this.directory.open("users", StoreOptions.defaults()));
		this.store = this.breakable.store();
		this.cache = TestCaches.over(this.store, CacheOptions.defaults(), () -> this.nanos);
	}

	@AfterEach
	void closeDirectory() {
		this.directory.close();
	}

}
