package io.diskcache.cache;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.diskcache.store.EvictionPolicy;
import io.diskcache.store.Jvm;
import io.diskcache.store.StoreOptions;

/**
 * A process that writes a group of entries in one transaction after the other until it is
 * killed: all of them of the same generation, which goes up by one each time. What it has
 * committed it writes into a file.
 */
final class GroupWorker {

	static final int KEYS = 8;

	private static final int LARGE = 60_000;

	private static final String GENERATION = "generation";

	private final DiskCache cache;

	private final Random random = new Random();

	private GroupWorker(DiskCache cache) {
		this.cache = cache;
	}

	/** Gets ready, waits for "directory diary", and begins. */
	public static void main(String[] arguments) {
		Jvm.Child.say("ready");
		String[] words = Jvm.Child.hear().split(" ");
		try (OutputStream diary = new FileOutputStream(words[1], true)) {
			var worker = new GroupWorker(manager(Path.of(words[0])).getDiskCache("group"));
			Jvm.Child.say("open");
			while (true) {
				long generation = worker.write();
				diary.write((generation + "\n").getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (RuntimeException | IOException ex) {
			ex.printStackTrace(System.out);
			Jvm.Child.say("failed " + ex);
		}
	}

	static DiskCacheManager manager(Path directory) {
		StoreOptions store = StoreOptions.defaults()
			.withEvictionPolicy(EvictionPolicy.NONE)
			.withOperationTimeout(Duration.ofSeconds(10));
		return DiskCacheManager.builder(directory)
			.minFreeSpace(0)
			.cache("group", CacheOptions.defaults().withStore(store))
			.build();
	}

	/** Reads the generation of each entry; 0 where there is none. */
	static List<Long> read(DiskCache cache) {
		return cache.transact(() -> {
			List<Long> generations = new ArrayList<>();
			for (int i = 0; i < KEYS; i++) {
				byte[] value = cache.get(key(i), byte[].class);
				generations.add((value != null) ? generation(value) : 0);
			}
			return generations;
		});
	}

	private long write() {
		while (true) {
			try {
				return this.cache.transact(this::writeGroup);
			}
			catch (ChangedMindException ex) {
				// What was written until then must be nowhere.
				Thread.onSpinWait();
			}
		}
	}

	private long writeGroup() {
		long generation = this.cache.increment(GENERATION);
		int first = this.random.nextInt(KEYS);
		int last = (this.random.nextInt(10) == 0) ? this.random.nextInt(KEYS) : KEYS;
		for (int i = 0; i < last; i++) {
			String key = key((first + i) % KEYS);
			switch (this.random.nextInt(4)) {
				case 0 -> this.cache.evict(key);
				case 1 -> this.cache.getAndRemove(key);
				default -> Thread.onSpinWait();
			}
			this.cache.put(key, value(generation), null);
		}
		if (last < KEYS) {
			throw new ChangedMindException();
		}
		return generation;
	}

	private static String key(int number) {
		return "key-" + number;
	}

	/** Inline values and files, which take turns at each key. */
	private byte[] value(long generation) {
		int length = this.random.nextBoolean() ? LARGE : 64;
		return ByteBuffer.allocate(length).putLong(0, generation).putLong(length - Long.BYTES, generation).array();
	}

	private static long generation(byte[] value) {
		ByteBuffer words = ByteBuffer.wrap(value);
		long generation = words.getLong(0);
		if (words.getLong(value.length - Long.BYTES) != generation) {
			throw new IllegalStateException("A value of two generations");
		}
		return generation;
	}

	/** Ends a transaction that is to roll back. */
	private static final class ChangedMindException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
