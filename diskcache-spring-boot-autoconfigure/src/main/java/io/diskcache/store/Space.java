package io.diskcache.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the space left on the disk, and keeps a ballast: a file that is given up when
 * the disk is full, since then SQLite needs space even to delete. Thread-safe.
 */
final class Space {

	private static final Logger logger = LoggerFactory.getLogger(Space.class);

	/** Size of the ballast: as large as a write-ahead log becomes. */
	static final int BALLAST = 16 << 20;

	/** Space that is no use to a file: 1 MB. */
	private static final int MARGIN = 1 << 20;

	private final Path directory;

	private final Path ballast;

	private final long minFree;

	private final InstantSource clock;

	/** Set while nothing new should be stored. */
	private volatile @Nullable StoreCondition low;

	Space(Path directory, long minFree, InstantSource clock) {
		this.clock = clock;
		this.directory = directory;
		this.ballast = directory.resolve("ballast");
		this.minFree = minFree;
	}

	/** Whether nothing new should be stored. */
	boolean isLow() {
		return this.low != null;
	}

	/** Tells that the disk is full; {@code null} when it is not. */
	@Nullable StoreCondition condition() {
		return this.low;
	}

	/**
	 * Checks that there is room for a file.
	 * @throws StoreException if there is not
	 */
	void require(long bytes) {
		if (bytes > 0 && usable() < this.minFree + bytes) {
			setLow();
			throw full();
		}
	}

	/** Whether there is room for a file; remembers nothing. */
	boolean hasRoomFor(long bytes) {
		return usable() >= this.minFree + bytes;
	}

	StoreException full() {
		return new StoreException(message(), null);
	}

	private String message() {
		return ((this.minFree > 0) ? "Less than " + this.minFree + " bytes would be free" : "There is no more room")
				+ " on the disk of " + this.directory + ", so nothing new is stored until there is more room";
	}

	private void setLow() {
		if (this.low == null) {
			this.low = new StoreCondition(StoreCondition.State.DISK_FULL, message(), this.clock.instant());
		}
	}

	/**
	 * Gives up the ballast as the disk is full.
	 * @return whether there was one
	 */
	boolean release() {
		if (this.low == null) {
			logger.warn("The disk of {} is full: new entries are not stored until there is room again", this.directory);
		}
		setLow();
		return deleteBallast();
	}

	/**
	 * Gives up the ballast if a file could not be written as the disk is full.
	 * @return whether it is
	 */
	boolean releaseIfFull() {
		if (usable() >= this.minFree + MARGIN) {
			return false;
		}
		release();
		return true;
	}

	/** Looks whether there is room; called every second. */
	void check() {
		long usable = usable();
		if (usable < this.minFree) {
			setLow();
			return;
		}
		boolean ready = hasBallast() || (usable >= this.minFree + 2L * BALLAST && makeBallast());
		// On a disk too small for a ballast the cache works without one.
		if (this.low != null && (ready || usable >= this.minFree + BALLAST / 4)) {
			logger.info("There is room again on the disk of {}", this.directory);
			this.low = null;
		}
	}

	private boolean hasBallast() {
		try {
			return Files.size(this.ballast) == BALLAST;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private boolean makeBallast() {
		// Not zeros, which some file systems do not store.
		byte[] noise = new byte[1 << 16];
		new java.util.SplittableRandom(BALLAST).nextBytes(noise);
		try (OutputStream out = Files.newOutputStream(this.ballast)) {
			for (int written = 0; written < BALLAST; written += noise.length) {
				out.write(noise);
			}
			return true;
		}
		catch (IOException ex) {
			// For want of space, of permission, or of the directory: others will tell.
			logger.debug("Cannot make a ballast", ex);
			deleteBallast();
			return false;
		}
	}

	private boolean deleteBallast() {
		try {
			return Files.deleteIfExists(this.ballast);
		}
		catch (IOException ex) {
			logger.debug("Cannot delete the ballast", ex);
			return false;
		}
	}

	private long usable() {
		try {
			return Files.getFileStore(this.directory).getUsableSpace();
		}
		catch (IOException ex) {
			// What cannot be told is tried.
			return Long.MAX_VALUE / 2;
		}
	}

}
