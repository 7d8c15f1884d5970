package io.diskcache.store;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Tells SQLite's errors apart. The driver gives no SQL state, so this goes by SQLite's
 * own codes.
 */
final class SqliteErrors implements SQLExceptionTranslator {

	private static final int PERM = 3;

	private static final int BUSY = 5;

	private static final int LOCKED = 6;

	private static final int READONLY = 8;

	private static final int IOERR = 10;

	private static final int CORRUPT = 11;

	private static final int FULL = 13;

	private static final int CANTOPEN = 14;

	private static final int PROTOCOL = 15;

	private static final int CONSTRAINT = 19;

	private static final int NOLFS = 22;

	private static final int AUTH = 23;

	private static final int NOTADB = 26;

	@Override
	public DataAccessException translate(String task, @Nullable String sql, SQLException ex) {
		String message = task + "; " + ex.getMessage();
		return switch (primaryCode(ex)) {
			case BUSY, LOCKED, PROTOCOL -> new CannotAcquireLockException(message, ex);
			case READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB ->
				new DataAccessResourceFailureException(message, ex);
			case CONSTRAINT -> new DataIntegrityViolationException(message, ex);
			default -> new UncategorizedSQLException(task, sql, ex);
		};
	}

	/** Whether another connection held a lock, so that trying again makes sense. */
	static boolean isBusy(Throwable ex) {
		int code = primaryCode(ex);
		return code == BUSY || code == LOCKED || code == PROTOCOL;
	}

	static boolean isFull(Throwable ex) {
		return primaryCode(ex) == FULL;
	}

	static boolean isCorrupt(Throwable ex) {
		int code = primaryCode(ex);
		return code == CORRUPT || code == NOTADB;
	}

	/** Whether the database could not even be opened. */
	static boolean isUnopened(Throwable ex) {
		return primaryCode(ex) == CANTOPEN;
	}

	/** Whether it is an error of SQLite's that has to do with its files. */
	static boolean isFileError(Throwable ex) {
		int code = primaryCode(ex);
		return code == PERM || code == READONLY || code == IOERR || code == CANTOPEN || code == NOLFS || code == AUTH;
	}

	/** Returns SQLite's own words, or {@code null} if it is no error of its. */
	static @Nullable String reason(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLiteException sqlite) {
				return sqlite.getResultCode().toString();
			}
		}
		return null;
	}

	private static int primaryCode(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLiteException sqlite) {
				SQLiteErrorCode code = sqlite.getResultCode();
				// Extended codes carry the primary one in their low byte.
				return (code == SQLiteErrorCode.UNKNOWN_ERROR) ? 0 : code.code & 0xff;
			}
		}
		return 0;
	}

}
