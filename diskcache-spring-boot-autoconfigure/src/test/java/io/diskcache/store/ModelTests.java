package io.diskcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random operations on a store and on a map side by side. */
class ModelTests extends StoreFixture {

	private static final int KEYS = 40;

	/** What the store should hold: value and end, in order of first storing. */
	private Map<Integer, Expected> model = new LinkedHashMap<>();

	private int seed;

	private Random random;

	private int counter;

	@Test
	void behavesLikeAMap() {
		run(1, 4_000);
	}

	@Test
	@Tag("stress")
	void behavesLikeAMapForLong() {
		int first = new Random().nextInt();
		for (int i = 0; i < 50; i++) {
			run(first + i, 5_000);
			this.store.clear();
			this.model.clear();
		}
	}

	private void run(int withSeed, int steps) {
		this.seed = withSeed;
		this.random = new Random(withSeed);
		for (int step = 0; step < steps; step++) {
			step(step);
			if (step % 500 == 0) {
				compareAll(step);
			}
		}
		compareAll(steps);
	}

	private void step(int step) {
		int key = this.random.nextInt(KEYS);
		switch (this.random.nextInt(13)) {
			case 0, 1, 2 -> put(key);
			case 3 -> {
				Expected expected = newValue();
				boolean absent = live(key) == null;
				assertThat(this.store.putIfAbsent(key(key), expected.content(), expected.ttl())).as(at(step))
					.isEqualTo(absent);
				if (absent) {
					this.model.remove(key);
					this.model.put(key, expected);
				}
			}
			case 4 -> {
				boolean present = live(key) != null;
				assertThat(this.store.remove(key(key))).as(at(step)).isEqualTo(present);
				this.model.remove(key);
			}
			case 9 -> touch(step, key);
			case 5 -> this.clock.advance(Duration.ofMillis(this.random.nextInt(2_000)));
			case 6 -> transact(step);
			case 7 -> fenced(step, key);
			case 8 -> clearOrReopen();
			default -> compare(step, key);
		}
	}

	private void put(int key) {
		Expected expected = newValue();
		this.store.put(key(key), expected.content(), expected.ttl());
		if (live(key) == null) {
			this.model.remove(key);
		}
		this.model.put(key, expected);
	}

	private void touch(int step, int key) {
		Expected live = live(key);
		Duration ttl = this.random.nextBoolean() ? Duration.ofMillis(1 + this.random.nextInt(5_000)) : null;
		assertThat(this.store.touch(key(key), ttl)).as(at(step)).isEqualTo(live != null);
		if (live != null) {
			this.model.put(key, new Expected(live.length(), live.number(), ttl, end(ttl)));
		}
	}

	/** Whether the order is that of storing, and transactions are on any keys. */
	boolean hasOneShard() {
		return true;
	}

	private void transact(int step) {
		Map<Integer, Expected> before = new LinkedHashMap<>(this.model);
		boolean fail = this.random.nextBoolean();
		int operations = this.random.nextInt(6);
		int only = this.random.nextInt(KEYS);
		try {
			transact(only, () -> {
				for (int i = 0; i < operations; i++) {
					int key = hasOneShard() ? this.random.nextInt(KEYS) : only;
					put(key);
					compare(step, hasOneShard() ? this.random.nextInt(KEYS) : only);
					int removed = hasOneShard() ? this.random.nextInt(KEYS) : only;
					this.store.remove(key(removed));
					this.model.remove(removed);
				}
				if (fail) {
					throw new IllegalStateException("rollback");
				}
				return true;
			});
		}
		catch (IllegalStateException ex) {
			assertThat(fail).as(at(step)).isTrue();
			this.model = before;
		}
	}

	private void transact(int key, Store.Work<Boolean> work) {
		if (hasOneShard()) {
			this.store.transact(work);
		}
		else {
			this.store.transact(key(key), work);
		}
	}

	private void fenced(int step, int key) {
		boolean disturbed = this.random.nextBoolean();
		Expected expected = newValue();
		boolean stored = false;
		// The janitor may delete an expired entry of the stripe in between, which breaks
		// the
		// fence as well; not time after time.
		for (int attempt = 0; attempt < 5 && !stored; attempt++) {
			Fence fence = this.store.fence(key(key));
			if (disturbed) {
				put(key);
			}
			stored = this.store.write(key(key), expected.content(),
					PutOptions.of(expected.ttl()).withFence(fence)) != null;
			assertThat(stored && disturbed).as(at(step)).isFalse();
		}
		assertThat(stored).as(at(step)).isEqualTo(!disturbed);
		if (!disturbed) {
			if (live(key) == null) {
				this.model.remove(key);
			}
			this.model.put(key, expected);
		}
	}

	private void clearOrReopen() {
		switch (this.random.nextInt(20)) {
			case 0 -> {
				this.store.clear();
				this.model.clear();
			}
			case 1 -> reopen(options());
			default -> {
				// Both are rare.
			}
		}
	}

	private Expected newValue() {
		int length = (this.random.nextInt(8) == 0) ? 33_000 + this.random.nextInt(100_000) : this.random.nextInt(300);
		Duration ttl = (this.random.nextInt(3) == 0) ? Duration.ofMillis(1 + this.random.nextInt(5_000)) : null;
		return new Expected(length, this.counter++, ttl, end(ttl));
	}

	private long end(Duration ttl) {
		return (ttl != null) ? this.clock.millis() + ttl.toMillis() : Long.MAX_VALUE;
	}

	private Expected live(int key) {
		Expected expected = this.model.get(key);
		return (expected != null && this.clock.millis() < expected.end()) ? expected : null;
	}

	private void compare(int step, int key) {
		Expected expected = live(key);
		assertThat(readBytes(key)).as(at(step)).isEqualTo((expected != null) ? expected.bytes() : null);
		assertThat(this.store.contains(key(key))).as(at(step)).isEqualTo(expected != null);
	}

	private void compareAll(int step) {
		List<byte[]> expected = this.model.keySet()
			.stream()
			.map(this::live)
			.filter((value) -> value != null)
			.map(Expected::bytes)
			.toList();
		List<byte[]> actual = all(Selection.all(), 7).stream().map(Entry::bytes).toList();
		if (hasOneShard()) {
			assertThat(actual).as(at(step)).containsExactlyElementsOf(expected);
		}
		else {
			assertThat(actual).as(at(step)).containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	private String at(int step) {
		return "seed " + this.seed + ", step " + step;
	}

	private record Expected(int length, int number, Duration ttl, long end) {

		Content content() {
			return StoreFixture.content(this.length, this.number);
		}

		byte[] bytes() {
			return StoreFixture.bytes(this.length, this.number);
		}

	}

}
