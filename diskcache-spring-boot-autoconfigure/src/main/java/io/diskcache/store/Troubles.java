package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What an open store cannot do at the moment: noted when it fails, forgotten when the
 * same works again. Thread-safe.
 */
final class Troubles {

	private final Path directory;

	private final InstantSource clock;

	private final Map<With, AtomicReference<@Nullable StoreCondition>> met = new EnumMap<>(With.class);

	/** Hash of the key whose file could not be written, to try the same again. */
	private volatile long fileHash;

	/**
	 * Makes it.
	 * @param directory where the files are
	 * @param clock tells since when something is the matter
	 */
	Troubles(Path directory, InstantSource clock) {
		this.directory = directory;
		this.clock = clock;
		for (With with : With.values()) {
			this.met.put(with, new AtomicReference<>());
		}
	}

	/** Notes that something with the database, or what belongs to it, failed. */
	void failed(With with, Throwable ex) {
		if (SqliteErrors.isCorrupt(ex)) {
			note(With.SOUNDNESS, StoreCondition.State.DAMAGED, "is damaged", ex);
		}
		else if (SqliteErrors.isBusy(ex)) {
			note(with, StoreCondition.State.BUSY, "is locked", ex);
		}
		else if (SqliteErrors.isUnopened(ex) || (with == With.READING && SqliteErrors.isFileError(ex))) {
			note(with, StoreCondition.State.CANNOT_OPEN, "cannot be opened or read", ex);
		}
		else if (SqliteErrors.isFileError(ex) || ex instanceof InternalError) {
			note(with, StoreCondition.State.READ_ONLY, "cannot be written", ex);
		}
	}

	/** Notes that the write lock could not be had. */
	void notLocked() {
		note(With.WRITING, StoreCondition.State.BUSY, "is being written by others", null);
	}

	/**
	 * Notes that the counters can only be read, for as long as the store is open.
	 * @param message says why
	 */
	void onlyReads(String message) {
		known(With.COUNTERS).set(new StoreCondition(StoreCondition.State.READ_ONLY, message, this.clock.instant()));
	}

	/** Notes that a value could not be written to a file. */
	void noFile(long hash, IOException ex) {
		this.fileHash = hash;
		note(With.FILES, StoreCondition.State.READ_ONLY, "cannot get new files", ex);
	}

	/** Notes that something works. */
	void worked(With with) {
		if (has(with)) {
			known(with).set(null);
		}
	}

	boolean has(With with) {
		return known(with).get() != null;
	}

	long fileHash() {
		return this.fileHash;
	}

	/**
	 * Returns the worst of all.
	 * @param writer tells who has the write lock, or {@code null}
	 */
	StoreCondition worst(Supplier<@Nullable String> writer) {
		StoreCondition worst = StoreCondition.WELL;
		for (With with : With.values()) {
			worst = worst.or(known(with).get());
		}
		String name = (worst.state() == StoreCondition.State.BUSY) ? writer.get() : null;
		return (name == null) ? worst : new StoreCondition(worst.state(), worst.message() + ": " + name, worst.since());
	}

	/* What is known already stays as it is, with its time. */
	private void note(With with, StoreCondition.State state, String what, @Nullable Throwable cause) {
		StoreCondition known = known(with).get();
		if (known == null || known.state() != state) {
			String reason = (cause != null) ? ": " + reason(cause) : "";
			known(with).set(new StoreCondition(state, "The store in " + this.directory + " " + what + reason,
					this.clock.instant()));
		}
	}

	private AtomicReference<@Nullable StoreCondition> known(With with) {
		return Objects.requireNonNull(this.met.get(with));
	}

	/** Says why something failed, without anything that was stored. */
	static String reason(Throwable ex) {
		String sqlite = SqliteErrors.reason(ex);
		return (sqlite != null) ? sqlite : ex.toString();
	}

	/** What there can be troubles with. */
	enum With {

		READING, WRITING,
		/** Copying the write-ahead log into the database. */
		COPYING,
		/** Writing files of values. */
		FILES,
		/** Writing the counters, without which nothing is written. */
		COUNTERS,
		/** The database itself. Never forgotten: what works elsewhere mends nothing. */
		SOUNDNESS

	}

}
