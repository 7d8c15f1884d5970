package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all who have a directory open in this JVM share. Thread-safe. */
final class SharedDirectory {

	private static final Logger logger = LoggerFactory.getLogger(SharedDirectory.class);

	/* Static, as two applications in one JVM must find each other. Guarded by itself. */
	private static final Map<Path, SharedDirectory> OPEN = new HashMap<>();

	private final DirectoryLayout layout;

	private final Commons commons;

	/** By name of the store; guarded by itself. */
	private final Map<String, ReopeningStore> stores = new HashMap<>();

	/** Guarded by {@link #stores}. */
	private boolean closed;

	/** Guarded by {@link #OPEN}. */
	private int users;

	private SharedDirectory(DirectoryLayout layout, long minFreeSpace, InstantSource clock) {
		this.layout = layout;
		this.commons = new Commons(new Space(layout.own(), minFreeSpace, clock), new DirectoryBudget(layout.stores()),
				new HandOver(layout.own().resolve("handover"), clock), new Janitor(), clock);
		var unused = this.commons.janitor().everySecond(this::tick);
	}

	private void tick() {
		this.commons.space().check();
		this.commons.budget().tick();
		this.commons.handOver().tidy();
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

	DirectoryLayout layout() {
		return this.layout;
	}

	/** Has the janitor do something every second. */
	Future<?> everySecond(Runnable task) {
		return this.commons.janitor().everySecond(task);
	}

	/** Sets how many bytes all stores may take together. */
	void limitTo(long bytes) {
		this.commons.budget().limitTo(bytes);
	}

	/** Returns the store of a name, whether it is open or not. */
	ReopeningStore store(String name, StoreOptions options) {
		StoreNames.requireName(name);
		synchronized (this.stores) {
			if (this.closed) {
				throw new IllegalStateException("The directory " + path() + " is closed");
			}
			ReopeningStore present = this.stores.get(name);
			if (present != null) {
				present.holder().reconfigure(options);
				return present;
			}
			ReopeningStore store = create(name, options);
			this.stores.put(name, store);
			return store;
		}
	}

	void leave() {
		synchronized (OPEN) {
			if (--this.users > 0) {
				return;
			}
			OPEN.remove(this.layout.given());
		}
		this.commons.janitor().close();
		synchronized (this.stores) {
			this.closed = true;
			this.stores.values().forEach((store) -> store.holder().close());
		}
	}

	private ReopeningStore create(String name, StoreOptions options) {
		var counters = new Counters();
		var holder = new StoreHolder((present, patience, onDivision, onLoss) -> openFiles(name, present, patience,
				counters, onDivision, onLoss), options, this.commons.clock(), System::nanoTime);
		var unused = this.commons.janitor().everySecond(holder::tick);
		return new ReopeningStore(holder, counters);
	}

	private OpenStore openFiles(String name, StoreOptions options, Duration patience, Counters counters,
			Runnable onDivision, Runnable onLoss) {
		// Directories may have been removed since they were made.
		Path place = DirectoryLayout.prepare(path()).store(name);
		try {
			OpenStore store = ShardedStore.of(Shards.open(place, options, this.commons.space(), patience, onDivision),
					options, this.commons, counters, () -> this.commons.janitor().soon(onLoss));
			logger.info("Opened cache store {} with {} entries", place, store.count());
			return store;
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException | InternalError ex) {
			throw new StoreException("Cannot open the store in " + place + ": " + Troubles.reason(ex), ex);
		}
	}

}
