package io.diskcache.store;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** Stores that are too full, not because of a new key. */
class LimitChangeTests extends StoreFixture {

	private static final int MEGABYTE = 1_000_000;

	private static final long LIMIT = 16L << 20;

	@ParameterizedTest
	@EnumSource(value = EvictionPolicy.class, names = { "LRU", "FIFO" })
	void storeThatIsOpenedWithASmallerLimitShrinksByItself(EvictionPolicy policy) {
		reopen(options().withEvictionPolicy(EvictionPolicy.NONE).withSizeLimit(LIMIT));
		for (int i = 0; i < 30; i++) {
			this.store.put(key(i), content(MEGABYTE, i), null);
			this.store.put(key("row" + i), content(20_000, i), null);
		}
		assertThat(this.store.volume()).isGreaterThan(LIMIT);

		reopen(options().withEvictionPolicy(policy).withSizeLimit(LIMIT));

		await().until(() -> this.store.volume() <= LIMIT);
		assertThat(this.store.statistics().evicted()).isPositive();
		assertThat(this.store.count()).isPositive();
	}

	@Test
	void largerValuesOfTheSameKeysMakeTheFirstOnesGo() {
		reopen(options().withEvictionPolicy(EvictionPolicy.FIFO).withSizeLimit(LIMIT));
		for (int i = 0; i < 30; i++) {
			this.store.put(key(i), content(MEGABYTE, i), null);
		}
		List<Integer> before = stored();
		int last = before.get(before.size() - 1);

		for (int i = 0; i < 3; i++) {
			assertThat(this.store.put(key(last - i), content(4 * MEGABYTE, i), null)).isTrue();
			assertThat(this.store.volume()).as("no more goes than has to").isBetween(LIMIT * 2 / 3, LIMIT + LIMIT / 10);
		}

		List<Integer> after = stored();
		assertThat(after).as("nine megabytes more").hasSizeLessThanOrEqualTo(before.size() - 7);
		assertThat(before).as("and only the first ones are gone").endsWith(after.toArray(Integer[]::new));
		assertThat(readBytes(last)).isEqualTo(bytes(4 * MEGABYTE, 0));
		assertThat(readBytes(last - 1)).isEqualTo(bytes(4 * MEGABYTE, 1));
	}

	/** Bytes of files count as long as they are there, and once. */
	@Test
	void whatCameToNothingTakesNoRoom() {
		this.store.put(key("a"), content(MEGABYTE, 1), null);
		long before = this.store.volume();

		assertThat(this.store.putIfAbsent(key("a"), content(2 * MEGABYTE, 2), null)).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
			assertThat(this.store.put(key("a"), content(2 * MEGABYTE, 3), null)).isTrue();
			assertThat(this.store.put(key("b"), content(2 * MEGABYTE, 4), null)).isTrue();
			throw new IllegalStateException("rollback");
		}));

		assertThat(this.store.volume()).isEqualTo(before);
		assertThat(Stores.shard(this.store).stripes().unowned()).isZero();
		this.store.put(key("a"), content(2 * MEGABYTE, 5), null);
		assertThat(this.store.volume()).isBetween(before + MEGABYTE - 8192, before + MEGABYTE + 8192);
		assertThat(Stores.shard(this.store).stripes().unowned()).isZero();
	}

	private List<Integer> stored() {
		return IntStream.range(0, 30).filter((i) -> this.store.contains(key(i))).boxed().toList();
	}

}
