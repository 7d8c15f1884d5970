package io.diskcache.store;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread of this process at a time write. A newcomer may overtake those who
 * wait, as handing the lock over costs more than a put, but only until somebody has
 * waited for {@link #PATIENCE_NANOS}. Not re-entrant.
 */
final class WriterLock {

	/** How long a waiter lets itself be overtaken: 2 ms, some hundred puts. */
	private static final long PATIENCE_NANOS = 2_000_000;

	private final Semaphore permit = new Semaphore(1, true);

	private final AtomicInteger impatient = new AtomicInteger();

	boolean acquire(Deadline deadline) {
		// The untimed tryAcquire overtakes the queue, the timed one joins it.
		if (this.impatient.get() == 0 && this.permit.tryAcquire()) {
			return true;
		}
		if (await(Math.min(PATIENCE_NANOS, deadline.remainingNanos()))) {
			return true;
		}
		this.impatient.incrementAndGet();
		try {
			return await(deadline.remainingNanos());
		}
		finally {
			this.impatient.decrementAndGet();
		}
	}

	void release() {
		this.permit.release();
	}

	private boolean await(long nanos) {
		long end = System.nanoTime() + nanos;
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return this.permit.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
