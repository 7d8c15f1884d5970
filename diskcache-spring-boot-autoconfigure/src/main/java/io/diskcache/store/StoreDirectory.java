package io.diskcache.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;

/**
 * A directory with stores, one for each name. Directories opened at the same place by the
 * same JVM share their stores, one janitor thread and one ballast; the last one closed
 * closes them. Thread-safe.
 */
public final class StoreDirectory implements AutoCloseable {

	/** Space left free on the disk by default: 64 MB. */
	public static final long DEFAULT_MIN_FREE_SPACE = 64L << 20;

	private final SharedDirectory shared;

	private boolean closed;

	private StoreDirectory(SharedDirectory shared) {
		this.shared = shared;
	}

	/**
	 * Opens a directory, and makes it and its parents if they are missing.
	 * @param directory where the stores are to be; they get a directory of their own in
	 * it, {@code diskcache}, which only its owner may read
	 * @return the directory
	 * @throws StoreException if the directory is a file, cannot be written to, or belongs
	 * to somebody else; if it is on a file system of the network; or if the driver has a
	 * known defect that destroys data
	 */
	public static StoreDirectory open(Path directory) {
		return open(directory, DEFAULT_MIN_FREE_SPACE, InstantSource.system());
	}

	/**
	 * Opens a directory that leaves another amount of space free on the disk.
	 * @param directory where the stores are to be
	 * @param minFreeSpace bytes to be left free on the disk, 0 or more: nothing new is
	 * stored when there are less
	 * @return the directory
	 * @throws StoreException as {@link #open(Path)} does
	 */
	public static StoreDirectory open(Path directory, long minFreeSpace) {
		return open(directory, minFreeSpace, InstantSource.system());
	}

	static StoreDirectory open(Path directory, long minFreeSpace, InstantSource clock) {
		if (minFreeSpace < 0) {
			throw new IllegalArgumentException("The space to be left free must not be negative: " + minFreeSpace);
		}
		return new StoreDirectory(SharedDirectory.join(directory, minFreeSpace, clock));
	}

	/**
	 * Sets how much all stores of the directory take together: as long as there is room,
	 * each takes what it needs up to its own limit. When there is none the largest give
	 * way until all that need as much are equally large, so that none becomes smaller
	 * than an equal share and small ones are left alone; stores without eviction, and
	 * those that no process has open, keep what they have. It may be exceeded by a
	 * twentieth, and by what other processes write in a second. All processes should set
	 * the same; by default there is no such limit. The last one set in this JVM counts.
	 * @param bytes the limit in bytes, at least {@link StoreOptions#MIN_SIZE_LIMIT}
	 * @throws IllegalArgumentException if it is less
	 */
	public void limitTo(long bytes) {
		requireLimit(bytes);
		this.shared.limitTo(bytes);
	}

	/**
	 * Checks a limit of all stores together.
	 * @param bytes the limit in bytes
	 * @throws IllegalArgumentException if it is less than
	 * {@link StoreOptions#MIN_SIZE_LIMIT}
	 */
	public static void requireLimit(long bytes) {
		if (bytes < StoreOptions.MIN_SIZE_LIMIT) {
			throw new IllegalArgumentException("The size limit of all stores together must be at least "
					+ StoreOptions.MIN_SIZE_LIMIT + " bytes, but is " + bytes);
		}
	}

	/**
	 * Opens a store, or returns the one that is open under this name, which then uses the
	 * new options. Where its files are removed or replaced while it is open, its entries
	 * are misses until it has opened the files that are there anew, some seconds later at
	 * most; until then nothing is stored.
	 * @param name name of the store; any but the empty one
	 * @param options how this process uses it
	 * @return the store, which this directory closes
	 * @throws StoreException if the store cannot be opened
	 * @throws IllegalStateException if this directory is closed
	 */
	public Store open(String name, StoreOptions options) {
		requireOpen();
		ReopeningStore store = this.shared.store(name, options);
		store.holder().open();
		return store;
	}

	/**
	 * Returns a store that is opened when it is first used; the disk is not touched
	 * before. Where that fails the operation throws with the reason, and so do all others
	 * until the opening is tried again, 10 s later at the earliest. Changes that failed
	 * so leave nothing older to be found when it works at last, unless the store is
	 * {@linkplain StoreOptions#lossless() lossless}.
	 * @param name name of the store; any but the empty one
	 * @param options how this process uses it
	 * @return the store, the same as {@link #open} returns, which this directory closes
	 * @throws StoreException if the store is open in this JVM with another durability
	 * @throws IllegalStateException if this directory is closed
	 */
	public Store openLazily(String name, StoreOptions options) {
		requireOpen();
		return this.shared.store(name, options);
	}

	/**
	 * Returns a store that is opened when it is first used, as
	 * {@link #openLazily(String, StoreOptions)} does, and in which nothing that was
	 * stored before is found: it is cleared before anybody of this JVM can read it, or
	 * now if it is open already.
	 * @param name name of the store; any but the empty one
	 * @param options how this process uses it
	 * @return the store, which this directory closes
	 * @throws StoreException if the store is open in this JVM with another durability, or
	 * if it is open and cannot be cleared
	 * @throws IllegalStateException if this directory is closed
	 */
	public Store openLazilyAndClear(String name, StoreOptions options) {
		requireOpen();
		ReopeningStore store = this.shared.store(name, options);
		store.holder().clear();
		return store;
	}

	/**
	 * Tells whether a directory has been opened before, here or by another process. Makes
	 * nothing.
	 * @param directory the directory
	 * @return whether it has
	 */
	public static boolean isPresent(Path directory) {
		return DirectoryLayout.isPresent(directory);
	}

	/**
	 * Tells whether there is a store, without opening or making one.
	 * @param name name of the store
	 * @return whether it is there
	 * @throws StoreException if the directory cannot be read
	 */
	public boolean contains(String name) {
		return this.shared.layout().isPresent(name);
	}

	/**
	 * Returns the names of the stores there are, open or not. Those are missing that
	 * cannot be names of directories, which are named otherwise.
	 * @return the names in the order of their characters
	 * @throws StoreException if the directory cannot be read
	 */
	public List<String> names() {
		return this.shared.layout().names();
	}

	/**
	 * Has the thread that tidies up do something every second, until the directory is
	 * closed by all who have it open. What it throws is ignored.
	 * @param task a task that does not take long
	 * @return by which it can be cancelled
	 */
	public Future<?> everySecond(Runnable task) {
		return this.shared.everySecond(task);
	}

	/**
	 * Returns where the stores are.
	 * @return the directory that was opened, as a real path
	 */
	public Path path() {
		return this.shared.path();
	}

	/** Closes the stores, unless somebody else of this JVM has the directory open. */
	@Override
	public void close() {
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
		}
		this.shared.leave();
	}

	private synchronized void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("The directory " + path() + " is closed");
		}
	}

}
