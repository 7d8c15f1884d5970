package io.diskcache.store;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file whose bytes are the {@linkplain LoadLock locks of loads}: one byte for each
 * hash of a key. It is never written to, and has no length. A file of its own, so that it
 * can be lost without harm: locks only spare work, and what is stored is guarded by
 * {@linkplain Fence fences}. Thread-safe.
 */
final class LoadLockFile implements AutoCloseable {

	/** Name of the file. */
	static final String NAME = "loads.lock";

	private static final Logger logger = LoggerFactory.getLogger(LoadLockFile.class);

	/** A position and the one after it must be numbers that a file can have. */
	private static final int SHIFT = 2;

	private final Path file;

	private final ReentrantLock guard = new ReentrantLock();

	/** Open from the first lock on. Written under {@link #guard}. */
	private volatile @Nullable LockFile open;

	/** Guarded by {@link #guard}. */
	private boolean closed;

	LoadLockFile(Path store) {
		this.file = store.resolve(NAME);
	}

	/**
	 * Takes the lock of all keys that have a hash, of which there is hardly ever more
	 * than one. Never waits.
	 * @return the lock, or {@code null} if somebody has it, in this process or another
	 * @throws StoreException if the file cannot be used
	 */
	@Nullable LoadLock tryLock(long hash) {
		try {
			LockFile locks = open();
			if (locks == null) {
				return LoadLock.NONE;
			}
			FileLock lock = locks.tryExclusive(hash >>> SHIFT);
			return (lock != null) ? () -> release(locks, lock) : null;
		}
		catch (IOException ex) {
			throw new StoreException("The file " + this.file + " cannot be locked", ex);
		}
	}

	/** Locks that are still held end with it. */
	@Override
	public void close() throws IOException {
		this.guard.lock();
		try {
			this.closed = true;
			LockFile locks = this.open;
			if (locks != null) {
				locks.close();
			}
		}
		finally {
			this.guard.unlock();
		}
	}

	private @Nullable LockFile open() throws IOException {
		LockFile locks = this.open;
		if (locks != null) {
			return locks;
		}
		this.guard.lock();
		try {
			if (this.open == null && !this.closed) {
				this.open = LockFile.open(this.file);
			}
			return this.open;
		}
		finally {
			this.guard.unlock();
		}
	}

	private static void release(LockFile locks, FileLock lock) {
		try {
			locks.release(lock);
		}
		catch (IOException ex) {
			// It ended when the file was closed.
			logger.trace("A lock was released already", ex);
		}
	}

}
