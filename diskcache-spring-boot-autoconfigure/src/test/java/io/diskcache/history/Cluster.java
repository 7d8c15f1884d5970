package io.diskcache.history;

import org.jspecify.annotations.Nullable;

/**
 * Operations that must stand together in any order that explains a history: the write of
 * a value with all reads of it, or one operation that saw or made the key absent. Of all
 * of them only the one that ended first and the one that began last matter: between the
 * two moments the value was there all the time, if the first is the earlier one.
 */
final class Cluster {

	/** The operation that brought the value, or was the only one. */
	private final Operation origin;

	private long leastEnd;

	private Operation firstToEnd;

	private long greatestStart;

	private Operation lastToBegin;

	/** The read that ended first, where there is any. */
	private @Nullable Operation firstRead;

	/** The read that began last, where there is any. */
	private @Nullable Operation lastRead;

	private Cluster(Operation origin, long start, long end) {
		this.origin = origin;
		this.greatestStart = start;
		this.leastEnd = end;
		this.firstToEnd = origin;
		this.lastToBegin = origin;
	}

	static Cluster ofWrite(Operation write) {
		return new Cluster(write, write.writeStart(), write.lastMoment());
	}

	static Cluster ofAbsence(Operation absence) {
		return new Cluster(absence, absence.start(), absence.absenceEnd());
	}

	void addRead(Operation read) {
		if (this.firstRead == null || read.end() < this.firstRead.end()) {
			this.firstRead = read;
		}
		if (this.lastRead == null || read.start() > this.lastRead.start()) {
			this.lastRead = read;
		}
		if (read.end() < this.leastEnd) {
			this.leastEnd = read.end();
			this.firstToEnd = read;
		}
		if (read.start() > this.greatestStart) {
			this.greatestStart = read.start();
			this.lastToBegin = read;
		}
	}

	Operation origin() {
		return this.origin;
	}

	/** The f of its zone. */
	long leastEnd() {
		return this.leastEnd;
	}

	/** The s of its zone. */
	long greatestStart() {
		return this.greatestStart;
	}

	boolean isForward() {
		return this.leastEnd < this.greatestStart;
	}

	Operation firstToEnd() {
		return this.firstToEnd;
	}

	Operation lastToBegin() {
		return this.lastToBegin;
	}

	@Nullable Operation firstRead() {
		return this.firstRead;
	}

	@Nullable Operation lastRead() {
		return this.lastRead;
	}

}
