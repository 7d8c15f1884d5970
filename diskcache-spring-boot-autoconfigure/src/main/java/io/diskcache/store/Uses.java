package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which keys were used, in this process and in the others: what is read is noted in the
 * heap, and from time to time passed on to the {@link UseTable table} that all share.
 * Thread-safe.
 */
final class Uses {

	private static final Logger logger = LoggerFactory.getLogger(Uses.class);

	/** So many times the slots it should have make a table too large. */
	private static final int FAR_TOO_LARGE = 8;

	private final RecentUses recent = new RecentUses();

	/* One for all reads, which come by the hundred thousand. */
	private final RecentUses.Receiver passing = this::passOn;

	private final Path file;

	private final Identity identity;

	private final Stripes stripes;

	private final Supplier<StoreOptions> options;

	private final InstantSource clock;

	/** The clock of uses, as far as this process has moved it or passed uses on. */
	private volatile int now;

	/** {@code null} where there is none at the moment; then nothing is known. */
	private volatile @Nullable UseTable table;

	Uses(Shard shard, Supplier<StoreOptions> options, InstantSource clock) {
		this.file = shard.files().uses();
		this.identity = shard.schema().identity();
		this.stripes = shard.stripes();
		this.options = options;
		this.clock = clock;
		this.table = map();
	}

	/**
	 * Notes that a key was found in the heap. Takes nanoseconds; where many keys are,
	 * some uses are forgotten.
	 */
	void foundInHeap(long hash) {
		this.recent.note(hash, this.now, (other, times, at) -> {
		});
	}

	/** Notes that a key was read from the disk. */
	void read(long hash) {
		this.recent.note(hash, this.now, this.passing);
	}

	private void passOn(long hash, int times, int at) {
		UseTable present = writable();
		if (present != null) {
			double halfLife = halfLife();
			unlessLost(() -> {
				pass(present, hash, times, at, this.clock.millis(), halfLife);
				return true;
			});
		}
	}

	private static void pass(UseTable to, long hash, int times, int at, long readAt, double halfLife) {
		to.advance(times);
		to.record(hash, times, at, readAt, halfLife);
	}

	/** Passes on which keys were read since the last time. */
	void flush() {
		UseTable present = writable();
		if (present != null) {
			long readAt = this.clock.millis();
			double halfLife = halfLife();
			unlessLost(() -> {
				this.recent.drain((hash, times, at) -> pass(present, hash, times, at, readAt, halfLife));
				this.now = present.now();
				return true;
			});
		}
	}

	/**
	 * Notes that a key was written.
	 * @param anew whether it had no entry before
	 */
	void written(long hash, boolean anew) {
		UseTable present = writable();
		if (present != null) {
			double halfLife = halfLife();
			unlessLost(() -> {
				int at = present.advance(1);
				this.now = at;
				present.record(hash, 1, at, 0, halfLife);
				if (anew) {
					present.forgetRead(hash);
				}
				return true;
			});
		}
	}

	/** Tells when a key was last read, as far as it was passed on. */
	@Nullable Instant lastRead(long hash) {
		UseTable present = this.table;
		return (present != null) ? unlessLost(() -> present.lastRead(hash)) : null;
	}

	/** Tells what an entry is worth to the policy; what is worth least goes first. */
	double worth(long hash) {
		UseTable present = this.table;
		double halfLife = halfLife();
		UseTable.Use use = (present != null) ? unlessLost(() -> present.use(hash, halfLife)) : null;
		return this.options.get().evictionPolicy().worth(use, this.stripes.rows());
	}

	/*
	 * The file was cut off, or its blocks cannot be had: then nothing is known until it
	 * is made anew.
	 */
	private <T> @Nullable T unlessLost(Supplier<@Nullable T> work) {
		try {
			return work.get();
		}
		catch (InternalError ex) {
			logger.debug("The table of uses {} is lost", this.file, ex);
			this.table = null;
			return null;
		}
	}

	/** Space that the table takes. */
	long bytes() {
		UseTable present = this.table;
		return (present != null) ? present.bytes() : 0;
	}

	/**
	 * Looks after the file; called every second.
	 * @param hashes gives the hashes of all entries, for who makes the file anew;
	 * {@code null} where another process does that
	 */
	void tick(@Nullable Consumer<LongConsumer> hashes) {
		try {
			UseTable present = this.table;
			if (present == null || present.isRetired() || !present.isPresent(this.file)) {
				present = map();
				this.table = present;
			}
			int wanted = UseTable.slotsFor(this.stripes.rows());
			if (hashes != null && (present == null || isUnfit(present, wanted))) {
				replace(present, wanted, hashes);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/*
	 * Its slots are volume that entries could have. That it becomes smaller much later
	 * than it became larger keeps it from doing both again and again.
	 */
	private static boolean isUnfit(UseTable table, int wanted) {
		return table.slots() < wanted || table.slots() / FAR_TOO_LARGE >= wanted;
	}

	private void replace(@Nullable UseTable old, int slots, Consumer<LongConsumer> hashes) throws IOException {
		Path draft = this.file.resolveSibling(this.file.getFileName() + ".new");
		Files.deleteIfExists(draft);
		boolean used = false;
		try {
			UseTable.create(draft, this.identity, slots);
			UseTable fresh = UseTable.map(draft, this.identity);
			if (fresh != null && old != null) {
				fresh.follow(old);
				hashes.accept((hash) -> fresh.copy(old, hash));
			}
			Files.move(draft, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			used = true;
			this.table = fresh;
			if (old != null) {
				old.retire();
			}
		}
		finally {
			if (!used) {
				// A part of it would only take space, of which there may be none.
				Files.deleteIfExists(draft);
			}
		}
	}

	private @Nullable UseTable map() {
		try {
			return UseTable.map(this.file, this.identity);
		}
		catch (IOException ex) {
			// Without it eviction knows nothing of uses, and all else works.
			return null;
		}
	}

	private @Nullable UseTable writable() {
		UseTable present = this.table;
		return (present != null && present.isWritable()) ? present : null;
	}

	private double halfLife() {
		return this.options.get().evictionPolicy().halfLife(this.stripes.rows());
	}

}
