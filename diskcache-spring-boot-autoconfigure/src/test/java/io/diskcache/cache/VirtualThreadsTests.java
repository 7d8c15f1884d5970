package io.diskcache.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.store.Jvm;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;

/** Operations that wait let the carrier of their virtual thread go. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "There are virtual threads from Java 21 on only")
@Timeout(120)
class VirtualThreadsTests {

	@TempDir
	Path temp;

	private final CompletableFuture<Boolean> done = new CompletableFuture<>();

	/**
	 * The other process has one carrier. While this one holds the write lock, more
	 * operations wait for it than there are carriers, and another virtual thread gets its
	 * turn. A native wait is no event of the JDK, so both are asked for.
	 */
	@Test
	void oneCarrierIsEnoughForManyWhoWait() throws Exception {
		try (Jvm other = start()) {
			assertThat(other.hear()).isEqualTo("used by all");
			Thread holder = holdTheLock();
			try {
				other.tell("locked");
				assertThat(other.hear()).isEqualTo("waiting: 6, done: 0, carrier free: true");
			}
			finally {
				letGo(holder);
			}
			assertThat(other.hear()).isEqualTo("failed: []");
			assertThat(other.hear()).isEqualTo("pinned on purpose: 1");
			assertThat(other.hear()).isEqualTo("pinned: []");
		}
	}

	private Jvm start() {
		return Jvm.start(System.getProperty("java.class.path"),
				List.of("-Xmx128m", "-Djdk.virtualThreadScheduler.parallelism=1",
						"-Djdk.virtualThreadScheduler.maxPoolSize=1"),
				VirtualThreadsWorker.class, this.temp.toString());
	}

	private Thread holdTheLock() throws InterruptedException {
		CountDownLatch held = new CountDownLatch(1);
		Thread holder = new Thread(() -> {
			try (StoreDirectory directory = StoreDirectory.open(this.temp, 0)) {
				Store store = directory.open("users", StoreOptions.defaults().withShards(null));
				store.transact(Duration.ofSeconds(30), () -> {
					held.countDown();
					return this.done.join();
				});
			}
		});
		holder.start();
		held.await();
		return holder;
	}

	private void letGo(Thread holder) throws InterruptedException {
		this.done.complete(true);
		holder.join();
	}

}
