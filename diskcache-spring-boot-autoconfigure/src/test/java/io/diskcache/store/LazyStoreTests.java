package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** A store that is opened by its first operation, and what happens if it cannot be. */
class LazyStoreTests {

	@TempDir
	Path temp;

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicInteger openings = new AtomicInteger();

	private final Counters counters = new Counters();

	private StoreDirectory directory;

	@AfterEach
	void close() {
		if (this.directory != null) {
			this.directory.close();
		}
	}

	@Test
	void diskIsNotTouchedBeforeTheFirstOperation() {
		Store store = open().openLazily("test", StoreOptions.defaults());
		assertThat(place()).doesNotExist();

		assertThat(read(store, "a")).isNull();

		assertThat(place()).isDirectory();
		assertThat(this.directory.open("test", StoreOptions.defaults())).isSameAs(store);
		put(store, "a");
		assertThat(read(store, "a")).isEqualTo("1");
	}

	@Test
	void openingThatFailsIsToldByTheFirstOperationAndAtOnceByOthers() throws IOException {
		Instant before = Instant.now();
		Store store = open().openLazily("test", StoreOptions.defaults());
		assertThat(store.condition().isWell()).isTrue();
		Files.createFile(place());

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> read(store, "a"))
			.withMessageContaining(place().getParent().toString());
		Files.delete(place());
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.count())
			.withMessageContaining(place().getParent().toString());
		StoreCondition condition = store.condition();
		assertThat(condition.state()).isEqualTo(StoreCondition.State.CANNOT_OPEN);
		assertThat(condition.message()).contains(place().getParent().toString());
		assertThat(condition.since()).isBetween(before, Instant.now());

		assertThat(this.directory.open("test", StoreOptions.defaults()).count()).as("who insists").isZero();
		put(store, "a");
		assertThat(store.condition().isWell()).isTrue();
	}

	@Test
	void openingIsTriedAgainAfterTenSecondsWithOrWithoutAnOperation() {
		var failing = new AtomicInteger(2);
		StoreHolder holder = holder(StoreOptions.defaults(), failing);
		Store store = new ReopeningStore(holder, this.counters);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> read(store, "a")).withMessage("no 2");
		pass(9_999);
		holder.tick();
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> read(store, "a")).withMessage("no 2");
		assertThat(this.openings).hasValue(1);
		pass(1);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> read(store, "a")).withMessage("no 1");
		assertThat(this.openings).hasValue(2);
		pass(10_000);
		holder.tick();
		assertThat(this.openings).hasValue(3);
		assertThat(read(store, "a")).isNull();
		holder.close();
	}

	@Test
	void changesThatFailedLeaveNothingOlderBehind() throws IOException {
		fill("removed", "replaced", "other");
		StoreHolder holder = holder(StoreOptions.defaults(), new AtomicInteger(1));
		Store store = new ReopeningStore(holder, this.counters);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.remove(key("removed")));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> put(store, "replaced"));
		pass(10_000);

		assertThat(read(store, "removed")).isNull();
		assertThat(read(store, "replaced")).isNull();
		assertThat(read(store, "other")).isEqualTo("1");
		holder.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clearThatFailedLeavesNothingBehindAndManyRemovalsDoNeither(boolean clear) throws IOException {
		fill("a", "b");
		StoreHolder holder = holder(StoreOptions.defaults(), new AtomicInteger(1));
		Store store = new ReopeningStore(holder, this.counters);

		if (clear) {
			assertThatExceptionOfType(StoreException.class).isThrownBy(store::clear);
		}
		else {
			List<Key> many = IntStream.rangeClosed(0, 1 << 16).mapToObj((i) -> key("k" + i)).toList();
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.removeAll(many));
		}
		pass(10_000);

		assertThat(read(store, "a")).isNull();
		assertThat(read(store, "b")).isNull();
		holder.close();
	}

	@Test
	void changesThatFailedWhereNothingMayGetLostHaveNoEffect() throws IOException {
		fill("a");
		StoreOptions options = StoreOptions.defaults().withLossless(true);
		StoreHolder holder = holder(options, new AtomicInteger(1));
		Store store = new ReopeningStore(holder, this.counters);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.remove(key("a")));
		pass(10_000);

		assertThat(read(store, "a")).isEqualTo("1");
		holder.close();
	}

	@Test
	void nothingIsFoundOrStoredAfterClosingWithoutEverBeingOpen() {
		Store store = open().openLazily("test", StoreOptions.defaults());

		this.directory.close();

		assertThat(read(store, "a")).isNull();
		assertThat(store.contains(key("a"))).isFalse();
		assertThat(store.put(key("a"), KnownValue.small("1"), null)).isFalse();
		assertThat(store.write(key("a"), KnownValue.small("1"), PutOptions.of(null).withFence(store.fence(key("a")))))
			.isNull();
		assertThat(store.putIfAbsent(key("a"), KnownValue.small("1"), null)).isFalse();
		assertThat(store.remove(key("a"))).isFalse();
		store.clear();
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> store.transact(() -> store.put(key("a"), KnownValue.small("1"), null)));
		assertThat(store.entries(Selection.all(), null, 10).content()).isEmpty();
		assertThat(store.count()).isZero();
		assertThat(store.volume()).isZero();
		assertThat(store.check(true)).isEmpty();
		assertThat(store.statistics().skipped()).isZero();
		assertThat(store.walBytes()).isZero();
		assertThat(store.condition().state()).isEqualTo(StoreCondition.State.CLOSED);
		assertThat(place()).doesNotExist();
		assertThatIllegalStateException().isThrownBy(() -> this.directory.openLazily("b", StoreOptions.defaults()));
	}

	@Test
	void emptyNameIsRefusedAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> open().openLazily("", StoreOptions.defaults()));
	}

	private StoreDirectory open() {
		this.directory = StoreDirectory.open(this.temp, 0);
		return this.directory;
	}

	private Path place() {
		return this.temp.resolve("diskcache/v1/test");
	}

	/** A store whose first openings fail. */
	private StoreHolder holder(StoreOptions options, AtomicInteger failures) {
		return new StoreHolder((present, patience, onDivision, onLoss) -> {
			this.openings.incrementAndGet();
			if (failures.get() > 0) {
				throw new StoreException("no " + failures.getAndDecrement(), null);
			}
			try {
				var commons = new Commons(new Space(this.temp, 0, new SettableClock()), new DirectoryBudget(this.temp),
						new HandOver(this.temp, new SettableClock()), new Janitor(), new SettableClock());
				return ShardedStore.of(
						Shards.open(Files.createDirectories(place()), present, commons.space(), patience, onDivision),
						present, commons, this.counters, onLoss);
			}
			catch (IOException ex) {
				throw new StoreException("unexpected", ex);
			}
		}, options, new SettableClock(), this.nanos::get);
	}

	private void fill(String... names) {
		try (StoreDirectory filled = StoreDirectory.open(this.temp, 0)) {
			Store store = filled.open("test", StoreOptions.defaults());
			List.of(names).forEach((name) -> put(store, name));
		}
	}

	private void pass(long millis) {
		this.nanos.addAndGet(Duration.ofMillis(millis).toNanos());
	}

	private static void put(Store store, String name) {
		assertThat(store.put(key(name), KnownValue.small("1"), null)).isTrue();
	}

	private static String read(Store store, String name) {
		return store.get(key(name), KnownValue::text);
	}

	private static Key key(String name) {
		return StoreFixture.key(name);
	}

}
