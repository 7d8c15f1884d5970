package io.diskcache.history;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.codec.JavaCodec;
import io.diskcache.codec.Values;
import io.diskcache.store.Jvm;

/**
 * A process whose threads use the caches and record what they do; its arguments are a
 * directory to try with, the number of shards, and whether it holds entries in the heap.
 * It says {@code ready}, is told the directory, and says {@code open}; then it is told
 * {@code <logs> <number of its first log> <milliseconds> <seed>} and says {@code done},
 * as often as one likes.
 */
final class Worker {

	/** Threads that are recorded. */
	static final int ACTORS = 3;

	/** Logs of one run: one more for what the stores tell. */
	static final int LOGS = ACTORS + 1;

	private static final JavaCodec CODEC = new JavaCodec(List.of("io.diskcache.history"),
			Worker.class.getClassLoader());

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final DiskCacheManager manager;

	private final List<DiskCache> caches;

	private final int shards;

	private Worker(Path directory, int shards, boolean near) {
		this.shards = shards;
		DiskCacheManager.Builder builder = DiskCacheManager.builder(directory)
			.failFast(true)
			.minFreeSpace(0)
			.valueCodec(CODEC);
		for (int cache = 0; cache < Registers.CACHES.size(); cache++) {
			CacheOptions options = Registers.options(cache, shards);
			builder.cache(Registers.CACHES.get(cache), options.withNear(options.near().withEnabled(near)));
		}
		this.manager = builder.build();
		this.caches = Registers.CACHES.stream().map(this.manager::getDiskCache).toList();
	}

	public static void main(String[] arguments) {
		try {
			// All that is needed is loaded before it is told to begin.
			int shards = Integer.parseInt(arguments[1]);
			boolean near = Boolean.parseBoolean(arguments[2]);
			// For which two shards are as good as many.
			new Worker(Path.of(arguments[0]), Math.min(shards, 2), near).warmUp();
			Jvm.Child.say("ready");
			Worker worker = new Worker(Path.of(Jvm.Child.hear()), shards, near);
			Jvm.Child.say("open");
			while (true) {
				String[] words = Jvm.Child.hear().split(" ");
				worker.run(Path.of(words[0]), Integer.parseInt(words[1]), Duration.ofMillis(Long.parseLong(words[2])),
						Long.parseLong(words[3]));
				Jvm.Child.say("done");
			}
		}
		catch (Exception ex) {
			ex.printStackTrace(System.out);
			Jvm.Child.say("failed " + ex);
		}
	}

	private void warmUp() {
		this.caches.forEach((cache) -> {
			cache.put("key", Payload.of(1));
			cache.get("key");
		});
		this.manager.close();
	}

	private void run(Path logs, int firstLog, Duration duration, long seed)
			throws InterruptedException, ExecutionException {
		long end = System.nanoTime() + duration.toNanos();
		List<Future<?>> work = new ArrayList<>();
		for (int i = 0; i < ACTORS; i++) {
			OperationLog log = OperationLog.create(logs, firstLog + i);
			Actor actor = new Actor(this.caches, this.shards, new Values(CODEC), new Recorder(log), seed + i);
			work.add(start(log, () -> actor.actUntil(end)));
		}
		OperationLog notes = OperationLog.create(logs, firstLog + ACTORS);
		Disturbance disturbance = new Disturbance(this.caches, seed);
		work.add(start(notes, () -> disturbance.noteUntil(end, notes)));
		work.add(this.threads.submit(() -> disturbance.fillUntil(end)));
		work.add(this.threads.submit(() -> disturbance.holdLocksUntil(end)));
		for (Future<?> part : work) {
			part.get();
		}
	}

	private Future<?> start(OperationLog log, Runnable work) {
		Callable<Boolean> task = () -> {
			try {
				work.run();
				return true;
			}
			finally {
				log.close();
			}
		};
		return this.threads.submit(task);
	}

}
