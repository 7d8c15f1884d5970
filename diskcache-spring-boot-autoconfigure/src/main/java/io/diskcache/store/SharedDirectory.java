package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What all who have a directory open in this JVM share. Thread-safe. */
final class SharedDirectory {

	private static final Logger logger = LoggerFactory.getLogger(SharedDirectory.class);

	/* Static, as two applications in one JVM must find each other. Guarded by itself. */
	private static final Map<Path, SharedDirectory> OPEN = new HashMap<>();

	private final DirectoryLayout layout;

	private final InstantSource clock;

	private final Space space;

	private final Janitor janitor = new Janitor();

	/** By name of the store; guarded by itself. */
	private final Map<String, SqliteStore> stores = new HashMap<>();

	/** Guarded by {@link #stores}. */
	private boolean closed;

	/** Guarded by {@link #OPEN}. */
	private int users;

	private SharedDirectory(DirectoryLayout layout, long minFreeSpace, InstantSource clock) {
		this.layout = layout;
		this.clock = clock;
		this.space = new Space(layout.own(), minFreeSpace);
		this.janitor.everySecond(this.space::check);
	}

	static SharedDirectory join(Path directory, long minFreeSpace, InstantSource clock) {
		Driver.check();
		DirectoryLayout layout = DirectoryLayout.prepare(directory);
		synchronized (OPEN) {
			SharedDirectory shared = OPEN.computeIfAbsent(layout.given(),
					(path) -> new SharedDirectory(layout, minFreeSpace, clock));
			shared.users++;
			return shared;
		}
	}

	Path path() {
		return this.layout.given();
	}

	Store open(String name, StoreOptions options) {
		synchronized (this.stores) {
			if (this.closed) {
				throw new IllegalStateException("The directory " + path() + " is closed");
			}
			SqliteStore present = this.stores.get(name);
			if (present != null) {
				present.reconfigure(options);
				return present;
			}
			Path place = this.layout.store(name);
			try {
				var store = new SqliteStore(Shard.open(place, options), options, this.space, this.janitor, this.clock);
				this.stores.put(name, store);
				logger.info("Opened cache store {} with {} entries", place, store.count());
				return store;
			}
			catch (IOException | DataAccessException ex) {
				throw new StoreException("Cannot open the store in " + place, ex);
			}
		}
	}

	void leave() {
		synchronized (OPEN) {
			if (--this.users > 0) {
				return;
			}
			OPEN.remove(this.layout.given());
		}
		this.janitor.close();
		synchronized (this.stores) {
			this.stores.values().forEach(SharedDirectory::close);
			this.closed = true;
		}
	}

	private static void close(SqliteStore store) {
		try {
			store.close();
		}
		catch (RuntimeException ex) {
			// The other stores are to be closed as well; what is not closed here ends
			// with the
			// process, which loses nothing.
			logger.warn("A cache store did not close as it should", ex);
		}
	}

}
