package io.diskcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What a transaction of the application put, or loaded, and what is stored of it. */
@Timeout(60)
class CommittedPutsTests extends CacheFixture {

	private static final int MANY = 5000;

	private final TransactionTemplate transaction = new TransactionTemplate(
			new DataSourceTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:")));

	@BeforeEach
	void makeAware() {
		this.cache = TestCaches.aware(this.store, CacheOptions.defaults(), false);
	}

	@Test
	void termsAreThoseOfTheMomentOfThePut() {
		Cache view = this.cache
			.forInvocation((name, key, value) -> EntryTerms.of(null, String.valueOf(((List<?>) value).get(0))), null);
		List<String> value = new ArrayList<>(List.of("A"));

		this.transaction.executeWithoutResult((status) -> {
			view.put("ada", value);
			value.set(0, "B");
		});

		assertThat(this.cache.get("ada", Object.class)).isEqualTo(List.of("A"));
		assertThat(this.cache.keysTagged("A")).containsExactly("ada");
	}

	@Test
	void whatWasLoadedInAPartThatWasRolledBackIsNotStored() {
		CompletableFuture<String> future = new CompletableFuture<>();
		this.transaction.executeWithoutResult((status) -> {
			Object savepoint = status.createSavepoint();
			this.cache.retrieve("ada", () -> future);
			status.rollbackToSavepoint(savepoint);
			future.complete("of what was rolled back");
			this.cache.put("bob", this.cache.get("bob", () -> "loaded after it"));
		});

		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.get("bob", String.class)).isEqualTo("loaded after it");
	}

	@Test
	void ownPutsOvertakeNoneOfTheSameTransaction() {
		this.transaction.executeWithoutResult((status) -> {
			for (int i = 0; i < MANY; i++) {
				assertThat(this.cache.get(i)).isNull();
				this.cache.put(i, "v" + i);
			}
			this.cache.evict("other");
			this.cache.put("without a miss", "value");
		});

		assertThat(this.cache.size()).isEqualTo(MANY + 1);
		assertThat(this.cache.statistics().puts()).isEqualTo(MANY + 1);
	}

	@Test
	void whatSomebodyElseChangedIsNotStoredWithTheOthers() {
		this.transaction.executeWithoutResult((status) -> {
			for (String key : List.of("a", "b", "c")) {
				assertThat(this.cache.get(key)).isNull();
				this.cache.put(key, "mine");
			}
			this.cache.get("d", () -> "loaded");
			this.cache.get("e", () -> "loaded");
			CompletableFuture.runAsync(() -> List.of("b", "e").forEach((key) -> this.cache.put(key, "other's"))).join();
		});

		assertThat(this.cache.getAll(List.of("a", "b", "c", "d", "e"))).hasSize(4)
			.containsEntry("a", "mine")
			.containsEntry("c", "mine")
			.containsEntry("d", "loaded")
			.containsEntry("e", "other's");
	}

	@Test
	void removalsInBetweenKeepTheirPlace() {
		this.transaction.executeWithoutResult((status) -> {
			for (String key : List.of("a", "b")) {
				assertThat(this.cache.get(key)).isNull();
				this.cache.put(key, "before");
			}
			this.cache.clear();
			this.cache.put("c", "after");
		});

		assertThat(this.cache.keys()).containsExactly("c");
	}

}
