package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Changes of rows with everything that hangs on them: the stripe is touched before,
 * totals are kept, files come and go with the outcome of the transaction. Stateless but
 * for the rooms it works on.
 */
final class Rows {

	private final EntryTable entries;

	private final TagTable tags;

	private final ValueFiles files;

	private final Stripes stripes;

	Rows(EntryTable entries, TagTable tags, ValueFiles files, Stripes stripes) {
		this.entries = entries;
		this.tags = tags;
		this.files = files;
		this.stripes = stripes;
	}

	/**
	 * Writes the row of a value whose stripe is touched. It takes the place of an entry
	 * that lives, so that the key keeps its place in the order; any other is deleted.
	 * @param old what the key's row was, or {@code null}
	 * @param lives whether the old entry lives
	 * @return what was written
	 */
	Head write(Transaction transaction, NewEntry entry, @Nullable Head old, boolean lives) {
		boolean replaces = old != null && lives;
		if (old != null && !lives) {
			delete(transaction, old);
		}
		long id = (old != null && lives) ? old.id() : drawId(entry.front());
		Row row = entry.toRow(id, transaction.number());
		if (old != null && replaces) {
			this.entries.update(transaction.jdbc(), row);
			deleteTags(transaction, old);
			transaction.removeRow(old);
			deleteFileAfter(transaction, old);
		}
		else {
			this.entries.insert(transaction.jdbc(), row);
		}
		if (!entry.tags().isEmpty()) {
			this.tags.insert(transaction.jdbc(), id, entry.tags());
		}
		transaction.addRow(row.head());
		return row.head();
	}

	/**
	 * Changes when an entry expires, after touching its stripe. Its value stays as it is,
	 * and so does its file.
	 * @return whether its head was sound
	 */
	boolean touch(Transaction transaction, Head head, Key key, long expires) {
		Head moved = Row.moved(head, key.raw(), transaction.number(), expires);
		if (moved == null) {
			return false;
		}
		transaction.touch(moved.stripe());
		this.entries.updateHead(transaction.jdbc(), moved);
		transaction.rewroteHead();
		return true;
	}

	/** Deletes a row, after touching its stripe. */
	void delete(Transaction transaction, Head head) {
		transaction.touch(head.stripe());
		purge(transaction, head);
	}

	/**
	 * Deletes a row that nobody finds any more, as it has expired or is below its floor.
	 * As nothing changes for anybody, its stripe is not touched: else what is being
	 * computed in its place would not be stored.
	 */
	void purge(Transaction transaction, Head head) {
		if (this.entries.delete(transaction.jdbc(), head.id())) {
			deleteTags(transaction, head);
			transaction.removeRow(head);
			deleteFileAfter(transaction, head);
		}
	}

	/**
	 * Deletes a row if it is still the one that was seen.
	 * @return whether it was
	 */
	boolean deleteIfUnchanged(Transaction transaction, Head seen) {
		Head present = this.entries.findHeadById(transaction.jdbc(), seen.id());
		if (present == null || present.version() != seen.version()) {
			return false;
		}
		delete(transaction, present);
		return true;
	}

	/**
	 * Makes an entry be found by the tags its row has, if it is still the one that was
	 * seen.
	 */
	void mendTags(Transaction transaction, Row seen) {
		Head present = this.entries.findHeadById(transaction.jdbc(), seen.head().id());
		if (present != null && present.version() == seen.head().version()) {
			transaction.touch(present.stripe());
			this.tags.delete(transaction.jdbc(), present.id());
			this.tags.insert(transaction.jdbc(), present.id(), seen.tags());
		}
	}

	/** Ids at the front are negative: so they are as unique, and grow away from 0. */
	private long drawId(boolean front) {
		long number = this.stripes.draw();
		return front ? -number : number;
	}

	private void deleteTags(Transaction transaction, Head head) {
		if (head.isTagged()) {
			this.tags.delete(transaction.jdbc(), head.id());
		}
	}

	/*
	 * Not before COMMIT: until then others read the row, and after a rollback so do we.
	 */
	private void deleteFileAfter(Transaction transaction, Head head) {
		if (head.inFile()) {
			transaction.afterCommit(() -> this.files.delete(head.hash(), head.file()));
		}
	}

}
