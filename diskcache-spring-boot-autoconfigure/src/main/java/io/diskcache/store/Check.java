package io.diskcache.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Looks for contradictions in a store that is in use. A row that seems wrong is looked at
 * again, as it may have changed between being read and being compared.
 */
final class Check {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** Rows in one read. */
	private static final int PAGE = 200;

	private final Rooms rooms;

	private final Sweep sweep;

	private final Session session;

	private final boolean fix;

	private final List<Problem> problems = new ArrayList<>();

	/** How long in all files may have no row before they count as nobody's. */
	private final Deadline patience = Deadline.after(PATIENCE);

	Check(Rooms rooms, Sweep sweep, Session session, boolean fix) {
		this.rooms = rooms;
		this.sweep = sweep;
		this.session = session;
		this.fix = fix;
	}

	List<Problem> run() {
		try {
			if (checkDatabase()) {
				checkDuplicates();
				checkRows();
				checkFiles();
				checkTotals();
				checkNumbers();
			}
		}
		catch (StoreCorruptedException ex) {
			report(Problem.Kind.DATABASE, String.valueOf(ex.getMessage()));
		}
		return this.problems;
	}

	private boolean checkDatabase() {
		List<String> messages = read(
				(jdbc) -> jdbc.query("PRAGMA integrity_check(20)", (rows, index) -> String.valueOf(rows.getString(1))));
		if (messages.equals(List.of("ok"))) {
			return true;
		}
		messages.forEach((message) -> report(Problem.Kind.DATABASE, message));
		if (this.fix) {
			this.rooms.shard().generation().markBroken();
		}
		return false;
	}

	private void checkDuplicates() {
		for (long id : read(this.rooms.entries()::findDuplicates)) {
			report(Problem.Kind.DUPLICATE, "entry " + id + " has the key of another one");
			if (this.fix) {
				write((transaction) -> {
					Head head = this.rooms.entries().findHeadById(transaction.jdbc(), id);
					if (head != null) {
						this.rooms.rows().delete(transaction, head);
					}
					return true;
				});
			}
		}
	}

	private void checkRows() {
		List<Row> page;
		long position = 0;
		do {
			long from = position;
			page = read((jdbc) -> this.rooms.entries().page(jdbc, from, PAGE));
			for (Row row : page) {
				Problem problem = problem(row);
				if (problem != null && isUnchanged(row.head())) {
					this.problems.add(problem);
					mend(row.head());
				}
				position = row.head().id();
			}
		}
		while (!page.isEmpty());
	}

	private @Nullable Problem problem(Row row) {
		String entry = "entry " + row.head().id();
		if (row.head().version() > this.rooms.shard().stripes().next()) {
			return new Problem(Problem.Kind.VERSION, entry + " has a version that was not drawn yet");
		}
		if (!row.isIntact()) {
			return new Problem(Problem.Kind.CHECKSUM, entry + " does not have its checksum");
		}
		if (!row.hasRightLength()) {
			return new Problem(Problem.Kind.LENGTH, entry + " is not as long as it should be");
		}
		return row.head().inFile() ? fileProblem(row, entry) : null;
	}

	private @Nullable Problem fileProblem(Row row, String entry) {
		try (InputStream file = this.rooms.files().open(row.head(), row.payload())) {
			file.transferTo(OutputStream.nullOutputStream());
			return this.rooms.files().length(row.head()) == row.head().length() ? null
					: new Problem(Problem.Kind.LENGTH, "the file of " + entry + " is too long");
		}
		catch (NoSuchFileException ex) {
			return new Problem(Problem.Kind.FILE_MISSING, "the file of " + entry + " is missing");
		}
		catch (VerifiedInputStream.DamagedValueException ex) {
			return new Problem(Problem.Kind.CHECKSUM, "the file of " + entry + " does not have its checksum");
		}
		catch (IOException ex) {
			return new Problem(Problem.Kind.LENGTH, "the file of " + entry + " cannot be read: " + ex.getMessage());
		}
	}

	private boolean isUnchanged(Head seen) {
		Head present = read((jdbc) -> this.rooms.entries().findHeadById(jdbc, seen.id()));
		return present != null && present.version() == seen.version();
	}

	private void mend(Head head) {
		if (!this.fix) {
			return;
		}
		this.rooms.shard().stripes().raiseNext(head.version());
		write((transaction) -> this.rooms.rows().deleteIfUnchanged(transaction, head));
	}

	private void checkFiles() {
		for (int number = 0; number < ValueFiles.DIRECTORIES; number++) {
			List<ValueFiles.Named> orphans = orphans(number);
			orphans.forEach((file) -> report(Problem.Kind.FILE_UNKNOWN, "a file of no entry: " + file));
			if (this.fix && !orphans.isEmpty()) {
				this.sweep.sweep(number);
			}
		}
	}

	/**
	 * Finds files that stay without a row. Who replaces an entry deletes its file a
	 * moment after the transaction.
	 */
	private List<ValueFiles.Named> orphans(int number) {
		List<ValueFiles.Named> orphans = this.sweep.find(number);
		while (!orphans.isEmpty() && !this.patience.isOver()) {
			this.patience.pause();
			List<ValueFiles.Named> still = this.sweep.find(number);
			orphans = orphans.stream().filter(still::contains).toList();
		}
		return orphans;
	}

	private void checkTotals() {
		var recount = new Recount(this.rooms, this.session);
		Recount.Difference difference = recount.compare();
		if (!difference.isNone()) {
			report(Problem.Kind.TOTALS, "the counters are too small by " + difference.rows() + " entries and "
					+ difference.fileBytes() + " bytes of files");
			if (this.fix) {
				recount.run();
			}
		}
	}

	private void checkNumbers() {
		String problem = this.rooms.shard().stripes().findContradiction();
		if (problem != null) {
			report(Problem.Kind.VERSION, problem);
			if (this.fix) {
				this.rooms.shard().stripes().mendNext();
			}
		}
	}

	private void report(Problem.Kind kind, String detail) {
		this.problems.add(new Problem(kind, detail));
	}

	private <T extends @Nullable Object> T read(
			java.util.function.Function<org.springframework.jdbc.core.JdbcTemplate, T> work) {
		return this.rooms.access().read(Deadline.after(PATIENCE), work);
	}

	private <T extends @Nullable Object> T write(java.util.function.Function<Transaction, T> work) {
		return this.rooms.access().write(Deadline.after(PATIENCE), work);
	}

}
