package io.diskcache.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * One connection with Spring's template on it. The template works on a data source of
 * this very connection, so that a transaction of the application, which makes Spring keep
 * connections until its end, never keeps one of ours. Used by one thread at a time.
 */
final class Session implements AutoCloseable {

	/**
	 * Page cache of a connection in KiB, as SQLite takes it: negative. A larger one makes
	 * the read after another process wrote slower, as the whole cache is dropped then.
	 */
	private static final int CACHE_KIB = -1_000;

	/** How long the opening of a connection waits for locks. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final CachingConnection connection;

	private final DataSource source;

	private final JdbcTemplate jdbc;

	private Session(CachingConnection connection) {
		this.connection = connection;
		// Without a proxy against closing: the template leaves that to the data source.
		this.source = new SingleConnectionDataSource(connection, false);
		this.jdbc = new JdbcTemplate(this.source);
		this.jdbc.setExceptionTranslator(new SqliteErrors());
	}

	/**
	 * Opens a database that exists already.
	 * @throws org.springframework.dao.DataAccessException if it cannot be opened
	 */
	static Session open(Path file, Durability durability, long walLimit) {
		SQLiteConfig config = new SQLiteConfig();
		config.resetOpenMode(SQLiteOpenMode.CREATE);
		config.setGetGeneratedKeys(false);
		// All waiting is done in Java: SQLite's own is a native sleep, which holds a
		// carrier
		// thread.
		config.setBusyTimeout(0);
		config.enableLoadExtension(false);
		try {
			var connection = new CachingConnection("jdbc:sqlite:" + file, file.toString(), config.toProperties());
			var session = new Session(connection);
			boolean configured = false;
			try {
				session.apart(() -> session.configureWhenFree(durability, walLimit));
				configured = true;
				return session;
			}
			finally {
				if (!configured) {
					session.close();
				}
			}
		}
		catch (SQLException ex) {
			throw new SqliteErrors().translate("open database", null, ex);
		}
	}

	/*
	 * Another process that closes the database as the last one has it locked meanwhile.
	 */
	private Session configureWhenFree(Durability durability, long walLimit) {
		Deadline deadline = Deadline.after(PATIENCE);
		while (true) {
			try {
				return configure(durability, walLimit);
			}
			catch (DataAccessException ex) {
				if (!SqliteErrors.isBusy(ex) || deadline.isOver()) {
					throw ex;
				}
				deadline.pause();
			}
		}
	}

	private Session configure(Durability durability, long walLimit) {
		set("synchronous = " + ((durability == Durability.POWER) ? "FULL" : "NORMAL"));
		set("cache_size = " + CACHE_KIB);
		set("trusted_schema = OFF");
		set("cell_size_check = ON");
		set("temp_store = MEMORY");
		// A mapped database would kill the process where a neighbour truncates it.
		set("mmap_size = 0");
		// Only a backstop: the janitor checkpoints long before.
		set("wal_autocheckpoint = " + Math.max(64, walLimit / Schema.PAGE_SIZE));
		set("journal_size_limit = " + walLimit);
		// Meets the locks here rather than in the first read.
		ask(this.jdbc, "user_version");
		return this;
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	/**
	 * Does work on this connection unseen by a transaction of the application. Without a
	 * holder of our own Spring would bind one to that transaction, and with it a
	 * synchronisation that outlives the work.
	 */
	<T extends @Nullable Object> T apart(Supplier<T> work) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()
				|| TransactionSynchronizationManager.hasResource(this.source)) {
			return work.get();
		}
		TransactionSynchronizationManager.bindResource(this.source, new ConnectionHolder(this.connection));
		try {
			return work.get();
		}
		finally {
			TransactionSynchronizationManager.unbindResource(this.source);
		}
	}

	/** Executes a statement that gives no rows. */
	void execute(String sql) {
		apart(() -> this.jdbc.update(sql, (statement) -> {
		}));
	}

	/** Sets a pragma, whether it answers or not. */
	void set(String pragma) {
		this.jdbc.execute("PRAGMA " + pragma);
	}

	/** Asks a pragma for one number. */
	static long ask(JdbcTemplate jdbc, String pragma) {
		Long answer = jdbc.query("PRAGMA " + pragma, (rows) -> rows.next() ? rows.getLong(1) : 0L);
		return (answer != null) ? answer : 0;
	}

	/** Space of the pages that are in use, in bytes. */
	static long usedBytes(JdbcTemplate jdbc) {
		return (ask(jdbc, "page_count") - ask(jdbc, "freelist_count")) * Schema.PAGE_SIZE;
	}

	@Override
	public void close() {
		try {
			this.connection.close();
		}
		catch (SQLException ex) {
			throw new SqliteErrors().translate("close database", null, ex);
		}
	}

}
