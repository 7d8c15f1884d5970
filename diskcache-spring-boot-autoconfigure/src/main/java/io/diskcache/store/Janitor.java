package io.diskcache.store;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that tidies up for all stores of a directory. A daemon; nobody
 * interrupts it, as that would close files under it.
 */
final class Janitor implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Janitor.class);

	private static final Duration TICK = Duration.ofSeconds(1);

	private final ScheduledThreadPoolExecutor executor;

	Janitor() {
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			var thread = new Thread(task, "diskcache-janitor");
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
	}

	/** Runs a task every second, until that is cancelled. */
	Future<?> everySecond(Runnable task) {
		return this.executor.scheduleWithFixedDelay(() -> quietly(task), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Runs a task soon. */
	void soon(Runnable task) {
		try {
			this.executor.execute(() -> quietly(task));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The janitor has stopped", ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdown();
		boolean interrupted = Thread.interrupted();
		try {
			if (!this.executor.awaitTermination(2, TimeUnit.SECONDS)) {
				logger.warn("The janitor is still at work after 2 s and is left to end by itself");
			}
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/* What fails now may work the next time; the janitor itself must not end. */
	private static void quietly(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.debug("Tidying up failed and will be tried again", ex);
		}
	}

}
