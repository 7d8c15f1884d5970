package io.diskcache.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller in a transaction of the application, for whose end Spring keeps connections.
 */
class CallersTransactionTests extends StoreFixture {

	@BeforeEach
	void beginTransaction() {
		TransactionSynchronizationManager.initSynchronization();
		TransactionSynchronizationManager.setActualTransactionActive(true);
	}

	@AfterEach
	void endTransaction() {
		TransactionSynchronizationManager.clear();
	}

	@Test
	void readsKeepNoReader() throws Exception {
		IntStream.range(0, 100).forEach((i) -> put("k" + i, "v" + i));

		for (int i = 0; i < 100; i++) {
			assertThat(read("k" + i)).isEqualTo("v" + i);
			assertThat(this.store.contains(key("k" + i))).isTrue();
		}

		assertThatAllReadersRunAtOnce();
		complete();
		assertThat(read("k1")).isEqualTo("v1");
		assertThatAllReadersRunAtOnce();
	}

	@Test
	void storesOwnTransactionIsNotTheCallers() {
		put("a", "1");

		this.store.transact(() -> {
			put("a", "2");
			return read("a");
		});

		assertThat(read("a")).isEqualTo("2");
		complete();
		assertThat(read("a")).isEqualTo("2");
		put("a", "3");
		assertThat(read("a")).isEqualTo("3");
	}

	/** What Spring does when the caller's transaction rolls back. */
	private static void complete() {
		TransactionSynchronizationUtils.triggerBeforeCompletion();
		TransactionSynchronizationUtils.triggerAfterCompletion(TransactionSynchronization.STATUS_ROLLED_BACK);
		TransactionSynchronizationManager.clear();
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
	}

	/* With one reader less the last thread would wait for the others, who wait for it. */
	private void assertThatAllReadersRunAtOnce() throws Exception {
		Database database = Stores.shard(this.store).database();
		var inside = new CountDownLatch(Database.MAX_READERS);
		ExecutorService threads = Executors.newFixedThreadPool(Database.MAX_READERS);
		try {
			var reads = IntStream.range(0, Database.MAX_READERS)
				.mapToObj((i) -> threads.submit(() -> database.read(Deadline.after(Duration.ofSeconds(10)), (jdbc) -> {
					inside.countDown();
					return awaitQuietly(inside) && Schema.versionCeiling(jdbc) >= 0;
				})))
				.toList();
			for (Future<Boolean> read : reads) {
				assertThat(read.get(20, TimeUnit.SECONDS)).isTrue();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static boolean awaitQuietly(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

}
