package io.diskcache.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store that is open under a name, and how it comes to be: it is opened when it is
 * first asked for, again some time after that failed, and anew when its files were
 * removed or replaced. Thread-safe.
 */
final class StoreHolder implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(StoreHolder.class);

	/** How long an opening waits for other processes that open the same store. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** The same for the janitor, who has other stores to look after. */
	private static final Duration JANITORS_PATIENCE = Duration.ofMillis(500);

	private final Opener opener;

	private final InstantSource clock;

	/** Tells times that never go back, in nanoseconds. */
	private final LongSupplier nanoTime;

	/** Held by who opens the store. */
	private final ReentrantLock opening = new ReentrantLock();

	/** Guards what follows, for moments only. */
	private final Object guard = new Object();

	/** Guarded by {@link #guard}. */
	private final MissedChanges missed = new MissedChanges();

	/** Written under {@link #guard}. */
	private volatile StoreOptions options;

	/** Written under {@link #guard}. */
	private volatile @Nullable OpenStore present;

	/** Why the last opening failed, unless it was one that told the caller so. */
	private volatile @Nullable OpeningFailure failure;

	/** While the store is divided anew, which others do not wait for. */
	private volatile boolean dividing;

	/** {@code null} until it is closed. */
	private volatile @Nullable Instant closedAt;

	StoreHolder(Opener opener, StoreOptions options, InstantSource clock, LongSupplier nanoTime) {
		this.opener = opener;
		this.clock = clock;
		this.options = options;
		this.nanoTime = nanoTime;
	}

	/** Uses other options from now on. */
	void reconfigure(StoreOptions changed) {
		synchronized (this.guard) {
			OpenStore store = this.present;
			if (store != null && store.loss() == null) {
				store.reconfigure(changed);
			}
			this.options = changed;
		}
	}

	/**
	 * Opens the store now, unless it is open.
	 * @throws StoreException if that fails
	 */
	void open() {
		this.opening.lock();
		try {
			if (isWanted()) {
				open(PATIENCE);
			}
		}
		finally {
			this.opening.unlock();
		}
	}

	/**
	 * Returns the store, open or lost; {@code null} after closing.
	 * @throws StoreException if it never could be opened
	 */
	@Nullable OpenStore get() {
		OpenStore store = this.present;
		return (store != null) ? store : openFirst(this.options.operationTimeout());
	}

	/**
	 * Returns the store for a change of an entry, or of all where the key is missing.
	 * Where there is no store, or one that can only be read, the change is remembered:
	 * what it should have removed or replaced is gone when the store is opened.
	 * @throws StoreException if it never could be opened, or can only be read
	 */
	@Nullable OpenStore getForChange(@Nullable Key key) {
		OpenStore store = this.present;
		try {
			// Others may have the store open already: what is not written is not gone.
			OpenStore open = (store != null) ? store : openFirst(PATIENCE);
			if (open != null) {
				open.requireWritable();
			}
			return open;
		}
		catch (StoreException ex) {
			OpenStore late = presentOrMissed(key);
			if (late == null) {
				throw ex;
			}
			return late;
		}
	}

	/** Clears the store: now if it is open, else before anybody can read it. */
	void clear() {
		OpenStore open;
		synchronized (this.guard) {
			open = changeable();
			if (open == null) {
				this.missed.add(null);
			}
		}
		if (open != null) {
			open.clear();
		}
	}

	/**
	 * Whether what is stored under a key is out of date, in a store that can only be
	 * read.
	 */
	boolean isMissed(Key key) {
		synchronized (this.guard) {
			return this.missed.contains(key);
		}
	}

	/** Returns the store if it was opened, without trying to. */
	@Nullable OpenStore present() {
		return this.present;
	}

	StoreCondition condition() {
		Instant end = this.closedAt;
		if (end != null) {
			return new StoreCondition(StoreCondition.State.CLOSED, "The store was closed", end);
		}
		OpeningFailure last = this.failure;
		if (last != null) {
			return new StoreCondition(StoreCondition.State.CANNOT_OPEN, String.valueOf(last.cause().getMessage()),
					last.since());
		}
		OpenStore store = this.present;
		return (store != null) ? store.condition() : StoreCondition.WELL;
	}

	/** Opens the store where it is missed; called every second. */
	void tick() {
		OpeningFailure last = this.failure;
		boolean due = (this.present != null) || (last != null && !last.isRecent(this.nanoTime.getAsLong()));
		if (!due || !isWanted()) {
			return;
		}
		if (this.options.reshard()) {
			// The janitor has other stores to look after.
			openApart(JANITORS_PATIENCE);
		}
		else {
			openMissing(JANITORS_PATIENCE);
		}
	}

	/** Opens it on another thread, as it may have to be divided anew. */
	private void openApart(Duration patience) {
		var thread = new Thread(() -> openMissing(patience), "diskcache-opening");
		thread.setDaemon(true);
		thread.start();
	}

	private void openMissing(Duration patience) {
		if (!this.opening.tryLock()) {
			return;
		}
		try {
			if (isWanted()) {
				tryToOpen(patience);
			}
		}
		catch (StoreException ex) {
			logger.trace("Noted, and tried again", ex);
		}
		finally {
			this.opening.unlock();
		}
	}

	@Override
	public void close() {
		this.closedAt = this.clock.instant();
		this.opening.lock();
		try {
			OpenStore store = this.present;
			synchronized (this.guard) {
				this.present = null;
			}
			if (store != null) {
				close(store);
			}
		}
		finally {
			this.opening.unlock();
		}
	}

	private @Nullable OpenStore openFirst(Duration patience) {
		throwRecentFailure();
		Deadline deadline = Deadline.after(patience);
		if (this.options.reshard()) {
			return awaitOpening(deadline);
		}
		while (!this.opening.tryLock()) {
			pause(deadline);
		}
		try {
			throwRecentFailure();
			return isWanted() ? tryToOpen(PATIENCE) : this.present;
		}
		finally {
			this.opening.unlock();
		}
	}

	private @Nullable OpenStore awaitOpening(Deadline deadline) {
		if (!this.dividing && !this.opening.isLocked()) {
			openApart(PATIENCE);
		}
		while (isWanted()) {
			throwRecentFailure();
			pause(deadline);
		}
		return this.present;
	}

	private void pause(Deadline deadline) {
		if (this.dividing) {
			throw new StoreTimeoutException("The store is being divided anew, which may take minutes", null);
		}
		if (deadline.isOver()) {
			throw new StoreTimeoutException("The store was still being opened after " + deadline, null);
		}
		deadline.pause();
	}

	private OpenStore tryToOpen(Duration patience) {
		try {
			return open(patience);
		}
		catch (StoreException ex) {
			logger.debug("A cache store cannot be opened, and is tried again from time to time", ex);
			OpeningFailure last = this.failure;
			this.failure = new OpeningFailure(ex, this.nanoTime.getAsLong(),
					(last != null) ? last.since() : this.clock.instant());
			throw ex;
		}
	}

	private boolean isWanted() {
		OpenStore store = this.present;
		return this.closedAt == null && (store == null || store.loss() != null);
	}

	/** Opens the store, in place of the one that is lost; under the lock. */
	private OpenStore open(Duration patience) {
		OpenStore lost = this.present;
		Loss reason = (lost != null) ? lost.loss() : null;
		if (lost != null) {
			// First, as who holds the old locks keeps others from making new files.
			close(lost);
		}
		OpenStore store = openFiles(patience);
		boolean used = false;
		try {
			use(store, reason != null && !reason.changesKnown());
			used = true;
			this.failure = null;
			return store;
		}
		finally {
			if (!used) {
				close(store);
			}
		}
	}

	private OpenStore openFiles(Duration patience) {
		try {
			return this.opener.open(this.options, patience, () -> this.dividing = true, this::tick);
		}
		finally {
			this.dividing = false;
		}
	}

	/** Removes what is out of date in the store before anybody can read it. */
	private void use(OpenStore store, boolean changesUnknown) {
		boolean writable = store.isWritable();
		boolean used = false;
		try {
			if (changesUnknown) {
				// What was changed in files that were gone already is not known.
				addMissed(null);
			}
			while (!used) {
				if (writable) {
					drainMissed().removeFrom(store);
				}
				synchronized (this.guard) {
					// What can only be read hides it as long as it is open.
					if (this.missed.isEmpty() || !writable) {
						store.reconfigure(this.options);
						this.present = store;
						used = true;
					}
				}
			}
		}
		finally {
			if (!used) {
				addMissed(null);
			}
		}
	}

	private MissedChanges drainMissed() {
		synchronized (this.guard) {
			return this.missed.drain();
		}
	}

	private void addMissed(@Nullable Key key) {
		synchronized (this.guard) {
			// Where nothing may get lost a change that fails has no effect at all.
			if (!this.options.lossless()) {
				this.missed.add(key);
			}
		}
	}

	private @Nullable OpenStore presentOrMissed(@Nullable Key key) {
		synchronized (this.guard) {
			OpenStore late = changeable();
			if (late == null) {
				addMissed(key);
			}
			return late;
		}
	}

	/* Under the guard. */
	private @Nullable OpenStore changeable() {
		OpenStore store = this.present;
		return (store != null && store.isWritable()) ? store : null;
	}

	private void throwRecentFailure() {
		OpeningFailure last = this.failure;
		if (this.closedAt == null && last != null && last.isRecent(this.nanoTime.getAsLong())) {
			throw new StoreException(String.valueOf(last.cause().getMessage()), last.cause());
		}
	}

	private static void close(OpenStore store) {
		try {
			store.close();
		}
		catch (RuntimeException ex) {
			// What is not closed here ends with the process, which loses nothing.
			logger.warn("A cache store did not close as it should", ex);
		}
	}

}
