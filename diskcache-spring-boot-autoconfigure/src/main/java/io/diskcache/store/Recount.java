package io.diskcache.store;

import java.time.Duration;

/**
 * Counts the rows and the space of their files anew. The write lock is held only while a
 * snapshot is taken; what is written meanwhile counts from there.
 */
final class Recount {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Rooms rooms;

	Recount(Rooms rooms) {
		this.rooms = rooms;
	}

	/** Counts, and corrects the totals unless somebody else did so meanwhile. */
	void run() {
		Stripes stripes = this.rooms.shard().stripes();
		long before = stripes.recounts();
		stripes.wantRecount(false);
		boolean done = false;
		try {
			Difference difference = compare();
			this.rooms.access().write(Deadline.after(PATIENCE), (transaction) -> {
				if (stripes.recounts() == before) {
					stripes.countRecount();
					stripes.addTotals(difference.rows(), difference.fileBytes(), 0);
				}
				return true;
			});
			done = true;
		}
		finally {
			if (!done) {
				stripes.wantRecount(true);
			}
		}
	}

	/** Counts, and tells by how much the totals are too small. */
	Difference compare() {
		// A connection for this alone: closing it ends the snapshot, whatever happened.
		try (Session session = this.rooms.shard().database().open()) {
			return session.apart(() -> compare(session));
		}
	}

	private Difference compare(Session session) {
		Stripes stripes = this.rooms.shard().stripes();
		Difference totals = this.rooms.access().write(Deadline.after(PATIENCE), (transaction) -> {
			session.execute("BEGIN");
			// The first read takes the snapshot, while nobody else can commit.
			Schema.versionCeiling(session.jdbc());
			return new Difference(stripes.rows(), stripes.fileBytes());
		});
		long rows = this.rooms.entries().count(session.jdbc());
		long fileBytes = this.rooms.entries().sumFileBytes(session.jdbc());
		return new Difference(rows - totals.rows(), fileBytes - totals.fileBytes());
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
