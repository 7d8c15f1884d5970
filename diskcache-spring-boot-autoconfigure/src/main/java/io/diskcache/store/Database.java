package io.diskcache.store;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The connections of one process to one database: a bounded pool of readers, opened when
 * needed, and one writer, whose lock the caller takes first. Thread-safe.
 */
final class Database implements AutoCloseable {

	/**
	 * Readers at most: more do not run at once on common machines, and each holds
	 * descriptors.
	 */
	static final int MAX_READERS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

	private final Path file;

	private final Identity identity;

	private final Durability durability;

	private final long walLimit;

	private final Semaphore permits = new Semaphore(MAX_READERS, true);

	private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();

	private final WriterLock writerLock = new WriterLock();

	/** Guarded by the writer lock. */
	private @Nullable Session writer;

	private volatile boolean closed;

	Database(Path file, Identity identity, Durability durability, long walLimit) {
		this.file = file;
		this.identity = identity;
		this.durability = durability;
		this.walLimit = walLimit;
	}

	/**
	 * Reads on a connection of the pool, again where a lock of SQLite's was in the way.
	 * @throws StoreTimeoutException if that did not work before the deadline
	 * @throws DataAccessException if the database cannot be read
	 */
	<T extends @Nullable Object> T read(Deadline deadline, Function<JdbcTemplate, T> work) {
		acquireReader(deadline);
		try {
			while (true) {
				try {
					return readOnce(work);
				}
				catch (DataAccessException ex) {
					if (!SqliteErrors.isBusy(ex)) {
						throw ex;
					}
					if (deadline.isOver()) {
						throw new StoreTimeoutException("The database " + this.file + " was locked for " + deadline,
								ex);
					}
					deadline.pause();
				}
			}
		}
		finally {
			this.permits.release();
		}
	}

	/** Whether it was closed; what is under way may end within seconds. */
	boolean isClosed() {
		return this.closed;
	}

	long walLimit() {
		return this.walLimit;
	}

	/** Takes the writer's lock; whether that worked before the deadline. */
	boolean lockWriter(Deadline deadline) {
		return this.writerLock.acquire(deadline);
	}

	void unlockWriter() {
		if (this.closed) {
			discardWriter();
		}
		this.writerLock.release();
	}

	/** Returns the writer's connection; the caller holds its lock. */
	Session writer() {
		Session session = this.writer;
		if (session == null) {
			session = open();
			this.writer = session;
		}
		return session;
	}

	/**
	 * Gives up the writer's connection, whose state is unknown; the caller holds its
	 * lock.
	 */
	void discardWriter() {
		Session session = this.writer;
		this.writer = null;
		if (session != null) {
			closeQuietly(session);
		}
	}

	/**
	 * Opens a connection of the caller's own, to be closed by it.
	 * @throws StoreException if there is another database now
	 */
	Session open() {
		if (this.closed) {
			throw new StoreException("The store is closed: " + this.file, null);
		}
		Session session = Session.open(this.file, this.durability, this.walLimit);
		boolean ours = false;
		try {
			ours = session.apart(() -> Schema.identity(session.jdbc())).equals(this.identity);
		}
		finally {
			if (!ours) {
				closeQuietly(session);
			}
		}
		if (!ours) {
			throw new StoreException("The files of the store were replaced: " + this.file + " is another database now",
					null);
		}
		return session;
	}

	/** Closes readers that nobody uses, all but one. */
	void closeIdleReaders() {
		while (this.idle.size() > 1) {
			Session session = this.idle.pollLast();
			if (session != null) {
				closeQuietly(session);
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		// Those who still read have a deadline of their own; nobody waits longer than
		// that.
		boolean all = acquireAll();
		boolean locked = lockWriter(Deadline.after(java.time.Duration.ofSeconds(2)));
		for (Session session = this.idle.poll(); session != null; session = this.idle.poll()) {
			closeQuietly(session);
		}
		if (locked) {
			unlockWriter();
		}
		if (all) {
			this.permits.release(MAX_READERS);
		}
	}

	private <T extends @Nullable Object> T readOnce(Function<JdbcTemplate, T> work) {
		Session session = this.idle.pollFirst();
		if (session == null) {
			session = open();
		}
		boolean usable = false;
		try {
			Session reader = session;
			T result = reader.apart(() -> work.apply(reader.jdbc()));
			usable = true;
			return result;
		}
		catch (DataAccessException ex) {
			usable = SqliteErrors.isBusy(ex);
			throw ex;
		}
		finally {
			if (usable && !this.closed) {
				this.idle.addFirst(session);
			}
			else {
				closeQuietly(session);
			}
		}
	}

	private void acquireReader(Deadline deadline) {
		if (this.permits.tryAcquire()) {
			return;
		}
		boolean interrupted = false;
		try {
			while (true) {
				try {
					if (this.permits.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
						return;
					}
					throw new StoreTimeoutException(
							"All " + MAX_READERS + " readers of " + this.file + " were busy for " + deadline, null);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private boolean acquireAll() {
		boolean interrupted = Thread.interrupted();
		try {
			return this.permits.tryAcquire(MAX_READERS, 2, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return false;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static void closeQuietly(Session session) {
		try {
			session.close();
		}
		catch (DataAccessException ex) {
			// The driver has let go of the file all the same; nothing is lost with a
			// reader.
			org.slf4j.LoggerFactory.getLogger(Database.class).debug("Closing a connection failed", ex);
		}
	}

}
