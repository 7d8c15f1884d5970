package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Keeps the write-ahead log small, on a connection of its own. The janitor does it before
 * the log is long, so that puts do not pay for it; where it cannot keep up they do.
 * Thread-safe.
 */
final class Checkpoints implements AutoCloseable {

	/** Pages that one write puts into the log, roughly. */
	private static final int PAGES_OF_A_WRITE = 3;

	/**
	 * How long the log's last readers are waited for, which keeps writers waiting too.
	 */
	private static final Duration PATIENCE = Duration.ofMillis(20);

	/** What a log may take that nobody writes to: 64 KB. */
	private static final long MIN = 64 << 10;

	private final Shard shard;

	private final Janitor janitor;

	private final Troubles troubles;

	private final long limit;

	/** Held by who works on the connection. */
	private final ReentrantLock busy = new ReentrantLock();

	private final AtomicBoolean asked = new AtomicBoolean();

	/** Guarded by busy. */
	private @Nullable Session session;

	/** Guarded by busy. */
	private boolean closed;

	/** The last number that was drawn at the last look. */
	private long seen;

	/** Bytes written since the log was looked at; roughly, so races do no harm. */
	private volatile long written;

	Checkpoints(Shard shard, Janitor janitor, Troubles troubles) {
		this.troubles = troubles;
		this.shard = shard;
		this.janitor = janitor;
		this.limit = shard.database().walLimit();
	}

	/** Notes a write that has ended, and looks at the log after some of them. */
	void wrote(long bytes) {
		long sum = this.written + bytes + PAGES_OF_A_WRITE * Schema.PAGE_SIZE;
		this.written = sum;
		if (sum < this.limit / 8) {
			return;
		}
		this.written = 0;
		long size = size();
		if (size > this.limit) {
			empty();
			if (size() > 2 * this.limit) {
				// Others were in the way: then the next write tries it too, and so
				// none gets on faster than the log.
				this.written = this.limit / 8;
			}
		}
		else if (size > this.limit / 4 && this.asked.compareAndSet(false, true)) {
			this.janitor.soon(() -> {
				this.asked.set(false);
				copy();
			});
		}
	}

	/**
	 * Copies the log into the database if it is not short, and empties it if nobody has
	 * written for a while: else it would keep its space.
	 */
	void tick() {
		long last = this.shard.stripes().next();
		boolean quiet = last == this.seen;
		this.seen = last;
		if (size() > (quiet ? MIN : this.limit / 4) || this.troubles.has(Troubles.With.COPYING)) {
			copy();
			if (quiet) {
				work((open) -> Session.ask(open.jdbc(), "wal_checkpoint(TRUNCATE)"));
			}
		}
	}

	/** Copies what is in the log into the database, while others read and write. */
	private void copy() {
		work((open) -> Session.ask(open.jdbc(), "wal_checkpoint(PASSIVE)"));
	}

	/**
	 * Empties the log, on the thread of one who wrote too fast for the janitor. Most is
	 * copied, and waits for the disk, while others still write; only for the rest do they
	 * wait, and for those who still read the log, which no one begins to once it is all
	 * copied.
	 */
	private void empty() {
		copy();
		work((open) -> {
			Deadline deadline = Deadline.after(PATIENCE);
			while (size() > 0 && Session.ask(open.jdbc(), "wal_checkpoint(TRUNCATE)") != 0 && !deadline.isOver()) {
				deadline.pause();
			}
		});
	}

	private void work(Consumer<Session> work) {
		this.busy.lock();
		try {
			if (!this.closed) {
				Session open = session();
				open.apart(() -> {
					work.accept(open);
					return true;
				});
				this.troubles.worked(Troubles.With.COPYING);
			}
		}
		catch (DataAccessException ex) {
			this.troubles.failed(Troubles.With.COPYING, ex);
			throw ex;
		}
		finally {
			this.busy.unlock();
		}
	}

	@Override
	public void close() {
		this.busy.lock();
		try {
			this.closed = true;
			if (this.session != null) {
				this.session.close();
			}
		}
		finally {
			this.busy.unlock();
		}
	}

	private Session session() {
		Session open = this.session;
		if (open == null) {
			open = this.shard.database().open();
			this.session = open;
		}
		return open;
	}

	/** Length of the log in bytes. */
	long size() {
		try {
			return Files.size(this.shard.files().wal());
		}
		catch (IOException ex) {
			// There is no log before the first write.
			return 0;
		}
	}

}
