package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes value files that belong to no row: left by a process that died between giving a
 * file its name and committing its row, or between committing and deleting. Looked up and
 * deleted inside a write transaction, in which nobody else can give a file its row.
 */
final class Sweep {

	/**
	 * Files at most in one transaction: some milliseconds, even where deleting is slow.
	 */
	private static final int STEP = 20;

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final Rooms rooms;

	private int position;

	Sweep(Rooms rooms) {
		this.rooms = rooms;
	}

	/** Sweeps the next of the directories. */
	void next() {
		sweep(this.position);
		this.position = (this.position + 1) % ValueFiles.DIRECTORIES;
	}

	/** Sweeps all of them. */
	void all() {
		for (int number = 0; number < ValueFiles.DIRECTORIES; number++) {
			sweep(number);
		}
	}

	/** Finds the orphans of one directory. A file that is gone by now is none. */
	List<ValueFiles.Named> find(int number) {
		List<ValueFiles.Named> orphans = new ArrayList<>();
		List<ValueFiles.Named> suspects = suspects(number);
		for (int from = 0; from < suspects.size(); from += STEP) {
			List<ValueFiles.Named> step = suspects.subList(from, Math.min(from + STEP, suspects.size()));
			orphans.addAll(this.rooms.access()
				.write(Deadline.after(PATIENCE), (transaction) -> step.stream()
					.filter((file) -> !this.rooms.entries().ownsFile(transaction.jdbc(), file.hash(), file.name())
							&& this.rooms.files().exists(file))
					.toList()));
		}
		return orphans;
	}

	/** Deletes the orphans of one directory. */
	void sweep(int number) {
		List<ValueFiles.Named> suspects = suspects(number);
		for (int from = 0; from < suspects.size(); from += STEP) {
			List<ValueFiles.Named> step = suspects.subList(from, Math.min(from + STEP, suspects.size()));
			this.rooms.access().write(Deadline.after(PATIENCE), (transaction) -> {
				for (ValueFiles.Named file : step) {
					if (!this.rooms.entries().ownsFile(transaction.jdbc(), file.hash(), file.name())) {
						this.rooms.files().delete(file.hash(), file.name());
						this.rooms.counters().orphans.increment();
					}
				}
				return true;
			});
		}
	}

	/** Files without a row at the moment: most have one, and are not looked at twice. */
	private List<ValueFiles.Named> suspects(int number) {
		try {
			List<ValueFiles.Named> files = this.rooms.files().list(number);
			return files.isEmpty() ? files
					: this.rooms.access()
						.read(Deadline.after(PATIENCE),
								(jdbc) -> files.stream()
									.filter((file) -> !this.rooms.entries().ownsFile(jdbc, file.hash(), file.name()))
									.toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
