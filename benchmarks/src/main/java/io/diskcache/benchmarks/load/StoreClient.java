package io.diskcache.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.diskcache.store.Content;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;
import io.diskcache.store.StoreStatistics;
import io.diskcache.store.StoreTimeoutException;

/**
 * One store as a worker uses it: each operation is timed, and what did not work is
 * counted rather than thrown. Not thread-safe.
 */
final class StoreClient implements AutoCloseable {

	private final StoreDirectory directory;

	private final Store store;

	private Tally tally = new Tally();

	private StoreStatistics before;

	StoreClient(Path place, StoreOptions options) {
		this.directory = StoreDirectory.open(place, 0);
		this.store = this.directory.open("load", options);
		this.before = this.store.statistics();
	}

	static Key key(String text) {
		return Key.of(text.getBytes(StandardCharsets.US_ASCII));
	}

	/** Begins to count anew. */
	void reset() {
		this.tally = new Tally();
		this.before = this.store.statistics();
	}

	/** Returns what was counted, and what the store did by itself meanwhile. */
	Tally tally() {
		StoreStatistics now = this.store.statistics();
		this.tally.count(this.before, now);
		this.before = now;
		return this.tally;
	}

	/** Tells whether the key was found. */
	boolean get(Key key) {
		return timed("get", () -> this.store.get(key, Entry::bytes) != null);
	}

	boolean put(Key key, byte[] value) {
		boolean stored = timed("set", () -> this.store.put(key, Content.of(1, 5, value), null));
		if (!stored) {
			this.tally.count("set-dropped");
		}
		return stored;
	}

	void remove(Key key) {
		timed("delete", () -> this.store.remove(key));
	}

	void count(String name, long more) {
		this.tally.count(name, more);
	}

	@Override
	public void close() {
		this.directory.close();
	}

	private boolean timed(String name, Operation operation) {
		long start = System.nanoTime();
		try {
			return operation.run();
		}
		catch (StoreTimeoutException ex) {
			this.tally.count(name + "-timeout");
			return false;
		}
		finally {
			this.tally.times(name).record(System.nanoTime() - start);
		}
	}

	/** An operation that tells whether there was what it looked for. */
	private interface Operation {

		boolean run();

	}

}
