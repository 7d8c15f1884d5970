package io.diskcache.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.diskcache.store.Content;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;
import io.diskcache.store.StoreTimeoutException;

/**
 * One store as a worker uses it: each operation is timed, and what did not work is
 * counted rather than thrown. Not thread-safe.
 */
final class StoreClient implements AutoCloseable {

	private final StoreDirectory directory;

	private final Store store;

	private Tally tally = new Tally();

	StoreClient(Path place, StoreOptions options) {
		this.directory = StoreDirectory.open(place, 0);
		this.store = this.directory.open("load", options);
	}

	static Key key(String text) {
		return Key.of(text.getBytes(StandardCharsets.US_ASCII));
	}

	/** Begins to count anew. */
	void reset() {
		this.tally = new Tally();
	}

	/** Returns what was counted, and what the store did since it was opened. */
	Tally tally() {
		this.tally.count(this.store.statistics());
		return this.tally;
	}

	/** Tells whether the key was found. */
	boolean get(Key key) {
		return timed("get", () -> this.store.get(key, Entry::bytes) != null);
	}

	void put(Key key, byte[] value) {
		if (!timed("set", () -> this.store.put(key, Content.of(1, 5, value), null))) {
			this.tally.count("set-dropped");
		}
	}

	void remove(Key key) {
		timed("delete", () -> this.store.remove(key));
	}

	void count(String name) {
		this.tally.count(name);
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
