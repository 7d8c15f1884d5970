package io.diskcache.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** A store of several shards of which one cannot be written. */
class ReadOnlyShardTests {

	private static final int KEYS = 30;

	@TempDir
	Path temp;

	private StoreDirectory directory;

	private Store store;

	@BeforeEach
	void fill() {
		open();
		for (int i = 0; i < KEYS; i++) {
			assertThat(put(i, "old")).isTrue();
		}
	}

	@AfterEach
	void close() {
		Shell.run("chattr", "-R", "-i", this.temp.toString());
		this.directory.close();
	}

	@Test
	void withCountersOfWhichSomeCanOnlyBeReadItIsNotOpened() throws Exception {
		List<Path> frozen = List.of(Stores.generation(this.temp).shard(1).stripes());
		this.directory.close();
		Shell.freeze(frozen);

		assertThatExceptionOfType(StoreException.class).isThrownBy(this::open)
			.withMessageContaining("the permission to write all of them, or none");

		Shell.thaw(frozen);
		open();
		assertThat(IntStream.range(0, KEYS)).allMatch((i) -> "old".equals(read(i)));
		assertThat(this.store.check(false)).isEmpty();
	}

	/** The counters are enough to remove what is there. */
	@Test
	void whereADatabaseCanOnlyBeReadTheOthersAreWrittenAndNothingOlderIsFound() throws Exception {
		List<Integer> written = keys((shard) -> shard != 1);
		List<Integer> fixed = keys((shard) -> shard == 1);
		List<Path> frozen = List.of(Stores.generation(this.temp).shard(1).database());
		this.directory.close();
		Shell.freeze(frozen);
		open();

		assertThat(written).allMatch((i) -> put(i, "new") && "new".equals(read(i)));
		assertThat(read(fixed.get(0))).isEqualTo("old");
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> put(fixed.get(0), "new"));
		assertThat(read(fixed.get(0))).isNull();
		assertThat(read(fixed.get(1))).isEqualTo("old");
		assertThat(this.store.condition().state()).isEqualTo(StoreCondition.State.READ_ONLY);
		this.store.clear();
		assertThat(IntStream.range(0, KEYS)).allMatch((i) -> read(i) == null);
		assertThat(this.store.count()).isZero();

		Shell.thaw(frozen);
		await().ignoreExceptions().until(() -> put(fixed.get(0), "newer"));
		await().until(() -> this.store.condition().isWell());
		assertThat(read(fixed.get(1))).isNull();
		await().untilAsserted(() -> assertThat(this.store.check(false)).isEmpty());
	}

	private List<Integer> keys(IntPredicate shard) {
		return IntStream.range(0, KEYS)
			.filter((i) -> shard.test(Stores.shardOf(this.store, StoreFixture.key(i))))
			.boxed()
			.toList();
	}

	private void open() {
		this.directory = StoreDirectory.open(this.temp, 0);
		this.store = this.directory.open("test",
				StoreOptions.defaults().withShards(3).withOperationTimeout(Duration.ofSeconds(2)));
	}

	private boolean put(int key, String value) {
		return this.store.put(StoreFixture.key(key), KnownValue.small(value), null);
	}

	private String read(int key) {
		return this.store.get(StoreFixture.key(key), KnownValue::text);
	}

}
