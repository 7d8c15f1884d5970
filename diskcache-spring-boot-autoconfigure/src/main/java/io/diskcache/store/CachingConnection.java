package io.diskcache.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection that prepares each statement once and keeps it until it is closed itself.
 * Closing a statement only resets it. Used by one thread at a time. There are a few dozen
 * statements in all, so none is ever dropped.
 */
final class CachingConnection extends JDBC4Connection {

	private final Map<String, CachedStatement> statements = new HashMap<>();

	CachingConnection(String url, String file, Properties settings) throws SQLException {
		super(url, file, settings);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
			throws SQLException {
		CachedStatement statement = this.statements.get(sql);
		// After an error that is not a lock the driver has finalized the statement.
		if (statement == null || statement.isFinalized()) {
			statement = new CachedStatement(this, sql);
			this.statements.put(sql, statement);
		}
		return statement;
	}

	/**
	 * Says that the driver need not see to it that each statement is committed: outside
	 * of a transaction SQLite does so itself. The driver would run a BEGIN and a COMMIT
	 * of its own after every statement that gives no row.
	 */
	@Override
	public boolean getAutoCommit() {
		return false;
	}

	@Override
	public void close() throws SQLException {
		try {
			for (CachedStatement statement : this.statements.values()) {
				statement.dispose();
			}
		}
		finally {
			this.statements.clear();
			super.close();
		}
	}

	/** A statement whose closing resets it for the next use. */
	private static final class CachedStatement extends JDBC4PreparedStatement {

		private final String @Nullable [] columnNames;

		CachedStatement(SQLiteConnection connection, String sql) throws SQLException {
			super(connection, sql);
			this.columnNames = this.rs.colsMeta;
		}

		boolean isFinalized() {
			return this.pointer.isClosed();
		}

		@Override
		public ResultSet getResultSet() throws SQLException {
			// Spares the driver from asking for the names again at each execution.
			this.rs.colsMeta = this.columnNames;
			return super.getResultSet();
		}

		@Override
		public void close() throws SQLException {
			if (!isFinalized()) {
				this.rs.close();
				clearParameters();
			}
		}

		void dispose() throws SQLException {
			super.close();
		}

	}

}
