package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.diskcache.codec.EncodingException;
import io.diskcache.store.StoreException;

import io.diskcache.store.Key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Operations of a cache within transactions of the application that it is aware of. */
@Timeout(60)
class ApplicationTransactionsTests extends CacheFixture {

	private final DataSourceTransactionManager manager = new DataSourceTransactionManager(
			new DriverManagerDataSource("jdbc:h2:mem:"));

	private final TransactionTemplate transaction = new TransactionTemplate(this.manager);

	@BeforeEach
	void makeAware() {
		this.cache = TestCaches.aware(this.store, CacheOptions.defaults(), false);
		this.cache.put("ada", "old");
	}

	@Test
	void lastChangeOfAKeyCounts() {
		commit(() -> {
			this.cache.put("a", 1);
			this.cache.evict("a");
			this.cache.evict("ada");
			this.cache.put("ada", 2);
			this.cache.put("b", 3);
			this.cache.put("b", 4);
		});
		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(2);
		assertThat(this.cache.get("b", Integer.class)).isEqualTo(4);

		commit(() -> {
			this.cache.put("c", 5);
			this.cache.clear();
			this.cache.put("d", 6);
		});
		assertThat(this.cache.keys()).containsExactly("d");
		assertThat(this.cache.get("d", Integer.class)).isEqualTo(6);
	}

	@Test
	void whatIsChangedIsAMissForAllWaysToReadIt() {
		List<Runnable> changes = List.of(() -> this.cache.evict("ada"), () -> this.cache.put("ada", "new"),
				() -> this.cache.clear(), () -> this.cache.evictIfPresent("ada"), () -> this.cache.invalidate(),
				() -> this.cache.afterCommit(() -> {
				}));
		for (Runnable change : changes) {
			this.cache.put("ada", "old");
			rollBack(() -> {
				change.run();
				elsewhere(() -> {
					this.cache.put("ada", "old");
					return true;
				});
				assertThat(this.cache.get("ada")).isNull();
				assertThat(this.cache.get("ada", String.class)).isNull();
				assertThat(this.cache.get("ada", () -> "loaded")).isEqualTo("loaded");
				assertThat(this.cache.retrieve("ada").join()).isNull();
				assertThat(this.cache.retrieve("ada", () -> CompletableFuture.completedFuture("loaded")).join())
					.isEqualTo("loaded");
				assertThat(this.cache.putIfAbsent("ada", "absent")).isNull();
			});
		}
	}

	@Test
	void severalThatAreLoadedAtOnceAreStoredAfterTheCommit() {
		List<String> keys = List.of("ada", "bob", "eve");
		Map<String, String> all = Map.of("ada", "new", "bob", "b", "eve", "e");
		Runnable loading = () -> {
			this.cache.evict("ada");
			assertThat(this.cache.getAll(keys, null, (missing) -> {
				assertThat(missing).containsExactlyInAnyOrderElementsOf(keys);
				return all;
			})).containsExactlyInAnyOrderEntriesOf(all);
			assertThat(this.store.contains(Key.of(this.cache.encodedKey("bob")))).isFalse();
		};
		rollBack(loading);
		assertThat(this.cache.getAll(keys)).containsExactly(Map.entry("ada", "old"));

		commit(loading);
		assertThat(this.cache.getAll(keys)).containsExactlyInAnyOrderEntriesOf(all);
	}

	@Test
	void whatAnotherThreadPutsForAMethodBelongsToItsTransaction() {
		Cache rolledBack = this.cache.forInvocation(null, null);
		rollBack(() -> assertThat(rolledBack.retrieve("a").join()).isNull());
		rolledBack.put("a", "never committed");
		assertThat(this.cache.get("a")).isNull();

		Cache overtaken = this.cache.forInvocation(null, null);
		commit(() -> assertThat(overtaken.retrieve("b").join()).isNull());
		this.cache.evict("b");
		overtaken.put("b", "old");
		assertThat(this.cache.get("b")).isNull();

		Cache late = this.cache.forInvocation(null, null);
		commit(() -> assertThat(late.retrieve("c").join()).isNull());
		late.put("c", "new");
		assertThat(this.cache.get("c", String.class)).isEqualTo("new");
	}

	@Test
	void removalsByTagAndByPrefixWaitForTheCommit() {
		this.cache.put("tagged", 1, null, "tag");
		rollBack(() -> {
			this.cache.evictTagged("tag");
			this.cache.evictPrefix("ad");
			assertThat(this.cache.get("ada")).isNull();
		});
		assertThat(this.cache.get("ada", String.class)).isEqualTo("old");
		assertThat(this.cache.get("tagged")).isNotNull();

		commit(() -> {
			this.cache.evictTagged("tag");
			this.cache.evictPrefix("ad");
		});
		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.get("tagged")).isNull();
	}

	@Test
	void whatIsNotChangedIsFoundAndCounted() {
		this.cache.resetStatistics();
		commit(() -> {
			this.cache.put("grace", "new");
			assertThat(this.cache.get("ada", String.class)).isEqualTo("old");
			assertThat(this.cache.get("ada", () -> "loaded")).isEqualTo("old");
			assertThat(this.cache.retrieve("ada", () -> CompletableFuture.completedFuture("loaded")).join())
				.isEqualTo("old");
			assertThat(this.cache.get("grace")).isNull();
		});

		assertThat(this.cache.statistics().hits()).isEqualTo(3);
		assertThat(this.cache.statistics().misses()).isEqualTo(1);
		assertThat(this.cache.statistics().puts()).isEqualTo(1);
	}

	@Test
	void whatIsLoadedIsStoredAfterTheCommit() {
		rollBack(() -> this.cache.get("a", () -> 1));
		assertThat(this.cache.get("a")).isNull();

		commit(() -> {
			assertThat(this.cache.get("a", () -> 1)).isEqualTo(1);
			assertThat(this.cache.retrieve("b", () -> CompletableFuture.completedFuture(2)).join()).isEqualTo(2);
			this.cache.evict("ada");
			assertThat(this.cache.get("ada", () -> "new")).isEqualTo("new");
			this.cache.get("c", () -> {
				this.cache.evict("c");
				return "of what is no more";
			});
			assertThat(elsewhere(() -> this.cache.get("a"))).isNull();
			assertThat(elsewhere(() -> this.cache.get("ada", String.class))).isEqualTo("old");
		});
		assertThat(this.cache.get("a", Integer.class)).isEqualTo(1);
		assertThat(this.cache.get("b", Integer.class)).isEqualTo(2);
		assertThat(this.cache.get("ada", String.class)).isEqualTo("new");
		assertThat(this.cache.get("c")).isNull();
		assertThat(this.cache.statistics().loads()).isEqualTo(5);
	}

	@Test
	void whatWasEvictedAndLoadedIsEvictedIfOthersChangeItMeanwhile() {
		commit(() -> {
			this.cache.evict("ada");
			this.cache.get("ada", () -> "loaded");
			elsewhere(() -> this.cache.getAndPut("ada", "old again"));
		});

		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void whatWasMissedAndPutIsRemovedIfOthersStoreSomethingElseMeanwhile() {
		commit(() -> {
			assertThat(this.cache.get("a")).isNull();
			elsewhere(() -> this.cache.getAndPut("a", 1));
			this.cache.put("a", 2);
			assertThat(this.cache.get("b")).isNull();
			elsewhere(() -> this.cache.getAndPut("b", 3));
			this.cache.put("b", 3);
			elsewhere(() -> this.cache.getAndPut("c", 4));
			this.cache.put("c", 5);
		});

		assertThat(this.cache.get("a")).isNull();
		assertThat(this.cache.get("b", Integer.class)).isEqualTo(3);
		assertThat(this.cache.get("c", Integer.class)).isEqualTo(5);
	}

	@Test
	void futureThatIsLateIsStoredWhenItComesUnlessItWasOvertakenOrRolledBack() {
		CompletableFuture<String> good = new CompletableFuture<>();
		CompletableFuture<String> overtaken = new CompletableFuture<>();
		CompletableFuture<String> early = new CompletableFuture<>();
		CompletableFuture<String> evicted = new CompletableFuture<>();
		CompletableFuture<String> lost = new CompletableFuture<>();
		commit(() -> {
			this.cache.retrieve("good", () -> good);
			this.cache.retrieve("overtaken", () -> overtaken);
			this.cache.retrieve("evicted", () -> evicted);
			this.cache.evict("evicted");
			this.cache.get("evicted");
			this.cache.retrieve("early", () -> early);
			early.complete("e");
			evicted.complete("of what is no more");
		});
		rollBack(() -> this.cache.retrieve("lost", () -> lost));
		this.cache.evict("overtaken");

		elsewhere(() -> good.complete("g") && overtaken.complete("o") && lost.complete("l"));

		assertThat(this.cache.get("good", String.class)).isEqualTo("g");
		assertThat(this.cache.get("overtaken")).isNull();
		assertThat(this.cache.get("lost")).isNull();
		assertThat(this.cache.get("early", String.class)).isEqualTo("e");
		assertThat(this.cache.get("evicted")).isNull();
	}

	@Test
	void failureOfALoaderIsAsItWas() {
		IllegalStateException failure = new IllegalStateException("no");
		commit(() -> {
			assertThat(this.cache.retrieve("a", () -> CompletableFuture.failedFuture(failure)))
				.isCompletedExceptionally();
			CompletableFuture<Object> thrown = this.cache.retrieve("a", () -> {
				throw failure;
			});
			assertThat(thrown.handle((value, ex) -> ex).join()).isSameAs(failure);
		});

		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void truthfulOperationsAreDoneAtOnce() {
		rollBack(() -> {
			assertThat(Objects.requireNonNull(this.cache.putIfAbsent("ada", "new")).get()).isEqualTo("old");
			assertThat(this.cache.putIfAbsent("a", 1)).isNull();
			assertThat(elsewhere(() -> this.cache.get("a", Integer.class))).isEqualTo(1);
			assertThat(this.cache.evictIfPresent("ada")).isTrue();
			assertThat(this.cache.evictIfPresent("ada")).isFalse();
			assertThat(elsewhere(() -> this.cache.get("ada"))).isNull();
			assertThat(this.cache.invalidate()).isTrue();
			assertThat(elsewhere(() -> this.cache.get("a"))).isNull();
		});
	}

	@Test
	void operationsOfOurOwnAndTransactionsOfTheCacheAreDoneAtOnce() {
		rollBack(() -> {
			this.cache.put("a", 1, null);
			this.cache.increment("counter");
			this.cache.evict("ada");
			this.cache.transact(() -> {
				assertThat(this.cache.get("ada", String.class)).isEqualTo("old");
				this.cache.put("b", 2);
			});
			this.cache.put("c", 3);
		});

		assertThat(this.cache.get("a", Integer.class)).isEqualTo(1);
		assertThat(this.cache.get("counter", Long.class)).isEqualTo(1);
		assertThat(this.cache.get("b", Integer.class)).isEqualTo(2);
		assertThat(this.cache.get("ada", String.class)).isEqualTo("old");
		assertThat(this.cache.get("c")).isNull();
	}

	@Test
	void valueIsStoredAsItWasWhenItWasPut() {
		List<String> put = new ArrayList<>(List.of("a"));
		List<String> loaded = new ArrayList<>(List.of("b"));
		commit(() -> {
			this.cache.put("put", put);
			put.add("later");
			this.cache.get("loaded", () -> loaded).add("later");
		});

		assertThat((Object) this.cache.get("put", List.class)).isEqualTo(List.of("a"));
		assertThat((Object) this.cache.get("loaded", List.class)).isEqualTo(List.of("b"));
	}

	@Test
	void streamsAreStoredUnlessTheyCanBeReadOnlyOnce() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		commit(() -> {
			this.cache.put("resource", new ByteArrayResource(new byte[] { 1, 2 }));
			InputStream stream = this.cache.get("stream", () -> {
				calls.incrementAndGet();
				return new ByteArrayInputStream(new byte[] { 3 });
			});
			assertThat(stream).hasBinaryContent(new byte[] { 3 });
		});

		assertThat(this.cache.get("resource", Resource.class).getContentAsByteArray()).containsExactly(1, 2);
		assertThat(this.cache.get("stream")).isNull();
		assertThat(calls).hasValue(1);
	}

	@Test
	void whatCannotBeStoredIsEvictedAfterTheCommit() {
		this.cache.put("grace", 1);
		commit(() -> {
			this.cache.put("ada", new Object());
			assertThat(elsewhere(() -> this.cache.get("ada", String.class))).isEqualTo("old");
			this.cache.put("grace", new ByteArrayInputStream(new byte[1]));
		});

		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.get("grace")).isNull();
		assertThat(this.cache.statistics().failures()).isEqualTo(2);
	}

	@Test
	void failFastTellsOfAValueThatCannotBeEncodedWhenItIsPut() {
		DiskCache failing = TestCaches.aware(this.store, CacheOptions.defaults(), true);
		commit(() -> assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> failing.put("ada", new Object())));

		assertThat(failing.get("ada")).isNull();
	}

	@Test
	void keyThatCannotBeEncodedIsToldAtOnce() {
		commit(() -> {
			assertThatIllegalArgumentException().isThrownBy(() -> this.cache.put(new Object(), 1));
			assertThatIllegalArgumentException().isThrownBy(() -> this.cache.evict(new Object()));
			assertThatIllegalArgumentException().isThrownBy(() -> this.cache.get(new Object()));
		});
	}

	@Test
	void storeThatFailsAfterTheCommitIsCountedAndNothingMore() {
		for (boolean failFast : new boolean[] { false, true }) {
			BreakableStore broken = new BreakableStore(this.store);
			DiskCache failing = TestCaches.aware(broken.store(), CacheOptions.defaults(), failFast);
			commit(() -> {
				failing.get("missed");
				failing.put("missed", 1);
				failing.put("put", 1);
				failing.evict("ada");
				failing.afterCommit(() -> {
					throw new StoreException("The disk is full", null);
				});
				broken.breaks();
			});

			assertThat(failing.statistics().failures()).isGreaterThanOrEqualTo(4);
		}
	}

	@Test
	void oneChangeThatFailsDoesNotKeepTheOthersFromBeingMade() {
		commit(() -> {
			this.cache.afterCommit(() -> {
				throw new StoreException("The disk is full", null);
			});
			this.cache.evict("ada");
		});

		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void anyRemovalCanWaitForTheCommit() {
		this.cache.put("a", 1, null, "tag");
		rollBack(() -> this.cache.afterCommit(() -> this.cache.removeTagged("tag")));
		assertThat(this.cache.countTagged("tag")).isOne();

		commit(() -> {
			this.cache.put("before", 1);
			this.cache.afterCommit(() -> this.cache.removeTagged("tag"));
			this.cache.put("after", 1);
			assertThat(elsewhere(() -> this.cache.countTagged("tag"))).isOne();
		});
		assertThat(this.cache.keys()).containsExactlyInAnyOrder("ada", "before", "after");

		this.cache.afterCommit(() -> this.cache.evict("ada"));
		assertThat(this.cache.get("ada")).isNull();
		DiskCache unaware = TestCaches.over(this.store);
		rollBack(() -> unaware.afterCommit(() -> unaware.evict("before")));
		assertThat(this.cache.get("before")).isNull();
	}

	@Test
	void whatIsChangedAfterTheCommitIsChangedAtOnce() {
		commit(() -> {
			this.cache.evict("nothing");
			afterCommit(() -> {
				this.cache.evict("ada");
				assertThat(this.cache.get("ada")).isNull();
			});
		});
		assertThat(this.cache.get("ada")).isNull();

		this.cache.put("ada", "old");
		commit(() -> afterCommit(() -> this.cache.evict("ada")));
		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void whoIsToldOfTheCommitFindsTheChangesMade() {
		List<@Nullable Object> found = new ArrayList<>();
		commit(() -> {
			afterCommit(() -> found.add(elsewhere(() -> this.cache.get("ada"))));
			this.cache.evict("ada");
		});

		assertThat(found).containsExactly((Object) null);
	}

	@Test
	void whatIsNotKnownToBeCommittedIsRemoved() {
		DataSourceTransactionManager lossy = new DataSourceTransactionManager(this.manager.getDataSource()) {

			@Override
			protected void doCommit(DefaultTransactionStatus status) {
				super.doCommit(status);
				throw new TransactionSystemException("The connection was lost");
			}

		};
		this.cache.put("grace", "old");

		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> new TransactionTemplate(lossy).executeWithoutResult((status) -> {
				this.cache.evict("ada");
				this.cache.put("grace", "new");
				this.cache.get("a", () -> 1);
			}));

		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.get("grace")).isNull();
		assertThat(this.cache.get("a")).isNull();
	}

	@Test
	void savepointBeforeTheFirstUseOfTheCacheIsKnown() {
		this.transaction.executeWithoutResult((status) -> {
			Object first = status.createSavepoint();
			this.cache.evict("ada");
			this.cache.put("a", 1);
			Object second = status.createSavepoint();
			this.cache.put("a", 2);
			status.rollbackToSavepoint(second);
			this.cache.put("b", 3);
			Object third = status.createSavepoint();
			this.cache.clear();
			this.cache.put("b", 4);
			status.rollbackToSavepoint(third);
			assertThat(this.cache.get("ada")).isNull();
			assertThat(first).isNotNull();
		});
		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.get("a", Integer.class)).isEqualTo(1);
		assertThat(this.cache.get("b", Integer.class)).isEqualTo(3);

		this.transaction.executeWithoutResult((status) -> {
			Object first = status.createSavepoint();
			this.cache.clear();
			status.rollbackToSavepoint(first);
			assertThat(this.cache.get("a", Integer.class)).isEqualTo(1);
		});
		assertThat(this.cache.get("a", Integer.class)).isEqualTo(1);
	}

	@Test
	void changesOfBothSidesOfASavepointAreMadeInTheirOrder() {
		this.transaction.executeWithoutResult((status) -> {
			this.cache.put("a", 1);
			this.cache.put("b", 1);
			Object savepoint = status.createSavepoint();
			this.cache.put("b", 2);
			this.cache.clear();
			this.cache.put("a", 2);
			assertThat(savepoint).isNotNull();
		});

		assertThat(this.cache.keys()).containsExactly("a");
		assertThat(this.cache.get("a", Integer.class)).isEqualTo(2);
	}

	@Test
	void scopeWithoutATransactionDefersNothing() {
		TransactionTemplate scope = new TransactionTemplate(this.manager);
		scope.setPropagationBehavior(TransactionDefinition.PROPAGATION_SUPPORTS);
		scope.executeWithoutResult((status) -> {
			assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isTrue();
			this.cache.evict("ada");
			assertThat(elsewhere(() -> this.cache.get("ada"))).isNull();
		});
	}

	@Test
	void nothingIsLeftBehind() {
		commit(() -> this.cache.put("a", 1));
		rollBack(() -> this.cache.put("a", 2));

		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		assertThat(this.cache.get("a", Integer.class)).isEqualTo(1);
	}

	private void commit(Runnable work) {
		this.transaction.executeWithoutResult((status) -> work.run());
	}

	private void rollBack(Runnable work) {
		this.transaction.executeWithoutResult((status) -> {
			work.run();
			status.setRollbackOnly();
		});
	}

	private static void afterCommit(Runnable work) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				work.run();
			}

		});
	}

	private static <T> T elsewhere(Callable<T> work) {
		FutureTask<T> task = new FutureTask<>(work);
		new Thread(task).start();
		try {
			return task.get(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
