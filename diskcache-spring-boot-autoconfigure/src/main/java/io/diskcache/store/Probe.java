package io.diskcache.store;

import java.io.IOException;
import java.time.Duration;

/**
 * Tries again what a store could not do, so that it is known when that works without
 * anybody using it. What is found out is noted where operations note it.
 */
final class Probe {

	/** Short, as the janitor has other stores to look after. */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	/** Stripes on one page of the mapped file. */
	private static final int STRIPES_OF_A_PAGE = 256;

	private final Rooms rooms;

	private final Troubles troubles;

	Probe(Rooms rooms) {
		this.rooms = rooms;
		this.troubles = rooms.troubles();
	}

	void read() {
		if (this.troubles.has(Troubles.With.READING)) {
			this.rooms.access().read(Deadline.after(PATIENCE), Schema::versionCeiling);
		}
	}

	void write() {
		if (this.troubles.has(Troubles.With.WRITING)) {
			this.rooms.access().write(Deadline.after(PATIENCE), (transaction) -> {
				for (int stripe = 0; stripe < Stripes.COUNT; stripe += STRIPES_OF_A_PAGE) {
					transaction.touch(stripe);
				}
				// The same as before, but SQLite writes a page for it.
				Schema.recordVersionCeiling(transaction.jdbc(), Schema.versionCeiling(transaction.jdbc()));
				return true;
			});
		}
	}

	void writeFile() {
		if (this.troubles.has(Troubles.With.FILES)) {
			try {
				this.rooms.files().probe(this.troubles.fileHash());
				this.troubles.worked(Troubles.With.FILES);
			}
			catch (IOException ex) {
				this.troubles.noFile(this.troubles.fileHash(), ex);
			}
		}
	}

}
