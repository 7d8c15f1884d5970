package io.diskcache.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.dao.DataAccessResourceFailureException;

import io.diskcache.codec.Values;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Sabotage;
import io.diskcache.store.Selection;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreException;
import io.diskcache.store.StoreOptions;
import io.diskcache.store.StoreTimeoutException;
import io.diskcache.store.Tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Several operations on a cache that take effect as one, or not at all. */
class TransactTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration TIMEOUT = Duration.ofMillis(150);

	private static final Duration BRIEF = Duration.ofMillis(30);

	/** Much longer than it takes not to wait for it. */
	private static final Duration LONG = Duration.ofSeconds(5);

	@TempDir
	Path temp;

	private StoreDirectory directory;

	private Store store;

	private DiskCache cache;

	/** The same entries, with a heap of its own. */
	private DiskCache theirs;

	@BeforeEach
	void open() {
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("users", StoreOptions.defaults().withOperationTimeout(TIMEOUT));
		this.cache = TestCaches.over(this.store);
		this.theirs = TestCaches.over(this.store);
	}

	@AfterEach
	void checkAndClose() {
		assertThat(this.store.check(false)).isEmpty();
		this.directory.close();
	}

	/** Who opens it next is alone, and knows nothing of what is under way. */
	@Test
	void aTransactionDoesNotOutliveTheStore() {
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.transact((Runnable) () -> {
			this.cache.put("a", "new", null);
			this.directory.close();
		})).withMessageContaining("closed");

		try (StoreDirectory reopened = StoreDirectory.open(this.temp, 0)) {
			DiskCache cache = TestCaches.over(reopened.open("users", StoreOptions.defaults()));
			assertThat(cache.get("a")).isNull();
		}
	}

	@Test
	void workHasAResultOrNone() {
		String result = this.cache.transact(() -> "result");
		String other = this.cache.transact(LONG, () -> "other");
		this.cache.transact(() -> {
			this.cache.put("ada", 1);
		});
		this.cache.transact(LONG, () -> {
			this.cache.put("alan", 2);
		});
		this.cache.transact(LONG, () -> this.cache.increment("alan"));

		assertThat(result + other).isEqualTo("resultother");
		assertThat(value("ada")).isEqualTo(1);
		assertThat(value("alan")).isEqualTo(3L);
	}

	@Test
	void othersSeeAllOrNothing() {
		this.cache.put("ada", 1);
		this.cache.put("alan", large(1));
		hold("ada");
		hold("alan");

		this.cache.transact(() -> {
			this.cache.put("ada", 2);
			this.cache.evict("alan");
			this.cache.put("grace", large(2));
			assertThat(value("ada")).isEqualTo(2);
			assertThat(value("alan")).isNull();
			assertThat(value("grace")).isEqualTo(large(2));
			onAnotherThread(() -> {
				for (DiskCache each : List.of(this.cache, this.theirs)) {
					assertThat(each.get("ada").get()).isEqualTo(1);
					assertThat(each.get("alan").get()).isEqualTo(large(1));
					assertThat(each.get("grace")).isNull();
				}
				return true;
			});
		});

		for (DiskCache each : List.of(this.cache, this.theirs, this.cache, this.theirs)) {
			assertThat(each.get("ada").get()).isEqualTo(2);
			assertThat(each.get("alan")).isNull();
			assertThat(each.get("grace").get()).isEqualTo(large(2));
		}
	}

	@Test
	void rollbackRestoresEntriesAndTheirFiles() throws IOException {
		for (String key : List.of("overwritten", "twice", "removed", "pulled", "cleared")) {
			this.cache.put(key, large(key.length()));
		}
		this.cache.put("replaced", 1);
		this.cache.put("counted", 41L, HOUR);
		Instant expires = this.cache.entry("counted").expires();
		this.cache.put("touched", 1, HOUR);
		Instant untouched = this.cache.entry("touched").expires();

		rollBack(() -> {
			this.cache.put("overwritten", large(100));
			this.cache.put("twice", large(101));
			this.cache.put("twice", large(102));
			this.cache.evict("removed");
			assertThat(this.cache.getAndRemove("pulled").get()).isEqualTo(large("pulled".length()));
			assertThat(this.cache.replace("replaced", 1, large(103))).isTrue();
			assertThat(this.cache.increment("counted")).isEqualTo(42);
			assertThat(this.cache.touch("touched", Duration.ofMinutes(1))).isTrue();
			assertThat(this.cache.touch("counted", Duration.ofMinutes(1))).isTrue();
			assertThat(this.cache.add("new", large(104), null)).isTrue();
			this.cache.clear();
			assertThat(this.cache.get("cleared")).isNull();
			this.cache.put("cleared", large(105));
		});

		for (String key : List.of("overwritten", "twice", "removed", "pulled", "cleared")) {
			assertThat(value(key)).as(key).isEqualTo(large(key.length()));
		}
		assertThat(value("replaced")).isEqualTo(1);
		assertThat(this.cache.entry("counted").value()).isEqualTo(41L);
		assertThat(this.cache.entry("counted").expires()).isEqualTo(expires);
		assertThat(this.cache.entry("touched").expires()).isEqualTo(untouched);
		assertThat(this.cache.get("new")).isNull();
		assertThat(valueFiles()).isEqualTo(5);
		assertThat(this.cache.size()).isEqualTo(8);
	}

	@Test
	void commitLeavesNoFilesBehind() throws IOException {
		this.cache.put("overwritten", large(1));
		this.cache.put("removed", large(2));

		this.cache.transact(() -> {
			this.cache.put("overwritten", large(3));
			this.cache.put("overwritten", large(4));
			this.cache.evict("removed");
			this.cache.put("gone", large(5));
			this.cache.evict("gone");
		});

		assertThat(value("overwritten")).isEqualTo(large(4));
		assertThat(valueFiles()).isOne();
	}

	@Test
	void rollbackRestoresTags() {
		this.store.write(key("ada"), new Values(TestCaches.codec()).encode(1),
				PutOptions.of(null).withTags(Tags.of("people")));

		rollBack(() -> this.cache.put("ada", 2));
		rollBack(() -> assertThat(this.store.remove(Selection.tagged("people"))).isOne());

		assertThat(value("ada")).isEqualTo(1);
		assertThat(this.store.remove(Selection.tagged("people"))).isOne();
		assertThat(value("ada")).isNull();
	}

	@Test
	void whatWasRolledBackIsFoundByNobody() {
		this.cache.put("ada", 1);
		hold("ada");
		hold("nobody");

		rollBack(() -> {
			this.cache.put("ada", 2);
			this.cache.put("nobody", 3);
			assertThat(value("ada")).isEqualTo(2);
			assertThat(value("nobody")).isEqualTo(3);
		});

		for (DiskCache each : List.of(this.cache, this.theirs, this.cache, this.theirs)) {
			assertThat(each.get("ada").get()).isEqualTo(1);
			assertThat(each.get("nobody")).isNull();
		}
	}

	@Test
	void transactionFindsNothingInTheHeap() {
		this.cache.put("ada", 1);
		hold("ada");
		long before = this.cache.statistics().nearHits();

		this.cache.transact(() -> {
			assertThat(value("ada")).isEqualTo(1);
			assertThat(this.cache.get("nobody")).isNull();
		});

		assertThat(this.cache.statistics().nearHits()).isEqualTo(before);
	}

	@Test
	void nestedTransactionIsAPartOfTheOuterOne() {
		rollBack(() -> {
			this.cache.transact(() -> this.cache.put("ada", 1));
			this.cache.transact(HOUR, () -> this.cache.put("alan", 2));
		});
		assertThat(this.cache.size()).isZero();

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.transact(() -> {
			this.cache.put("ada", 1);
			assertThatExceptionOfType(RollbackException.class).isThrownBy(() -> this.cache.transact(() -> {
				throw new RollbackException();
			}));
		})).withMessageContaining("a part of it failed");
		assertThat(this.cache.size()).isZero();
	}

	/**
	 * The cache keeps such failures from the application, but not from the transaction.
	 */
	@ParameterizedTest
	@MethodSource("operations")
	void failureThatIsKeptFromTheWorkCannotBeCommitted(String name, Consumer<DiskCache> operation) {
		this.cache.put("ada", large(1));
		hold("ada");

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.transact(() -> {
			this.cache.put("alan", 1);
			Sabotage.dropEntries(this.store);
			assertThatCode(() -> operation.accept(this.cache)).doesNotThrowAnyException();
		})).withMessageContaining("a part of it failed");

		for (DiskCache each : List.of(this.cache, this.theirs)) {
			assertThat(each.get("ada").get()).isEqualTo(large(1));
			assertThat(each.get("alan")).isNull();
		}
	}

	static Stream<Arguments> operations() {
		return Stream.of(operation("put", (cache) -> cache.put("ada", 2)),
				operation("put large", (cache) -> cache.put("ada", large(2))),
				operation("evict", (cache) -> cache.evict("ada")), operation("clear", DiskCache::clear),
				operation("putIfAbsent", (cache) -> cache.putIfAbsent("nobody", 2)),
				operation("get", (cache) -> cache.get("nobody")), operation("get with loader",
						(cache) -> assertThat(cache.<Integer>get("nobody", () -> 2)).isEqualTo(2)));
	}

	@Test
	void valueThatCannotBeReadToItsEndCannotBeLeftOut() {
		this.cache.put("ada", 1);
		Resource broken = new InputStreamResource(new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("broken");
			}

		}) {

			@Override
			public boolean isOpen() {
				return false;
			}

		};

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.transact(() -> {
			this.cache.put("alan", 2);
			this.cache.put("ada", broken);
		})).withMessageContaining("a part of it failed");

		assertThat(value("ada")).isEqualTo(1);
		assertThat(value("alan")).isNull();
	}

	@Test
	void valueThatCannotBeCachedLeavesItsKeyWithoutOne() {
		this.cache.put("ada", 1);

		this.cache.transact(() -> {
			this.cache.put("ada", new Object());
			this.cache.put("alan", 2);
		});

		assertThat(value("ada")).isNull();
		assertThat(value("alan")).isEqualTo(2);
	}

	@Test
	void loadIsAPartOfIt() {
		Integer loaded = this.cache.transact(() -> {
			this.cache.put("alan", 1);
			return this.cache.get("ada", () -> value("alan") instanceof Integer seen ? seen + 1 : 0);
		});
		assertThat(loaded).isEqualTo(2);
		assertThat(this.theirs.get("ada").get()).isEqualTo(2);

		rollBack(() -> this.cache.get("grace", () -> 3));
		assertThat(value("grace")).isNull();

		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.transact(() -> {
			this.cache.put("ada", 4);
			return this.cache.get("grace", () -> {
				throw new IOException("no");
			});
		}));
		assertThat(value("ada")).isEqualTo(2);
		assertThat(value("grace")).isNull();
	}

	@Test
	void waitForOthersEnds() {
		this.cache.put("ada", 1);

		this.cache.transact(() -> {
			onAnotherThread(() -> {
				assertThatExceptionOfType(StoreTimeoutException.class)
					.isThrownBy(() -> this.theirs.transact(() -> this.theirs.put("ada", 2)));
				assertThatExceptionOfType(StoreTimeoutException.class)
					.isThrownBy(() -> this.theirs.transact(BRIEF, () -> this.theirs.put("ada", 3)))
					.withMessageContaining("30 ms");
				return true;
			});
		});

		assertThat(value("ada")).isEqualTo(1);
	}

	@Test
	void waitForOthersCanBeLongerThanThatOfAnOperation() {
		CompletableFuture<Boolean> other = new CompletableFuture<>();
		this.cache.transact(LONG, () -> {
			new Thread(() -> other.complete(this.theirs.transact(LONG, () -> this.theirs.add("ada", 2, null)))).start();
			pause(TIMEOUT.multipliedBy(3));
			return this.cache.get("ada");
		});

		assertThat(other.join()).isTrue();
		assertThat(value("ada")).isEqualTo(2);
	}

	@Test
	void workThatTakesTooLongIsRolledBack() {
		this.cache.put("ada", large(1));

		assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> this.cache.transact(BRIEF, () -> {
			this.cache.put("ada", 2);
			pause(BRIEF);
		})).withMessageContaining("not done within 30 ms");

		assertThat(value("ada")).isEqualTo(large(1));
		assertThat(this.store.condition().isWell()).isTrue();
	}

	@Test
	void nothingCanBeDoneWhenTheTimeIsOver() {
		this.cache.put("ada", 1);

		assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> this.cache.transact(BRIEF, () -> {
			pause(BRIEF);
			assertTimeout(() -> this.cache.increment("ada"));
			assertTimeout(() -> this.cache.put("ada", 2, null));
			assertTimeout(() -> this.cache.entry("ada"));
			assertTimeout(() -> this.store.clear());
			assertTimeout(() -> this.store.remove(Selection.all()));
			assertTimeout(() -> this.cache.transact(() -> true));
			this.cache.put("ada", 3);
			this.cache.evict("ada");
			this.cache.clear();
			assertThat(this.cache.get("ada")).isNull();
			assertThat(this.cache.<Integer>get("ada", () -> 4)).isEqualTo(4);
		}));

		assertThat(value("ada")).isEqualTo(1);
		assertThat(this.store.condition().isWell()).isTrue();
	}

	@Test
	void shorterTimeoutHoldsForTheNestedPart() {
		this.cache.transact(LONG, () -> {
			this.cache.transact(TIMEOUT, () -> this.cache.put("ada", 1));
			pause(TIMEOUT);
			this.cache.put("alan", 2);
		});
		assertThat(this.cache.size()).isEqualTo(2);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.transact(LONG, () -> {
			this.cache.put("ada", 3);
			assertTimeout(() -> this.cache.transact(BRIEF, () -> pause(BRIEF)));
		}));
		assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> this.cache.transact(BRIEF, () -> {
			this.cache.put("ada", 4);
			this.cache.transact(LONG, () -> pause(BRIEF));
		}));
		assertThat(value("ada")).isEqualTo(1);
	}

	@Test
	void timeoutIsPositiveAndNotEndless() {
		for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(-1), StoreOptions.MAX_TIMEOUT.plusNanos(1))) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.cache.transact(wrong, () -> this.cache.put("ada", 1)))
				.withMessageContaining("timeout of a transaction");
		}
		assertThat(this.cache.<Integer>transact(StoreOptions.MAX_TIMEOUT, () -> 1)).isOne();
		assertThat(this.cache.size()).isZero();
	}

	/** They would wait for the transaction, and it for them. */
	@Test
	void whatOtherThreadsDoForItEndsByItself() {
		this.cache.put("ada", 1);
		long start = System.nanoTime();

		this.cache.transact(LONG, () -> {
			this.cache.put("ada", 2);
			assertThat(((ValueWrapper) this.cache.retrieve("ada").join()).get()).isEqualTo(1);
			assertThat(this.cache.retrieve("nobody", () -> CompletableFuture.completedFuture(3)).join()).isEqualTo(3);
			onAnotherThread(() -> {
				this.cache.put("alan", 4);
				return true;
			});
		});

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
		assertThat(value("ada")).isEqualTo(2);
		assertThat(value("nobody")).isNull();
		assertThat(value("alan")).isNull();
	}

	@Test
	void anotherCacheCommitsForItself() {
		DiskCache another = TestCaches.over(this.directory.open("another", StoreOptions.defaults()));

		rollBack(() -> {
			this.cache.put("ada", 1);
			another.transact(() -> another.put("ada", 2));
			another.put("alan", 3);
		});

		assertThat(value("ada")).isNull();
		assertThat(another.get("ada").get()).isEqualTo(2);
		assertThat(another.get("alan").get()).isEqualTo(3);
	}

	@Test
	void failureOfTheApplicationsOwnDatabaseIsNotOneOfTheStore() {
		var failure = new DataAccessResourceFailureException("the application's own database is full");

		assertThatThrownBy(() -> this.cache.transact(() -> {
			this.cache.put("ada", 1);
			throw failure;
		})).isSameAs(failure);

		assertThat(value("ada")).isNull();
		assertThat(this.store.condition().isWell()).isTrue();
	}

	@Test
	void interruptedWorkCommits() {
		this.cache.transact(() -> {
			Thread.currentThread().interrupt();
			this.cache.put("ada", large(1));
		});

		assertThat(Thread.interrupted()).isTrue();
		assertThat(value("ada")).isEqualTo(large(1));
	}

	private void rollBack(Runnable work) {
		assertThatExceptionOfType(RollbackException.class).isThrownBy(() -> this.cache.transact(() -> {
			work.run();
			throw new RollbackException();
		}));
	}

	private static void assertTimeout(Runnable operation) {
		assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(operation::run);
	}

	/** So that both find it in their heaps. */
	private void hold(String key) {
		this.cache.get(key);
		this.theirs.get(key);
	}

	private @Nullable Object value(String key) {
		ValueWrapper found = this.cache.get(key);
		return (found != null) ? found.get() : null;
	}

	private Key key(String name) {
		return Key.of(this.cache.encodedKey(name));
	}

	private static void pause(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		await().pollInterval(Duration.ofMillis(5)).until(() -> System.nanoTime() > end);
	}

	private static <T> T onAnotherThread(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work).join();
	}

	private static byte[] large(int seed) {
		byte[] bytes = new byte[100_000];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

	private static Arguments operation(String name, Consumer<DiskCache> operation) {
		return Arguments.of(name, operation);
	}

	private long valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.temp)) {
			return files.filter((file) -> file.toString().contains("values-00") && Files.isRegularFile(file)).count();
		}
	}

	private static final class RollbackException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
