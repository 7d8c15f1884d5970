package io.diskcache.autoconfigure;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cache.Cache;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.JDBC;

import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/** The cache inside of an application's own transaction: neither knows of the other. */
@Timeout(60)
class ApplicationTransactionTests {

	@TempDir
	Path temp;

	private DataSource database;

	private TransactionTemplate transaction;

	@BeforeEach
	void prepare() {
		this.database = new SimpleDriverDataSource(new JDBC(), "jdbc:sqlite:" + this.temp.resolve("application.db"));
		this.transaction = new TransactionTemplate(new DataSourceTransactionManager(this.database));
		new JdbcTemplate(this.database).execute("CREATE TABLE orders (id INTEGER)");
	}

	@Test
	void hundredsOfOperationsInOneTransactionLeaveNothingBehind() {
		try (DiskCacheManager manager = manager()) {
			this.transaction.executeWithoutResult((status) -> {
				new JdbcTemplate(this.database).update("INSERT INTO orders VALUES (1)");
				Cache cache = manager.getCache("squares");
				for (int i = 0; i < 100; i++) {
					int square = i * i;
					cache.put(i, square);
					assertThat(cache.get(i, Integer.class)).isEqualTo(square);
					assertThat(cache.<Integer>get(-i - 1, () -> -square)).isEqualTo(-square);
				}
				Map<Object, Object> resources = TransactionSynchronizationManager.getResourceMap();
				assertThat(resources.keySet()).isEqualTo(Set.of(this.database));
				assertThat(TransactionSynchronizationManager.getSynchronizations()).isEmpty();
			});

			assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
			assertThat(new JdbcTemplate(this.database).queryForObject("SELECT count(*) FROM orders", Integer.class))
				.isEqualTo(1);
		}
	}

	@Test
	void rollbackOfTheApplicationDoesNotTouchTheCache() {
		try (DiskCacheManager manager = manager()) {
			Cache cache = manager.getCache("squares");

			this.transaction.executeWithoutResult((status) -> {
				cache.put(3, 9);
				status.setRollbackOnly();
			});

			assertThat(cache.get(3, Integer.class)).isEqualTo(9);
		}
	}

	private DiskCacheManager manager() {
		return DiskCacheManager.builder(this.temp.resolve("caches")).build();
	}

}
