package io.diskcache.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Cached methods within transactions of a database, if the caches are aware of them. */
@Timeout(60)
class TransactionAwareTests {

	@TempDir
	static Path temp;

	private static ConfigurableApplicationContext context;

	/**
	 * Each test has keys of its own, as what others have cleared is deleted meanwhile.
	 */
	private static final AtomicInteger IDS = new AtomicInteger();

	private final int one = IDS.incrementAndGet();

	private final int two = IDS.incrementAndGet();

	private final int three = IDS.incrementAndGet();

	private final int four = IDS.incrementAndGet();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private Books books;

	private Transactions transactions;

	private DiskCache cache;

	@BeforeAll
	static void startAware() {
		context = start("aware", true);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void prepare() {
		use(context);
	}

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	private void use(ConfigurableApplicationContext used) {
		this.books = used.getBean(Books.class);
		this.transactions = used.getBean(Transactions.class);
		this.cache = used.getBean(DiskCacheManager.class).getDiskCache("books");
		List.of(this.one, this.two, this.three, this.four).forEach(this.books::add);
	}

	private static ConfigurableApplicationContext start(String directory, boolean transactionAware) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setLogStartupInfo(false);
		String where = "--diskcache.directory=" + temp.resolve(directory);
		return transactionAware ? application.run(where, "--diskcache.transaction-aware=true") : application.run(where);
	}

	@Test
	void evictionIsDoneAfterTheCommitAndTheTransactionSeesItsOwnData() {
		assertThat(this.books.title(this.one)).isEqualTo("old");

		this.transactions.run(() -> {
			this.books.change(this.one, "new");
			assertThat(this.books.title(this.one)).isEqualTo("new");
			assertThat(this.books.syncTitle(this.one)).isEqualTo("new");
			assertThat(elsewhere(() -> this.books.title(this.one))).isEqualTo("old");
			assertThat(elsewhere(() -> this.cache.get(this.one, String.class))).isEqualTo("old");
		});

		assertThat(elsewhere(() -> this.books.title(this.one))).isEqualTo("new");
	}

	@Test
	void rollbackLeavesTheCacheAsItWas() {
		this.books.title(this.one);
		int calls = this.books.calls();

		rolledBack(() -> {
			this.books.change(this.one, "new");
			assertThat(this.books.title(this.one)).isEqualTo("new");
			this.books.rename(this.two, "two");
			this.books.title(this.three);
			this.books.syncTitle(this.four);
			this.books.changeAll("all");
		});

		assertThat(this.cache.get(this.one, String.class)).isEqualTo("old");
		assertThat(this.cache.get(this.two)).isNull();
		assertThat(this.cache.get(this.three)).isNull();
		assertThat(this.cache.get(this.four)).isNull();
		assertThat(this.books.title(this.one)).isEqualTo("old");
		assertThat(this.books.calls()).isEqualTo(calls + 3);
	}

	@Test
	void putIsThereAfterTheCommitOnly() {
		this.books.title(this.one);

		this.transactions.run(() -> {
			this.books.rename(this.one, "new");
			assertThat(this.books.title(this.one)).isEqualTo("new");
			assertThat(elsewhere(() -> this.cache.get(this.one, String.class))).isEqualTo("old");
		});

		assertThat(this.cache.get(this.one, String.class)).isEqualTo("new");
	}

	@Test
	void clearedCacheIsEmptyForTheTransactionOnly() {
		this.books.title(this.one);
		this.books.title(this.two);

		this.transactions.run(() -> {
			this.books.changeAll("new");
			assertThat(this.books.title(this.one)).isEqualTo("new");
			assertThat(this.books.syncTitle(this.two)).isEqualTo("new");
			assertThat(elsewhere(() -> this.cache.get(this.two, String.class))).isEqualTo("old");
			this.books.rename(this.three, "three");
		});

		assertThat(this.books.title(this.two)).isEqualTo("new");
		assertThat(this.cache.get(this.three, String.class)).isEqualTo("three");
	}

	@Test
	void whatWasReadOfOldDataDoesNotComeBackAfterAnEviction() throws Exception {
		for (Callable<String> read : readers()) {
			this.transactions.run(() -> this.books.change(this.one, "old"));
			Future<String> reader = begin(read);
			this.transactions.run(() -> this.books.change(this.one, "new"));
			this.books.proceed();

			assertThat(reader.get()).isEqualTo("old");
			assertThat(this.cache.get(this.one)).isNull();
			assertThat(this.books.title(this.one)).isEqualTo("new");
		}
	}

	@Test
	void whatWasReadOfOldDataDoesNotTakeThePlaceOfAPut() throws Exception {
		for (Callable<String> read : readers()) {
			this.transactions.run(() -> this.books.change(this.one, "old"));
			Future<String> reader = begin(read);
			this.transactions.run(() -> this.books.rename(this.one, "new"));
			this.books.proceed();

			assertThat(reader.get()).isEqualTo("old");
			assertThat(this.books.title(this.one)).isEqualTo("new");
		}
	}

	@Test
	void whatWasReadTwiceAtATimeIsKept() throws Exception {
		Future<String> reader = begin(() -> this.books.title(this.one));
		this.transactions.run(() -> this.books.title(this.one));
		this.books.proceed();
		reader.get();

		assertThat(this.cache.get(this.one, String.class)).isEqualTo("old");
	}

	@Test
	void whatWasReadBeforeAChangeOfTheSameTransactionIsNotKept() {
		this.transactions.run(() -> {
			this.books.during(() -> this.books.change(this.one, "new"));
			assertThat(this.books.title(this.one)).isEqualTo("old");
		});

		assertThat(this.cache.get(this.one)).isNull();
	}

	@Test
	void whatIsReadAfterAnEvictionOfTheSameTransactionIsKept() {
		this.books.title(this.one);

		this.transactions.run(() -> {
			this.books.change(this.one, "new");
			this.books.title(this.one);
			this.books.change(this.two, "new");
			this.books.syncTitle(this.two);
		});

		assertThat(this.cache.get(this.one, String.class)).isEqualTo("new");
		assertThat(this.cache.get(this.two, String.class)).isEqualTo("new");
	}

	@Test
	void futuresOfTheTransactionsThreadAreAPartOfIt() {
		this.books.title(this.one);

		this.transactions.run(() -> {
			this.books.change(this.one, "new");
			assertThat(this.books.futureTitle(this.one).join()).isEqualTo("new");
			assertThat(this.books.syncFutureTitle(this.one).join()).isEqualTo("new");
			this.books.futureTitle(this.two).join();
			this.books.syncFutureTitle(this.three).join();
			assertThat(elsewhere(() -> this.cache.get(this.one, String.class))).isEqualTo("old");
			assertThat(elsewhere(() -> this.cache.get(this.two))).isNull();
			assertThat(elsewhere(() -> this.cache.get(this.three))).isNull();
		});

		assertThat(this.cache.get(this.one, String.class)).isEqualTo("new");
		assertThat(this.cache.get(this.two, String.class)).isEqualTo("old");
		assertThat(this.cache.get(this.three, String.class)).isEqualTo("old");
	}

	@Test
	void anotherTransactionInBetweenNeitherSeesNorEndsTheChangesOfTheOuterOne() {
		this.books.title(this.one);
		this.books.title(this.two);

		rolledBack(() -> {
			this.books.change(this.one, "outer");
			this.transactions.runApart(() -> {
				assertThat(this.books.title(this.one)).isEqualTo("old");
				this.books.change(this.two, "inner");
				assertThat(this.books.title(this.two)).isEqualTo("inner");
			});
			assertThat(elsewhere(() -> this.cache.get(this.two, String.class))).isIn(null, "inner");
			assertThat(this.books.title(this.one)).isEqualTo("outer");
		});

		assertThat(this.cache.get(this.one, String.class)).isEqualTo("old");
		assertThat(this.books.title(this.two)).isEqualTo("inner");
	}

	@Test
	void whatIsRolledBackToASavepointIsNotDone() {
		this.books.title(this.one);
		this.books.title(this.two);

		this.transactions.run(() -> {
			this.books.change(this.one, "kept");
			this.transactions.runNested(() -> this.books.rename(this.three, "kept"));
			assertThatExceptionOfType(Rollback.class).isThrownBy(() -> this.transactions.runNested(() -> {
				this.books.change(this.two, "lost");
				this.books.rename(this.four, "lost");
				throw new Rollback();
			}));
			assertThat(this.books.title(this.two)).isEqualTo("old");
		});

		assertThat(this.cache.get(this.one)).isNull();
		assertThat(this.cache.get(this.two, String.class)).isEqualTo("old");
		assertThat(this.cache.get(this.three, String.class)).isEqualTo("kept");
		assertThat(this.cache.get(this.four)).isNull();
	}

	@Test
	void evictionBeforeTheInvocationIsDoneAtOnceAndOnceMoreAfterTheCommit() {
		this.books.title(this.one);

		this.transactions.run(() -> {
			this.books.changeLater(this.one, "new");
			assertThat(elsewhere(() -> this.cache.get(this.one))).isNull();
			assertThat(elsewhere(() -> this.books.title(this.one))).isEqualTo("old");
			assertThat(this.books.title(this.one)).isEqualTo("new");
		});

		assertThat(this.books.title(this.one)).isEqualTo("new");
	}

	@Test
	void withoutThePropertyEverythingIsDoneAtOnce() {
		try (ConfigurableApplicationContext unaware = start("unaware", false)) {
			use(unaware);
			this.books.title(this.one);

			this.transactions.run(() -> {
				this.books.change(this.one, "new");
				assertThat(elsewhere(() -> this.cache.get(this.one))).isNull();
				this.books.rename(this.two, "new");
				assertThat(elsewhere(() -> this.cache.get(this.two, String.class))).isEqualTo("new");
				assertThat(TransactionSynchronizationManager.getSynchronizations()).isEmpty();
			});
		}
	}

	/** Begins to read in a transaction, up to where it has what it will return. */
	private Future<String> begin(Callable<String> read) throws InterruptedException {
		CountDownLatch reading = this.books.pauseNext();
		Future<String> reader = this.threads.submit(() -> this.transactions.call(read));
		assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
		return reader;
	}

	private Iterable<Callable<String>> readers() {
		return List.of(() -> this.books.title(this.one), () -> this.books.syncTitle(this.one),
				() -> this.books.futureTitle(this.one).join(), () -> this.books.syncFutureTitle(this.one).join());
	}

	private <T> T elsewhere(Callable<T> work) {
		try {
			return this.threads.submit(work).get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void rolledBack(Runnable work) {
		assertThatExceptionOfType(Rollback.class).isThrownBy(() -> this.transactions.run(() -> {
			work.run();
			throw new Rollback();
		}));
	}

	private static final class Rollback extends RuntimeException {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	@EnableTransactionManagement(proxyTargetClass = true)
	@ImportAutoConfiguration(DiskCacheAutoConfiguration.class)
	static class Application {

		private static final AtomicInteger DATABASES = new AtomicInteger();

		@Bean
		DriverManagerDataSource database() {
			return new DriverManagerDataSource(
					"jdbc:h2:mem:transaction-aware-" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
		}

		@Bean
		DataSourceTransactionManager transactionManager(DriverManagerDataSource database) {
			return new DataSourceTransactionManager(database);
		}

		@Bean
		Books books(DriverManagerDataSource database) {
			return new Books(new JdbcTemplate(database));
		}

		@Bean
		Transactions transactions() {
			return new Transactions();
		}

	}

	static class Transactions {

		@Transactional
		public void run(Runnable work) {
			work.run();
		}

		@Transactional
		public <T> T call(Callable<T> work) throws Exception {
			return work.call();
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		public void runApart(Runnable work) {
			work.run();
		}

		@Transactional(propagation = Propagation.NESTED)
		public void runNested(Runnable work) {
			work.run();
		}

	}

	static class Books {

		private final JdbcTemplate jdbc;

		private final AtomicInteger calls = new AtomicInteger();

		private volatile Runnable afterRead = () -> {
		};

		private volatile CountDownLatch proceed = new CountDownLatch(0);

		Books(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
			jdbc.execute("CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR)");
		}

		public void add(int id) {
			this.jdbc.update("INSERT INTO book VALUES (?, 'old')", id);
		}

		@Cacheable("books")
		public String title(int id) {
			return read(id);
		}

		@Cacheable(cacheNames = "books", sync = true)
		public String syncTitle(int id) {
			return read(id);
		}

		@Cacheable("books")
		public CompletableFuture<String> futureTitle(int id) {
			return CompletableFuture.completedFuture(read(id));
		}

		@Cacheable(cacheNames = "books", sync = true)
		public CompletableFuture<String> syncFutureTitle(int id) {
			return CompletableFuture.completedFuture(read(id));
		}

		@CachePut(cacheNames = "books", key = "#id")
		public String rename(int id, String title) {
			write(id, title);
			return title;
		}

		@CacheEvict(cacheNames = "books", key = "#id")
		public void change(int id, String title) {
			write(id, title);
		}

		@CacheEvict(cacheNames = "books", key = "#id", beforeInvocation = true)
		public void changeLater(int id, String title) {
			write(id, title);
		}

		@CacheEvict(cacheNames = "books", allEntries = true)
		public void changeAll(String title) {
			this.jdbc.update("UPDATE book SET title = ?", title);
		}

		public int calls() {
			return this.calls.get();
		}

		/** Does something in the next read, after it. */
		public void during(Runnable work) {
			this.afterRead = work;
		}

		/** Lets the next read wait when it has read. */
		public CountDownLatch pauseNext() {
			CountDownLatch reading = new CountDownLatch(1);
			CountDownLatch go = new CountDownLatch(1);
			this.proceed = go;
			this.afterRead = () -> {
				reading.countDown();
				try {
					go.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			};
			return reading;
		}

		public void proceed() {
			this.proceed.countDown();
		}

		private void write(int id, String title) {
			this.jdbc.update("UPDATE book SET title = ? WHERE id = ?", title, id);
		}

		private String read(int id) {
			this.calls.incrementAndGet();
			String title = this.jdbc.queryForObject("SELECT title FROM book WHERE id = ?", String.class, id);
			Runnable work = this.afterRead;
			this.afterRead = () -> {
			};
			work.run();
			return title;
		}

	}

}
