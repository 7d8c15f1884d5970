package io.diskcache.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Key;

/**
 * Lets one thread of this process at a time load a key. Each key being loaded has a lock
 * of its own, held outside of any map's lock, so that a loader may load other keys.
 * Thread-safe.
 */
final class Loads {

	private final ConcurrentMap<Key, Load> running = new ConcurrentHashMap<>();

	private final Duration timeout;

	/**
	 * Makes the loads of one cache.
	 * @param timeout longest wait for another thread; then the load runs beside it
	 */
	Loads(Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * Runs a load alone, unless the wait for its turn is too long or interrupted.
	 * @throws IllegalStateException if the calling thread is loading this key already
	 */
	<T extends @Nullable Object> T alone(Key key, Supplier<T> load) {
		Load turn = this.running.compute(key, (same, present) -> Load.joined(present));
		try {
			return turn.run(this.timeout, load);
		}
		finally {
			this.running.computeIfPresent(key, (same, present) -> present.left());
		}
	}

	private static final class Load {

		private final ReentrantLock lock = new ReentrantLock();

		private final Set<Thread> loaders = ConcurrentHashMap.newKeySet();

		/** Guarded by the map's lock of the key. */
		private int users;

		static Load joined(@Nullable Load present) {
			Load load = (present != null) ? present : new Load();
			load.users++;
			return load;
		}

		@Nullable Load left() {
			this.users--;
			return (this.users > 0) ? this : null;
		}

		<T extends @Nullable Object> T run(Duration timeout, Supplier<T> load) {
			if (!this.loaders.add(Thread.currentThread())) {
				throw new IllegalStateException("A loader asked the cache for the very key it is loading");
			}
			boolean locked = lock(timeout);
			try {
				return load.get();
			}
			finally {
				if (locked) {
					this.lock.unlock();
				}
				this.loaders.remove(Thread.currentThread());
			}
		}

		private boolean lock(Duration timeout) {
			try {
				return this.lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

	}

}
