package io.diskcache.cache;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import io.diskcache.store.Jvm;
import io.diskcache.store.StoreOptions;

/**
 * A process that loads keys when it is told to. Its loaders say that they run and go on
 * when they are told to, some of them with the load of another key.
 */
final class LoadWorker {

	private final DiskCache cache;

	private final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

	private LoadWorker(DiskCache cache) {
		this.cache = cache;
	}

	/** Waits for "directory load-timeout", and then for what is to be done. */
	public static void main(String[] arguments) {
		Jvm.Child.say("ready");
		String[] words = Jvm.Child.hear().split(" ");
		var worker = new LoadWorker(manager(Path.of(words[0]), Duration.parse(words[1])).getDiskCache("loads"));
		Jvm.Child.say("open");
		while (true) {
			worker.obey(Jvm.Child.hear().split(" "));
		}
	}

	static DiskCacheManager manager(Path directory, Duration loadTimeout) {
		return DiskCacheManager.builder(directory)
			.cache("loads", CacheOptions.defaults()
				.withLoadTimeout(loadTimeout)
				// A put that is skipped, as the machine is busy, lets others load.
				.withStore(StoreOptions.defaults().withOperationTimeout(Duration.ofSeconds(10))))
			.build();
	}

	private void obey(String[] order) {
		switch (order[0]) {
			case "get" -> new Thread(() -> got(this.cache.get(order[1], () -> load(order[1])))).start();
			case "retrieve" -> this.cache.retrieve(order[1], () -> CompletableFuture.supplyAsync(() -> load(order[1])))
				.thenAccept(LoadWorker::got);
			default -> this.orders.add(order[0] + ((order.length > 1) ? " " + order[1] : ""));
		}
	}

	private String load(String key) {
		Jvm.Child.say("loading " + key);
		try {
			String[] order = this.orders.take().split(" ");
			if (order[0].equals("nest")) {
				return this.cache.get(order[1], () -> load(order[1]));
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return key + " by " + ProcessHandle.current().pid();
	}

	private static void got(String value) {
		Jvm.Child.say("got " + value);
	}

}
