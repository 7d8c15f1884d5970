package io.diskcache.cache;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;
import io.diskcache.store.StoreTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What each operation of a cache does where others hold the write lock for too long. */
class LockedStoreTests {

	@TempDir
	Path temp;

	private final CountDownLatch done = new CountDownLatch(1);

	private StoreDirectory directory;

	private Store store;

	private DiskCache cache;

	private Thread holder;

	@BeforeEach
	void open() {
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("users", StoreOptions.defaults().withOperationTimeout(Duration.ofMillis(30)));
		this.cache = TestCaches.over(this.store);
		this.cache.put("count", 1L, null, "red");
		this.cache.put("file", new byte[1 << 20], null, "red");
		this.cache.queue("work").push("item");
	}

	@AfterEach
	void checkAndClose() {
		assertThat(this.store.check(false)).isEmpty();
		this.directory.close();
	}

	@Test
	void whatDependsOnWhatIsThereSaysThatItIsTooLate() throws InterruptedException {
		holdTheLock();

		for (Runnable operation : List.<Runnable>of(() -> this.cache.add("new", new byte[1 << 20], null),
				() -> this.cache.touch("count", null), () -> this.cache.increment("count"),
				() -> this.cache.increment("count", 0.5, 0, null), () -> this.cache.getAndRemove("file"),
				() -> this.cache.getAndPut("file", 1), () -> this.cache.getAndReplace("file", 1),
				() -> this.cache.replace("file", 1), () -> this.cache.replace("count", 1L, 2L),
				() -> this.cache.remove("count", 1L), () -> this.cache.queue("work").push("late"),
				() -> this.cache.queue("work").pull(), () -> this.cache.transact(() -> this.cache.put("file", 1)))) {
			assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(operation::run);
		}
		assertThat(this.cache.add("count", 2L, null)).as("who comes second waits for nobody").isFalse();

		letGo();
		assertThat(this.cache.entry("count").value()).isEqualTo(1L);
		assertThat(this.cache.entry("count").expires()).isNull();
		assertThat((byte[]) this.cache.get("file").get()).hasSize(1 << 20);
		assertThat(this.cache.keysTagged("red")).containsExactly("count", "file");
		assertThat(this.cache.queue("work").size()).isEqualTo(1);
		assertThat(this.cache.get("new")).isNull();
	}

	@Test
	void whatTakesLongToReadWaitsForTheLockAsLongAsAllElse() throws InterruptedException {
		Store patient = this.directory.open("patient",
				StoreOptions.defaults().withOperationTimeout(Duration.ofMillis(500)));
		DiskCache cache = TestCaches.over(patient);
		Thread[] other = new Thread[1];
		InputStream slow = new InputStream() {
			@Override
			public int read() {
				pause(700);
				CountDownLatch locked = new CountDownLatch(1);
				other[0] = new Thread(() -> patient.transact(() -> {
					locked.countDown();
					pause(50);
					return true;
				}));
				other[0].start();
				try {
					locked.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				return -1;
			}
		};

		cache.put("slow", slow, null);

		other[0].join();
		assertThat(cache.keys()).containsExactly("slow");
	}

	private static void pause(int millis) {
		Awaitility.await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
	}

	@Test
	void whatOnlyReadsWaitsForNobody() throws InterruptedException {
		holdTheLock();

		assertThat(TestCaches.over(this.store).get("count").get()).isEqualTo(1L);
		assertThat(this.cache.entry("file").inFile()).isTrue();
		assertThat(this.cache.keysTagged("red")).containsExactly("count", "file");
		assertThat(this.cache.queue("work").peek().value()).isEqualTo("item");
		assertThat(this.cache.size()).isEqualTo(3);

		letGo();
	}

	/** The stripe of a removed key may be another's as well: so all may be a miss. */
	@Test
	void whatRemovesTakesEffectWithoutTheLock() throws InterruptedException {
		holdTheLock();

		assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> this.cache.put("count", 2L, null));
		assertThat(this.cache.get("count")).as("nothing older than what could not be stored").isNull();
		assertThat(this.cache.removeTagged("red")).isPositive();
		assertThat(this.cache.keysTagged("red")).isEmpty();
		this.cache.clear();
		assertThat(this.cache.keys()).isEmpty();

		letGo();
		assertThat(this.cache.keys()).isEmpty();
		assertThat(this.cache.add("count", 5L, null)).isTrue();
	}

	private void holdTheLock() throws InterruptedException {
		CountDownLatch held = new CountDownLatch(1);
		this.holder = new Thread(() -> this.store.transact(() -> {
			held.countDown();
			try {
				return this.done.await(8, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}));
		this.holder.start();
		held.await();
	}

	private void letGo() throws InterruptedException {
		this.done.countDown();
		this.holder.join();
	}

}
