package io.diskcache.store;

import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Puts of many keys with a fence each, in so many parts that their stripes meet again.
 */
class BulkFencesTests extends StoreFixture {

	private static final int MANY = 20_000;

	private final Map<Key, Content> contents = new LinkedHashMap<>();

	private final Map<Key, PutOptions> options = new HashMap<>();

	@Test
	void ownEarlierPartsOvertakeNothing() {
		fenceAll();

		assertThat(this.store.writeAll(this.contents, this::options)).isEmpty();

		assertThat(this.store.count()).isEqualTo(MANY);
	}

	@Test
	void ownEarlierPartsOvertakeNothingInATransaction() {
		fenceAll();

		assertThat(this.store.transact(() -> this.store.writeAll(this.contents, this::options))).isEmpty();

		assertThat(this.store.count()).isEqualTo(MANY);
	}

	@Test
	void whatWasChangedBeforeIsOvertakenInEachPart() {
		fenceAll();
		Set<Key> changed = Set.of(key(0), key(MANY / 2), key(MANY - 1));
		changed.forEach(this.store::remove);

		Set<Key> unstored = this.store.writeAll(this.contents, this::options);

		assertThat(unstored).containsAll(changed).hasSizeLessThan(50);
		assertThat(this.store.count()).isEqualTo(MANY - unstored.size());
	}

	@Test
	void whatSomebodyElseChangesBetweenTwoPartsIsOvertaken() {
		Key[] shared = keysOfOneStripe();
		fenceAll();
		removeBefore(key(MANY / 2), shared[1]);

		Set<Key> unstored = this.store.writeAll(this.contents, this::options);

		assertThat(unstored).contains(shared[1]).hasSizeLessThan(50);
		assertThat(this.store.contains(shared[0])).isTrue();
	}

	@Test
	void whatIsPutWithoutAFenceHidesNoChangeByOthers() {
		Key[] shared = keysOfOneStripe();
		IntStream.range(0, MANY / 2).filter((number) -> !key(number).equals(shared[0])).forEach(this::fence);
		this.contents.put(shared[0], content("value"));
		this.options.put(shared[0], PutOptions.of(null));
		IntStream.range(MANY / 2, MANY).forEach(this::fence);
		removeBefore(key(MANY / 4), shared[1]);

		assertThat(this.store.writeAll(this.contents, this::options)).contains(shared[1]).doesNotContain(shared[0]);
	}

	/** Has somebody remove a key before the part begins in which another one is. */
	private void removeBefore(Key other, Key removed) {
		this.contents.replace(other, Content.streaming(CODEC, null, new InputStream() {
			@Override
			public int read() {
				BulkFencesTests.this.store.remove(removed);
				return -1;
			}
		}));
	}

	@Test
	void ownEvictionsOvertakeNothing() {
		reopen(StoreOptions.defaults().withSizeLimit(16 << 20));
		IntStream.range(0, MANY / 3).forEach(this::fence);
		this.contents.replaceAll((key, content) -> content(4000, 1));

		// One or the other is evicted by the janitor.
		assertThat(this.store.writeAll(this.contents, this::options)).hasSizeLessThan(20);

		assertThat(this.store.statistics().evicted()).isGreaterThan(MANY / 20);
	}

	/** One of the first part, and one of the last parts. */
	private Key[] keysOfOneStripe() {
		for (int first = 0; first < MANY / 8; first++) {
			this.store.remove(key(first));
			long begun = this.store.fence(key(first)).begun();
			for (int last = MANY - 1; last > MANY / 4 * 3; last--) {
				if (this.store.fence(key(last)).begun() == begun) {
					return new Key[] { key(first), key(last) };
				}
			}
		}
		throw new IllegalStateException("No two keys share a stripe");
	}

	private void fenceAll() {
		IntStream.range(0, MANY).forEach(this::fence);
	}

	private void fence(int number) {
		Key key = key(number);
		this.contents.put(key, content("value"));
		this.options.put(key, PutOptions.of(null).withFence(this.store.fence(key)));
	}

	private PutOptions options(Key key) {
		return Objects.requireNonNull(this.options.get(key));
	}

}
