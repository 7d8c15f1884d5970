package io.diskcache.store;

import java.time.Duration;

/**
 * Counts the rows and the space of their files anew. The write lock is held only while a
 * snapshot is taken; what is written meanwhile counts from there.
 */
final class Recount {

	private final Rooms rooms;

	private final Session session;

	private boolean snapshot;

	Recount(Rooms rooms, Session session) {
		this.rooms = rooms;
		this.session = session;
	}

	/** Counts, and corrects the totals. */
	void run() {
		this.rooms.shard().stripes().wantRecount(false);
		boolean done = false;
		try {
			Difference difference = compare();
			this.rooms.shard().stripes().addTotals(difference.rows(), difference.fileBytes(), 0);
			done = true;
		}
		finally {
			if (!done) {
				this.rooms.shard().stripes().wantRecount(true);
			}
		}
	}

	/** Counts, and tells by how much the totals are too small. */
	Difference compare() {
		Stripes stripes = this.rooms.shard().stripes();
		try {
			Difference totals = this.rooms.access().write(Deadline.after(Duration.ofSeconds(2)), (transaction) -> {
				// May run again, where the disk was full the first time.
				endSnapshot();
				this.session.execute("BEGIN");
				this.snapshot = true;
				// The first read takes the snapshot, while nobody else can commit.
				Session.ask(this.session.jdbc(), "user_version");
				Schema.versionCeiling(this.session.jdbc());
				return new Difference(stripes.rows(), stripes.fileBytes());
			});
			long rows = this.rooms.entries().count(this.session.jdbc());
			long fileBytes = this.rooms.entries().sumFileBytes(this.session.jdbc());
			return new Difference(rows - totals.rows(), fileBytes - totals.fileBytes());
		}
		finally {
			endSnapshot();
		}
	}

	/* Left open it would keep the log from ever being emptied. */
	private void endSnapshot() {
		if (this.snapshot) {
			this.snapshot = false;
			this.session.execute("COMMIT");
		}
	}

	/**
	 * A difference of the totals.
	 *
	 * @param rows number of rows
	 * @param fileBytes space of their files
	 */
	record Difference(long rows, long fileBytes) {

		boolean isNone() {
			return this.rows == 0 && this.fileBytes == 0;
		}

	}

}
