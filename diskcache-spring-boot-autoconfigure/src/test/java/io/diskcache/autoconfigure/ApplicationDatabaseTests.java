package io.diskcache.autoconfigure;

import java.nio.file.Path;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/** An application with a database of its own keeps it, and ours is none of its beans. */
class ApplicationDatabaseTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DiskCacheAutoConfiguration.class, DataSourceAutoConfiguration.class,
							DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
							JdbcClientAutoConfiguration.class, TransactionAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withPropertyValues("diskcache.directory=" + this.directory);
	}

	@Test
	void databaseOfTheApplicationIsTheOnlyOne() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:own").run((context) -> {
			assertThat(context).hasSingleBean(DataSource.class)
				.hasSingleBean(JdbcTemplate.class)
				.hasSingleBean(PlatformTransactionManager.class)
				.hasSingleBean(DiskCacheManager.class);
			assertThat(context.getBean(HikariDataSource.class).getJdbcUrl()).isEqualTo("jdbc:h2:mem:own");
		});
	}

	@Test
	void cachedMethodsWorkInTransactionsOfTheApplication() {
		this.runner.withPropertyValues("spring.datasource.url=jdbc:h2:mem:own").run((context) -> {
			context.getBean(JdbcTemplate.class).execute("CREATE TABLE users (name VARCHAR PRIMARY KEY)");
			Users users = context.getBean(Users.class);

			assertThat(users.count()).isZero();
			users.add("ada");
			assertThat(users.count()).isOne();
			context.getBean(JdbcTemplate.class).update("INSERT INTO users VALUES ('alan')");
			assertThat(users.count()).isOne();
		});
	}

	@Test
	void poolOnTheClassPathWithoutADatabaseIsNotGivenOurs() {
		this.runner.withClassLoader(new FilteredClassLoader("org.h2")).run((context) -> {
			// Boot asks for a database, as it does without us.
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasMessageContaining("dataSource")
				.rootCause()
				.hasMessageContaining("Failed to determine a suitable driver class");
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Application {

		@Bean
		Users users(JdbcTemplate jdbc) {
			return new Users(jdbc);
		}

	}

	static class Users {

		private final JdbcTemplate jdbc;

		Users(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Cacheable("users")
		@Transactional(readOnly = true)
		public long count() {
			Long count = this.jdbc.queryForObject("SELECT COUNT(*) FROM users", Long.class);
			return (count != null) ? count : 0;
		}

		@CacheEvict(cacheNames = "users", allEntries = true)
		@Transactional
		public void add(String name) {
			this.jdbc.update("INSERT INTO users VALUES (?)", name);
		}

	}

}
