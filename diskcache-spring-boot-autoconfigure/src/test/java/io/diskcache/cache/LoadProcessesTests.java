package io.diskcache.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.store.Jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One loader of a key runs at a time, whichever process it is in. */
@Timeout(60)
class LoadProcessesTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(500);

	@TempDir
	Path temp;

	private DiskCacheManager manager;

	private DiskCache cache;

	private Jvm other;

	private final AtomicInteger loads = new AtomicInteger();

	@BeforeEach
	void startOther() {
		this.other = Jvm.start(System.getProperty("java.class.path"), List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
				LoadWorker.class);
		assertThat(this.other.hear()).isEqualTo("ready");
	}

	@AfterEach
	void end() {
		this.other.close();
		this.manager.close();
	}

	@Test
	void valueIsTakenFromTheProcessThatLoadsIt() {
		open(LONG);
		loadInOther("get ada");

		CompletableFuture<String> here = CompletableFuture.supplyAsync(() -> this.cache.get("ada", this::load));
		CompletableFuture<String> later = this.cache.retrieve("ada", () -> CompletableFuture.supplyAsync(this::load));
		assertThat(this.cache.get("bob", this::load)).as("another key does not wait").isEqualTo("here");
		assertThat(here).isNotDone();
		assertThat(later).isNotDone();

		this.other.tell("go");
		String value = "ada by " + this.other.pid();
		assertThat(this.other.hear()).isEqualTo("got " + value);
		assertThat(here).succeedsWithin(LONG).isEqualTo(value);
		assertThat(later).succeedsWithin(LONG).isEqualTo(value);
		assertThat(this.loads).hasValue(1);
		assertThat(this.cache.statistics().loadTimeouts()).isZero();
	}

	@Test
	void otherProcessWaitsForALoadOfThisOne() throws InterruptedException {
		open(LONG);
		CountDownLatch end = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<String> here = this.cache.retrieve("ada", () -> CompletableFuture.supplyAsync(() -> {
			begun.countDown();
			awaitQuietly(end);
			return load();
		}));
		begun.await();

		this.other.tell("get ada");
		this.other.tell("retrieve ada");
		this.other.tell("get bob");
		assertThat(this.other.hear()).as("only the other key is loaded").isEqualTo("loading bob");
		end.countDown();
		assertThat(this.other.hear()).isEqualTo("got here");
		assertThat(this.other.hear()).isEqualTo("got here");
		assertThat(here).succeedsWithin(LONG);
	}

	@Test
	void deathOfALoaderHandsOver() {
		open(LONG);
		loadInOther("get ada");
		CompletableFuture<String> here = CompletableFuture.supplyAsync(() -> this.cache.get("ada", this::load));
		CompletableFuture<String> later = this.cache.retrieve("ada", () -> CompletableFuture.supplyAsync(this::load));
		this.other.kill();

		assertThat(here).succeedsWithin(LONG).isEqualTo("here");
		assertThat(later).succeedsWithin(LONG).isEqualTo("here");
		assertThat(this.loads).hasValue(1);
		assertThat(this.cache.statistics().loadTimeouts()).isZero();
	}

	@Test
	void twoProcessesThatWaitForEachOtherEndByTheirTimeouts() {
		open(SHORT);
		loadInOther("get ada");
		CountDownLatch nested = new CountDownLatch(1);
		CompletableFuture<String> here = CompletableFuture.supplyAsync(() -> this.cache.get("bob", () -> {
			nested.countDown();
			return this.cache.get("ada", this::load);
		}));
		awaitQuietly(nested);
		this.other.tell("nest bob");

		assertThat(here).succeedsWithin(LONG).isEqualTo("here");
		assertThat(this.cache.statistics().loadTimeouts()).isEqualTo(1);
	}

	@Test
	void futureWhoseWaitIsTooLongIsLoadedAllTheSame() {
		open(SHORT);
		loadInOther("get ada");

		assertThat(this.cache.retrieve("ada", () -> CompletableFuture.supplyAsync(this::load))).succeedsWithin(LONG)
			.isEqualTo("here");
		assertThat(this.cache.statistics().loadTimeouts()).isEqualTo(1);
		assertThat(this.cache.get("ada", String.class)).as("what was loaded beside is stored").isEqualTo("here");
	}

	@Test
	void twoManagersOfAProcessTakeTurnsAsWell() {
		open(LONG);
		try (DiskCacheManager second = LoadWorker.manager(this.temp, LONG)) {
			CountDownLatch begun = new CountDownLatch(1);
			CountDownLatch end = new CountDownLatch(1);
			CompletableFuture<String> first = CompletableFuture
				.supplyAsync(() -> second.getDiskCache("loads").get("ada", () -> {
					begun.countDown();
					awaitQuietly(end);
					return "by the other manager";
				}));
			awaitQuietly(begun);
			CompletableFuture<String> here = CompletableFuture.supplyAsync(() -> this.cache.get("ada", this::load));
			await().during(Duration.ofMillis(200)).until(() -> !here.isDone());
			end.countDown();

			assertThat(here).succeedsWithin(LONG).isEqualTo("by the other manager");
			assertThat(first).succeedsWithin(LONG);
			assertThat(this.loads).hasValue(0);
		}
	}

	private void open(Duration loadTimeout) {
		this.manager = LoadWorker.manager(this.temp, loadTimeout);
		this.cache = this.manager.getDiskCache("loads");
		this.other.tell(this.temp + " " + loadTimeout);
		assertThat(this.other.hear()).isEqualTo("open");
	}

	private void loadInOther(String order) {
		this.other.tell(order);
		assertThat(this.other.hear()).isEqualTo("loading ada");
	}

	private String load() {
		this.loads.incrementAndGet();
		return "here";
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
