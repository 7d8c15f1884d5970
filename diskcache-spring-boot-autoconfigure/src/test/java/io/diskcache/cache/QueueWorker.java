package io.diskcache.cache;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.diskcache.store.EvictionPolicy;
import io.diskcache.store.Jvm;
import io.diskcache.store.StoreOptions;

/**
 * A process that pushes or pulls without pause until it is killed. It writes into a file
 * what it is about to do ({@code push <number>}, {@code pull}) and what it has done
 * ({@code pushed <number>}, {@code got <item>}, {@code none}).
 */
final class QueueWorker {

	/** Every so many items is one with a file of its own. */
	private static final int LARGE_EVERY = 8;

	private static final int LARGE = 40_000;

	private final CacheQueue queue;

	private final OutputStream diary;

	private QueueWorker(CacheQueue queue, OutputStream diary) {
		this.queue = queue;
		this.diary = diary;
	}

	/** Gets ready, waits for "directory diary role name number", and begins. */
	public static void main(String[] arguments) {
		Jvm.Child.say("ready");
		String[] words = Jvm.Child.hear().split(" ");
		try {
			CacheQueue queue = manager(Path.of(words[0])).getDiskCache("jobs").queue("work");
			var worker = new QueueWorker(queue, new FileOutputStream(words[1], true));
			Jvm.Child.say("open");
			if (words[2].equals("producer")) {
				worker.produce(words[3], Long.parseLong(words[4]));
			}
			else {
				worker.consume();
			}
		}
		catch (RuntimeException | IOException ex) {
			ex.printStackTrace(System.out);
			Jvm.Child.say("failed " + ex + " " + ex.getCause());
		}
	}

	/** With patience, as what they wait for is each other. */
	static DiskCacheManager manager(Path directory) {
		StoreOptions store = StoreOptions.defaults()
			.withEvictionPolicy(EvictionPolicy.NONE)
			.withOperationTimeout(Duration.ofSeconds(20));
		return DiskCacheManager.builder(directory)
			.minFreeSpace(0)
			.cache("jobs", CacheOptions.defaults().withStore(store))
			.build();
	}

	/** What an item is of: its producer and its number, "p1:17". */
	static String item(QueueItem item) {
		return String.valueOf(item.value()).strip();
	}

	private void produce(String name, long first) throws IOException {
		for (long number = first;; number++) {
			String item = name + ":" + number;
			write("push " + number);
			this.queue.push((number % LARGE_EVERY == 0) ? item + " ".repeat(LARGE) : item);
			write("pushed " + number);
			// So that the consumers come to the end of the queue now and then.
			LockSupport.parkNanos(500_000);
		}
	}

	private void consume() throws IOException {
		while (true) {
			write("pull");
			QueueItem item = this.queue.pull();
			write((item != null) ? "got " + item(item) : "none");
		}
	}

	/* In one piece, and no later than this: what is in the file outlives the process. */
	private void write(String line) throws IOException {
		this.diary.write((line + "\n").getBytes(StandardCharsets.UTF_8));
	}

}
