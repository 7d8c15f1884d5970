package io.diskcache.history;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.diskcache.cache.DiskCache;
import io.diskcache.codec.Values;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Selection;
import io.diskcache.store.StoreException;
import io.diskcache.store.Tags;

/**
 * What one thread does: mostly reads in a row, and everything else now and then, most of
 * it to the same few keys.
 */
final class Actor {

	/** How long reads of one key go on in a row: long enough to see a change happen. */
	private static final int ROW_NANOS = 500_000;

	private final List<DiskCache> caches;

	private final Recorder recorder;

	/** Longer than others wait for the lock. */
	private static final int SLOW_NANOS = 40_000_000;

	private static final String TAG = "some";

	private static final Tags TAGS = Tags.of(TAG);

	private final Values values;

	private final Random random;

	/** Of those caches that have several. */
	private final int shards;

	Actor(List<DiskCache> caches, int shards, Values values, Recorder recorder, long seed) {
		this.caches = caches;
		this.shards = shards;
		this.values = values;
		this.recorder = recorder;
		this.random = new Random(seed);
	}

	void actUntil(long end) {
		while (System.nanoTime() < end) {
			act();
			if (this.random.nextInt(4) == 0) {
				LockSupport.parkNanos(this.random.nextInt(200_000));
			}
		}
	}

	private void act() {
		int cache = this.random.nextInt(Registers.CACHES.size());
		switch (this.random.nextInt(10)) {
			case 0 -> {
				if (Registers.shards(cache, this.shards) == 1) {
					actOnPair(cache);
				}
			}
			case 1 -> actOnCounter(Registers.of(cache, Registers.COUNTER));
			default -> actOnKey(cache);
		}
	}

	private void actOnKey(int cache) {
		int register = Registers.of(cache, key());
		int what = this.random.nextInt(1000);
		if (what < 400) {
			long end = System.nanoTime() + this.random.nextInt(ROW_NANOS);
			do {
				look(register);
			}
			while (System.nanoTime() < end);
		}
		else if (what < 420) {
			retrieve(register);
		}
		else if (what < 440) {
			touch(register);
		}
		else if (what < 570) {
			put(register);
		}
		else if (what < 600) {
			putTagged(register);
		}
		else if (what < 670) {
			evict(register);
		}
		else if (what < 690) {
			removeTagged(Registers.of(cache, Registers.ALL));
		}
		else if (what < 720) {
			take(register);
		}
		else if (what < 730) {
			clear(Registers.of(cache, Registers.ALL));
		}
		else if (what < 790) {
			putIfAbsent(register);
		}
		else if (what < 830) {
			increment(register);
		}
		else if (what < 860) {
			replace(register);
		}
		else if (what < 890) {
			rollBack(register);
		}
		else if (what < 980) {
			load(register, (loader) -> cache(register).get(name(register), loader::get));
		}
		else {
			load(register,
					(loader) -> cache(register)
						.retrieve(name(register), () -> CompletableFuture.completedFuture(loader.get()))
						.join());
		}
	}

	private void actOnPair(int cache) {
		int pair = Registers.of(cache, Registers.PAIR);
		int left = Registers.of(cache, Registers.LEFT);
		int right = Registers.of(cache, Registers.RIGHT);
		int what = this.random.nextInt(100);
		if (what < 30) {
			putPair(pair, left, right);
		}
		else if (what < 60) {
			lookAtPair(pair, left, right);
		}
		else if (what < 95) {
			long end = System.nanoTime() + this.random.nextInt(ROW_NANOS);
			do {
				look(left);
				look(right);
			}
			while (System.nanoTime() < end);
		}
		else {
			evict(this.random.nextBoolean() ? left : right);
		}
	}

	private void actOnCounter(int register) {
		int what = this.random.nextInt(100);
		if (what < 60) {
			add(register);
		}
		else if (what < 90) {
			look(register);
		}
		else if (what < 94) {
			touch(register);
		}
		else if (what < 97) {
			evict(register);
		}
		else {
			take(register);
		}
	}

	/** One key is used for half of all, another one for a quarter, and so on. */
	private int key() {
		return Math.min(Registers.KEYS - 1, Integer.numberOfTrailingZeros(this.random.nextInt() | Integer.MIN_VALUE));
	}

	private void look(int register) {
		look(register, () -> cache(register).get(name(register)));
	}

	private void retrieve(int register) {
		look(register, () -> (ValueWrapper) cache(register).retrieve(name(register)).join());
	}

	private void look(int register, Supplier<@Nullable ValueWrapper> lookup) {
		long start = System.nanoTime();
		ValueWrapper found;
		try {
			found = lookup.get();
		}
		catch (RuntimeException ex) {
			requireFailedStore(ex);
			this.recorder.failed();
			return;
		}
		long end = System.nanoTime();
		found(register, id(found), start, end);
	}

	private void found(int register, long id, long start, long end) {
		if (id != 0) {
			this.recorder.hit(register, id, start, end);
		}
		else {
			this.recorder.miss(register, start, end);
		}
	}

	private void put(int register) {
		long id = this.recorder.nextId();
		perform(Kind.PUT, register, id, () -> {
			cache(register).put(name(register), Payload.of(id));
			return 0L;
		});
	}

	private void putTagged(int register) {
		long id = this.recorder.nextId();
		DiskCache cache = cache(register);
		perform(Kind.PUT_TAGGED, register, id, () -> {
			cache.getNativeCache()
				.write(storeKey(cache, register), this.values.encode(Payload.of(id)),
						PutOptions.of(Registers.timeToLive(register)).withTags(TAGS));
			return 0L;
		});
	}

	private void removeTagged(int register) {
		perform(Kind.REMOVE_TAGGED, register, 0, () -> {
			cache(register).getNativeCache().remove(Selection.tagged(TAG));
			return 0L;
		});
	}

	private void putPair(int pair, int left, int right) {
		long id = this.recorder.nextId();
		boolean leftFirst = this.random.nextBoolean();
		boolean rollsBack = this.random.nextInt(5) == 0;
		DiskCache cache = cache(pair);
		perform(rollsBack ? Kind.ROLLBACK : Kind.PUT_PAIR, pair, id, () -> cache.transact(() -> {
			cache.put(name(leftFirst ? left : right), Payload.of(id));
			// Others may look meanwhile.
			LockSupport.parkNanos(this.random.nextInt(200_000));
			cache.put(name(leftFirst ? right : left), Payload.of(id));
			if (rollsBack) {
				throw new RollbackException();
			}
			return 0L;
		}));
	}

	private void lookAtPair(int pair, int left, int right) {
		DiskCache cache = cache(pair);
		long start = System.nanoTime();
		long[] found;
		try {
			found = cache.transact(() -> new long[] { id(cache.get(name(left))), id(cache.get(name(right))) });
		}
		catch (RuntimeException ex) {
			requireFailedStore(ex);
			this.recorder.failed();
			return;
		}
		long end = System.nanoTime();
		found(left, found[0], start, end);
		found(right, found[1], start, end);
		if (found[0] != 0 && found[1] != 0 && found[0] != found[1]) {
			this.recorder.torn(pair, found[0], found[1], start, end);
		}
	}

	/** Begins with a number of its own where there is none: so its result tells. */
	private void add(int register) {
		long initial = this.recorder.nextNumber();
		perform(Kind.ADD, register, 0, () -> {
			long sum = cache(register).increment(name(register), 1, initial, Registers.timeToLive(register));
			this.recorder.wrote(sum);
			return (sum - 1 != initial) ? sum - 1 : 0L;
		});
	}

	private void evict(int register) {
		perform(Kind.EVICT, register, 0, () -> {
			cache(register).evict(name(register));
			return 0L;
		});
	}

	private void clear(int register) {
		perform(Kind.CLEAR, register, 0, () -> {
			cache(register).clear();
			return 0L;
		});
	}

	private void putIfAbsent(int register) {
		long id = this.recorder.nextId();
		perform(Kind.PUT_IF_ABSENT, register, id,
				() -> id(cache(register).putIfAbsent(name(register), Payload.of(id))));
	}

	private void increment(int register) {
		long id = this.recorder.nextId();
		DiskCache cache = cache(register);
		perform(Kind.INCREMENT, register, id, () -> cache.getNativeCache().transact(storeKey(cache, register), () -> {
			long present = id(cache.get(name(register)));
			cache.put(name(register), Payload.of(id));
			if (this.random.nextInt(20) == 0) {
				// Others bury meanwhile what they cannot remove.
				LockSupport.parkNanos(this.random.nextInt(SLOW_NANOS));
			}
			return present;
		}));
	}

	private void take(int register) {
		perform(Kind.TAKE, register, 0, () -> id(cache(register).getAndRemove(name(register))));
	}

	/** Expects what was there a moment ago, and then what itself may have stored. */
	private void replace(int register) {
		DiskCache cache = cache(register);
		long present = 0;
		try {
			present = id(cache.get(name(register)));
		}
		catch (RuntimeException ex) {
			requireFailedStore(ex);
		}
		for (int i = 0; present != 0 && i < 2; i++) {
			long expected = present;
			long id = this.recorder.nextId();
			perform(Kind.REPLACE, register, id,
					() -> cache.replace(name(register), Payload.of(expected), Payload.of(id)) ? expected : 0L);
			present = id;
		}
	}

	/** Never for longer than what was stored would have lived. */
	private void touch(int register) {
		Duration life = (Registers.timeToLive(register) != null) ? Duration.ofMillis(1) : Duration.ofHours(1);
		perform(Kind.TOUCH, register, 0, () -> cache(register).touch(name(register), life) ? Operation.UNKNOWN : 0L);
	}

	private void rollBack(int register) {
		long id = this.recorder.nextId();
		DiskCache cache = cache(register);
		perform(Kind.ROLLBACK, register, id, () -> cache.getNativeCache().transact(storeKey(cache, register), () -> {
			cache.put(name(register), Payload.of(id));
			cache.get(name(register));
			// Others may look meanwhile.
			LockSupport.parkNanos(this.random.nextInt(200_000));
			throw new RollbackException();
		}));
	}

	private void load(int register, Load load) {
		long id = this.recorder.nextId();
		boolean[] loaded = new boolean[1];
		perform(Kind.LOAD, register, id, () -> {
			Object found = load.by(() -> {
				this.recorder.loadBegins();
				loaded[0] = true;
				LockSupport.parkNanos(this.random.nextInt(2_000_000));
				Object value = Payload.of(id);
				this.recorder.loadEnds();
				return value;
			});
			return loaded[0] ? 0L : Payload.id(found);
		});
	}

	private void perform(Kind kind, int register, long written, Callable<Long> operation) {
		this.recorder.begin(kind, register, written);
		long read = 0;
		Outcome outcome = Outcome.THREW;
		try {
			read = operation.call();
			outcome = Outcome.RETURNED;
		}
		catch (RollbackException ex) {
			outcome = Outcome.THREW;
		}
		catch (Exception ex) {
			requireFailedStore(ex);
		}
		this.recorder.end(outcome, read);
	}

	private DiskCache cache(int register) {
		return this.caches.get(Registers.cache(register));
	}

	private static Key storeKey(DiskCache cache, int register) {
		return Key.of(cache.encodedKey(name(register)));
	}

	private static String name(int register) {
		return "key-" + Registers.key(register);
	}

	private static long id(@Nullable ValueWrapper found) {
		return (found != null) ? Payload.id(found.get()) : 0;
	}

	/** Everything else is a fault of the cache's, or of the test's. */
	private static void requireFailedStore(Exception ex) {
		Throwable failure = (ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex;
		if (!(failure instanceof StoreException)) {
			throw new IllegalStateException(ex);
		}
	}

	/** One way to load. */
	@FunctionalInterface
	private interface Load {

		@Nullable Object by(Supplier<Object> loader);

	}

	/** Ends a transaction that is to roll back. */
	private static final class RollbackException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
