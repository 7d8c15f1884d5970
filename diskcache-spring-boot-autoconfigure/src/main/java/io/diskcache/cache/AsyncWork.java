package io.diskcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Threads for those who must not wait. The disk is worked on by a few threads of the
 * platform, since native code holds on to the carrier of a virtual one. What the
 * application does with a result, and its loaders, runs on other threads, of which there
 * are as many as are busy: if they waited for the disk, or for each other, on a limited
 * number of threads, they could wait for their own. Thread-safe.
 */
final class AsyncWork implements AutoCloseable {

	private static final int DISK_THREADS = Math.min(8, Math.max(2, Runtime.getRuntime().availableProcessors()));

	private static final int MOST_REFRESHES = 16;

	private static final int DISK_QUEUE = 10_000;

	private final ThreadPoolExecutor disk = new ThreadPoolExecutor(DISK_THREADS, DISK_THREADS, 30, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(DISK_QUEUE), threads("diskcache-disk-"), new ThreadPoolExecutor.AbortPolicy());

	private final ThreadPoolExecutor calls = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS,
			new SynchronousQueue<>(), threads("diskcache-call-"), runHere());

	/** What is not urgent is not begun where so many are under way. */
	private final Semaphore refreshes = new Semaphore(MOST_REFRESHES);

	AsyncWork() {
		this.disk.allowCoreThreadTimeOut(true);
	}

	/**
	 * Works on the disk.
	 * @param work the work
	 * @param instead makes the result where there is too much to do, or this is closed;
	 * called on the calling thread
	 * @return what the work returns
	 */
	<T> CompletableFuture<T> onDisk(Supplier<T> work, Supplier<T> instead) {
		CompletableFuture<T> result = new CompletableFuture<>();
		try {
			this.disk.execute(() -> complete(result, work));
		}
		catch (RejectedExecutionException ex) {
			complete(result, instead);
		}
		return result;
	}

	/**
	 * Calls a method of the application that returns a future. Its thread has the class
	 * loader the calling thread has here.
	 */
	<T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> method, @Nullable ClassLoader context) {
		return CompletableFuture.<@Nullable Void>completedFuture(null)
			.thenComposeAsync((start) -> within(context, method), this.calls);
	}

	/**
	 * Runs what computes a value that nobody waits for, until its future is complete.
	 * @return whether it will run; not where {@value #MOST_REFRESHES} are running, or
	 * this is closed
	 */
	<T> boolean tryRefresh(Supplier<CompletableFuture<T>> refresh) {
		if (!this.refreshes.tryAcquire()) {
			return false;
		}
		try {
			this.calls.execute(() -> run(refresh));
			return true;
		}
		catch (RuntimeException | Error ex) {
			this.refreshes.release();
			throw ex;
		}
	}

	private <T> void run(Supplier<CompletableFuture<T>> refresh) {
		CompletableFuture<?> unused = started(refresh).whenComplete((value, failure) -> this.refreshes.release());
	}

	/**
	 * Hands a result to the application: what depends on it does not run on a thread of
	 * the disk, but with the class loader the calling thread has here, and a failure is
	 * not wrapped.
	 */
	<T> CompletableFuture<T> handOver(CompletableFuture<T> result) {
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		CompletableFuture<T> handed = new CompletableFuture<>();
		CompletableFuture<T> unused = result.whenCompleteAsync((value, failure) -> within(context,
				() -> (failure != null) ? handed.completeExceptionally(unwrapped(failure)) : handed.complete(value)),
				this.calls);
		return handed;
	}

	/** Lets what was begun end, and begins nothing new. */
	@Override
	public void close() {
		this.disk.shutdown();
		this.calls.shutdown();
	}

	private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
		try {
			result.complete(work.get());
		}
		catch (Throwable ex) { // else nobody would ever hear of it
			result.completeExceptionally(ex);
		}
	}

	/** Does something with a class loader as that of the context. */
	static <T> T within(@Nullable ClassLoader context, Supplier<T> work) {
		Thread thread = Thread.currentThread();
		ClassLoader own = thread.getContextClassLoader();
		thread.setContextClassLoader(context);
		try {
			return work.get();
		}
		finally {
			thread.setContextClassLoader(own);
		}
	}

	/** Starts work; what it throws is a failure of its future. */
	static <T> CompletableFuture<T> started(Supplier<? extends CompletableFuture<T>> work) {
		try {
			return work.get();
		}
		catch (Throwable ex) { // as if it came of the future
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Waits for a result; an error is thrown as it was. */
	static <T> T join(CompletableFuture<T> result) {
		try {
			return result.join();
		}
		catch (CompletionException ex) {
			if (unwrapped(ex) instanceof Error error) {
				throw error;
			}
			throw ex;
		}
	}

	/** Returns the failure as it was before it went through futures. */
	static Throwable unwrapped(Throwable failure) {
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static ThreadFactory threads(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (work) -> {
			// Without what the thread that happens to make it would leave to its heirs.
			Thread thread = new Thread(null, work, prefix + number.incrementAndGet(), 0, false);
			thread.setDaemon(true);
			return thread;
		};
	}

	/** Only after closing: somebody may still wait for the result. */
	private static RejectedExecutionHandler runHere() {
		return (work, executor) -> work.run();
	}

}
