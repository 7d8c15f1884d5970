package io.diskcache.cache;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import io.diskcache.store.Jvm.Child;
import io.diskcache.store.StoreOptions;

/** A process that uses a cache from virtual threads, and records what pins them. */
final class VirtualThreadsWorker {

	private static final String PINNED = "jdk.VirtualThreadPinned";

	/** Longest time a carrier may be held by a thread that waits. */
	private static final Duration LIMIT = Duration.ofMillis(20);

	/** One may come between two long waits. */
	private static final int TRIES = 3;

	private final DiskCache cache;

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private VirtualThreadsWorker(DiskCache cache) {
		this.cache = cache;
	}

	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		CacheOptions options = CacheOptions.defaults()
			.withStore(StoreOptions.defaults().withOperationTimeout(Duration.ofMinutes(1)));
		try (DiskCacheManager manager = DiskCacheManager.builder(directory).options((name) -> options).build();
				Recording recording = new Recording()) {
			// Waiting for another thread to initialize a class is pinned, and not meant.
			new VirtualThreadsWorker(manager.getDiskCache("before")).useAll(0);
			recording.enable(PINNED).withThreshold(LIMIT).withStackTrace();
			recording.start();
			new VirtualThreadsWorker(manager.getDiskCache("users")).run();
			pinOnPurpose();
			recording.stop();
			report(recording, directory.resolve("pinned.jfr"));
		}
	}

	/** The first of all opens the store, and the others wait for it. */
	private void run() throws Exception {
		join(IntStream.range(0, 24).mapToObj((i) -> virtual(() -> useAll(i))).toList());
		Child.say("used by all");
		Child.hear();
		whileOthersWrite();
		Child.say("failed: " + this.failures);
	}

	private void useAll(int i) {
		this.cache.put(i, "value");
		this.cache.put("file " + i, new byte[200_000]);
		this.cache.get(i);
		this.cache.get("loaded " + i % 4, () -> "loaded");
		this.cache.retrieve("file " + i).join();
		this.cache.retrieve("later " + i % 4, () -> CompletableFuture.completedFuture("loaded")).join();
		this.cache.getAndRemove(i);
		this.cache.evict("file " + i);
	}

	private void whileOthersWrite() throws Exception {
		AtomicInteger finished = new AtomicInteger();
		Phaser begun = new Phaser(1);
		List<Thread> waiting = new ArrayList<>();
		for (Runnable operation : List.<Runnable>of(() -> this.cache.put("a", 1),
				() -> this.cache.put("b", new byte[200_000]), () -> this.cache.evict("loaded 0"),
				() -> this.cache.get("c", () -> 1), () -> this.cache.increment("d"),
				() -> this.cache.retrieve("e", () -> CompletableFuture.completedFuture(1)).join())) {
			begun.register();
			waiting.add(virtual(() -> {
				begun.arrive();
				operation.run();
				finished.incrementAndGet();
			}));
		}
		begun.arriveAndAwaitAdvance();
		// Started last, it has its turn when all before have let the carrier go.
		AtomicBoolean calm = new AtomicBoolean();
		join(List.of(virtual(() -> calm.set(this.cache.get("loaded 1") != null && isCarrierFree()))));
		Child.say("waiting: " + waiting.size() + ", done: " + finished.get() + ", carrier free: " + calm.get());
		join(waiting);
	}

	/**
	 * Whether who waits for the lock tries again and again without holding the carrier
	 * for longer than may be. A busy machine takes the carrier away at times, a native
	 * wait does so at every try.
	 */
	private boolean isCarrierFree() {
		long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
		long waited = waited();
		int tries = 0;
		for (long now = System.nanoTime(); tries < TRIES && now < end;) {
			LockSupport.parkNanos(100_000);
			long turn = System.nanoTime();
			tries = (turn - now > LIMIT.toNanos()) ? 0 : tries + ((waited() > waited) ? 1 : 0);
			waited = waited();
			now = turn;
		}
		return tries == TRIES;
	}

	/** Grows with each try. */
	private long waited() {
		return this.cache.getNativeCache().statistics().lockWaitNanos();
	}

	private Thread virtual(Runnable work) {
		return startVirtual(() -> {
			try {
				work.run();
			}
			catch (Throwable ex) { // nobody else would tell of it
				this.failures.add(ex);
			}
		});
	}

	/** By reflection, as the sources are those of Java 17. */
	private static Thread startVirtual(Runnable work) {
		try {
			Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
			return (Thread) start.invoke(null, work);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void join(List<Thread> threads) throws InterruptedException {
		for (Thread thread : threads) {
			thread.join();
		}
	}

	/** Without it, that there are no events could be because none are recorded. */
	private static void pinOnPurpose() throws InterruptedException {
		startVirtual(() -> Pinning.done()).join();
	}

	private static void report(Recording recording, Path file) throws Exception {
		recording.dump(file);
		List<String> pinned = new ArrayList<>();
		int onPurpose = 0;
		for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
			String trace = String.valueOf(event.getStackTrace()).replaceAll("\\s+", " ");
			if (trace.contains(Pinning.class.getSimpleName())) {
				onPurpose++;
			}
			else {
				pinned.add(event.getDuration() + " " + trace);
			}
		}
		Files.delete(file);
		Child.say("pinned on purpose: " + onPurpose);
		Child.say("pinned: " + pinned);
	}

	/** Waits in its static initializer, whose native frame holds the carrier. */
	private static final class Pinning {

		private static final long END = System.nanoTime() + LIMIT.toNanos() * 3;

		static {
			while (System.nanoTime() < END) {
				LockSupport.parkNanos(LIMIT.toNanos() * 3);
			}
		}

		static void done() {
		}

	}

}
