package io.diskcache.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.zip.CRC32C;

import io.diskcache.store.StoreDirectory;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The same rows in the same tables, by JDBC alone: the same SELECT and the same
 * transaction with prepared statements that are kept, without checksums, versions,
 * counters or deadlines. The file was made by a store that is closed.
 */
public final class RawSide implements AutoCloseable {

	private static final int HEAD = 84;

	private static final int BATCH = 500;

	private final Path place = Places.create();

	private final Connection reader;

	private final Connection writer;

	private final PreparedStatement get;

	private final PreparedStatement begin;

	private final PreparedStatement find;

	private final PreparedStatement update;

	private final PreparedStatement insert;

	private final PreparedStatement delete;

	private final PreparedStatement commit;

	private long lastId;

	private RawSide() throws SQLException {
		try (StoreDirectory directory = StoreDirectory.open(this.place, 0)) {
			directory.open("benchmark", EngineSide.ROOMY);
		}
		Path file = Places.find(this.place, "shard-00.db");
		this.reader = connect(file);
		this.writer = connect(file);
		this.get = this.reader.prepareStatement("SELECT head, value FROM entry WHERE hash = ? AND key = ?");
		this.begin = this.writer.prepareStatement("BEGIN IMMEDIATE");
		this.find = this.writer.prepareStatement("SELECT id, hash, head FROM entry WHERE hash = ? AND key = ?");
		this.update = this.writer.prepareStatement(
				"UPDATE entry SET head = ?, expires = ?, file = ?, file_length = ?, value = ? WHERE id = ?");
		this.insert = this.writer
			.prepareStatement("INSERT INTO entry (head, expires, file, file_length, value, id, hash, key) "
					+ "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
		this.delete = this.writer.prepareStatement("DELETE FROM entry WHERE id = ?");
		this.commit = this.writer.prepareStatement("COMMIT");
	}

	static RawSide filled() {
		return filled(Workload.ENTRIES);
	}

	public static RawSide filled(int entries) {
		try {
			var side = new RawSide();
			for (int from = 0; from < entries; from += BATCH) {
				side.begin.executeUpdate();
				for (int i = from; i < Math.min(entries, from + BATCH); i++) {
					side.write(Workload.key(i), Workload.value(i), null);
				}
				side.commit.executeUpdate();
			}
			return side;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public Path place() {
		return this.place;
	}

	public byte @Nullable [] get(byte[] key) {
		try {
			this.get.setLong(1, hash(key));
			this.get.setBytes(2, key);
			try (ResultSet rows = this.get.executeQuery()) {
				if (!rows.next() || rows.getBytes(1).length != HEAD) {
					return null;
				}
				return rows.getBytes(2);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public void put(byte[] key, byte[] value, @Nullable Long expires) {
		try {
			this.begin.executeUpdate();
			write(key, value, expires);
			this.commit.executeUpdate();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Writes several rows in one transaction. */
	void putAll(byte[][] keys, byte[] value) {
		try {
			this.begin.executeUpdate();
			for (byte[] key : keys) {
				write(key, value, null);
			}
			this.commit.executeUpdate();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public boolean remove(byte[] key) {
		try {
			this.begin.executeUpdate();
			long id = find(key, hash(key));
			if (id != 0) {
				this.delete.setLong(1, id);
				this.delete.executeUpdate();
			}
			this.commit.executeUpdate();
			return id != 0;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.reader.close();
			this.writer.close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			Places.delete(this.place);
		}
	}

	private void write(byte[] key, byte[] value, @Nullable Long expires) throws SQLException {
		long hash = hash(key);
		long id = find(key, hash);
		PreparedStatement statement = (id != 0) ? this.update : this.insert;
		statement.setBytes(1, new byte[HEAD]);
		if (expires != null) {
			statement.setLong(2, expires);
		}
		else {
			statement.setNull(2, Types.INTEGER);
		}
		statement.setNull(3, Types.INTEGER);
		statement.setNull(4, Types.INTEGER);
		statement.setBytes(5, value);
		if (id != 0) {
			statement.setLong(6, id);
		}
		else {
			statement.setLong(6, ++this.lastId);
			statement.setLong(7, hash);
			statement.setBytes(8, key);
		}
		statement.executeUpdate();
	}

	private long find(byte[] key, long hash) throws SQLException {
		this.find.setLong(1, hash);
		this.find.setBytes(2, key);
		try (ResultSet rows = this.find.executeQuery()) {
			return (rows.next() && rows.getLong(2) == hash && rows.getBytes(3).length == HEAD) ? rows.getLong(1) : 0;
		}
	}

	private static long hash(byte[] key) {
		var sum = new CRC32C();
		sum.update(key);
		return sum.getValue() * 0x9E3779B97F4A7C15L;
	}

	private static Connection connect(Path file) throws SQLException {
		var config = new SQLiteConfig();
		config.setGetGeneratedKeys(false);
		config.setBusyTimeout(0);
		Connection connection = config.createConnection("jdbc:sqlite:" + file);
		try (Statement statement = connection.createStatement()) {
			statement.execute("PRAGMA synchronous = NORMAL");
			statement.execute("PRAGMA cache_size = -1000");
			statement.execute("PRAGMA cell_size_check = ON");
			statement.execute("PRAGMA mmap_size = 0");
			statement.execute("PRAGMA wal_autocheckpoint = 4096");
		}
		return connection;
	}

}
