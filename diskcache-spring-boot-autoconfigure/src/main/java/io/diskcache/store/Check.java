package io.diskcache.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Looks for contradictions in a store that is in use. A row that seems wrong is looked at
 * again, as it may have changed between being read and being compared.
 */
final class Check {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	/** How long the deletion of a file may follow that of its row. */
	private static final Duration LEFT_OVER = Duration.ofMillis(200);

	/** Rows in one read. */
	private static final int PAGE = 200;

	private final Rooms rooms;

	private final Sweep sweep;

	/** Whether the store is being closed, which ends a check early. */
	private final BooleanSupplier cancelled;

	private final boolean fix;

	private final List<Problem> problems = new ArrayList<>();

	Check(Rooms rooms, Sweep sweep, BooleanSupplier cancelled, boolean fix) {
		this.rooms = rooms;
		this.sweep = sweep;
		this.cancelled = cancelled;
		this.fix = fix;
	}

	List<Problem> run() {
		try {
			if (checkDatabase()) {
				checkDuplicates();
				checkRows();
				checkTags();
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
			this.rooms.shard().files().generation().suspect();
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
		long position = EntryTable.BEFORE_ALL;
		do {
			long from = position;
			page = read((jdbc) -> this.rooms.entries().page(jdbc, from, PAGE));
			for (Row row : page) {
				Problem problem = problem(row);
				if (problem != null && isUnchanged(row.head())) {
					this.problems.add(problem);
					mend(problem.kind(), row);
				}
				position = row.head().id();
			}
		}
		while (!page.isEmpty() && !this.cancelled.getAsBoolean());
	}

	private @Nullable Problem problem(Row row) {
		String entry = "entry " + row.head().id();
		if (!row.isIntact()) {
			return new Problem(Problem.Kind.CHECKSUM, entry + " does not have its checksum");
		}
		if (!row.hasRightLength()) {
			return new Problem(Problem.Kind.LENGTH, entry + " is not as long as it should be");
		}
		if (row.head().version() > this.rooms.shard().stripes().next()) {
			return new Problem(Problem.Kind.VERSION, entry + " has a version that was not drawn yet");
		}
		Problem problem = row.head().inFile() ? fileProblem(row, entry) : null;
		return (problem != null) ? problem : tagProblem(row, entry);
	}

	private @Nullable Problem tagProblem(Row row, String entry) {
		Set<String> found = read((jdbc) -> this.rooms.tags().ofEntry(jdbc, row.head().id()));
		return found.equals(row.tags().names()) ? null
				: new Problem(Problem.Kind.TAGS, entry + " cannot be found by its tags, or by others");
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
		catch (EOFException ex) {
			return new Problem(Problem.Kind.LENGTH, "the file of " + entry + " is too short");
		}
		catch (IOException ex) {
			// Not the entry's fault: too many open files, a failing disk.
			throw new StoreException("The check cannot read a file of " + this.rooms.shard().files().directory(), ex);
		}
	}

	private boolean isUnchanged(Head seen) {
		Head present = read((jdbc) -> this.rooms.entries().findHeadById(jdbc, seen.id()));
		return present != null && present.version() == seen.version();
	}

	private void mend(Problem.Kind kind, Row row) {
		Head head = row.head();
		if (!this.fix) {
			return;
		}
		if (kind == Problem.Kind.TAGS) {
			write((transaction) -> {
				this.rooms.rows().mendTags(transaction, row);
				return true;
			});
			return;
		}
		if (kind == Problem.Kind.VERSION) {
			// Only of an intact row: a damaged version could be any number.
			this.rooms.shard().stripes().raiseNext(head.version());
		}
		write((transaction) -> this.rooms.rows().deleteIfUnchanged(transaction, head));
	}

	private void checkTags() {
		List<Long> orphans = read((jdbc) -> this.rooms.tags().findOrphans(jdbc, PAGE));
		while (!orphans.isEmpty() && !this.cancelled.getAsBoolean()) {
			orphans
				.forEach((id) -> report(Problem.Kind.TAGS, "there are tags of entry " + id + ", which is not there"));
			if (!this.fix) {
				return;
			}
			List<Long> found = orphans;
			orphans = write((transaction) -> {
				found.forEach((id) -> this.rooms.tags().delete(transaction.jdbc(), id));
				return this.rooms.tags().findOrphans(transaction.jdbc(), PAGE);
			});
		}
	}

	private void checkFiles() {
		Map<Integer, List<ValueFiles.Named>> suspects = new TreeMap<>();
		for (int number = 0; number < ValueFiles.DIRECTORIES && !this.cancelled.getAsBoolean(); number++) {
			List<ValueFiles.Named> found = this.sweep.find(number);
			if (!found.isEmpty()) {
				suspects.put(number, found);
			}
		}
		// A file is deleted just after its row: what is still there after a while is left
		// over.
		if (!suspects.isEmpty()) {
			Deadline.after(LEFT_OVER).waitFor();
		}
		suspects.forEach((number, before) -> {
			List<ValueFiles.Named> left = this.sweep.find(number).stream().filter(before::contains).toList();
			left.forEach((file) -> report(Problem.Kind.FILE_UNKNOWN, "a file of no entry: " + file));
			if (this.fix && !left.isEmpty()) {
				this.sweep.sweep(number);
			}
		});
	}

	private void checkTotals() {
		var recount = new Recount(this.rooms);
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
		String problem = Numbers.findContradiction(this.rooms.shard().stripes());
		if (problem != null) {
			report(Problem.Kind.VERSION, problem);
			if (this.fix) {
				Numbers.mend(this.rooms.shard().stripes());
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
