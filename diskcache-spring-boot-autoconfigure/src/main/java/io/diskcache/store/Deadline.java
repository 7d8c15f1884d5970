package io.diskcache.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** The moment at which an operation stops waiting. */
final class Deadline {

	/**
	 * First pause in nanoseconds: about as long as another process's shortest
	 * transaction.
	 */
	private static final long FIRST_PAUSE = 20_000;

	/** Longest pause in nanoseconds: bounds what a free lock can go unnoticed. */
	private static final long LONGEST_PAUSE = 500_000;

	private final Duration timeout;

	private final long end;

	private long pause = FIRST_PAUSE;

	private Deadline(Duration timeout) {
		this.timeout = timeout;
		this.end = System.nanoTime() + timeout.toNanos();
	}

	static Deadline after(Duration timeout) {
		return new Deadline(timeout);
	}

	long remainingNanos() {
		return this.end - System.nanoTime();
	}

	boolean isOver() {
		return remainingNanos() <= 0;
	}

	/**
	 * Waits a moment, longer from time to time, and each waiter differently so that they
	 * do not meet again. An interrupt does not end the wait; it is kept for the caller.
	 */
	void pause() {
		long nanos = this.pause / 2 + ThreadLocalRandom.current().nextLong(this.pause);
		this.pause = Math.min(LONGEST_PAUSE, this.pause + this.pause / 2);
		boolean interrupted = Thread.interrupted();
		LockSupport.parkNanos(Math.max(1, Math.min(nanos, remainingNanos())));
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** Waits until it is over. */
	void waitFor() {
		while (!isOver()) {
			pause();
		}
	}

	@Override
	public String toString() {
		return this.timeout.toMillis() + " ms";
	}

}
