package io.diskcache.benchmarks.load;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;

import io.diskcache.store.Key;

/** One process of {@link Overload}. */
final class OverloadWorker {

	private static final int NEWEST = 100;

	private static final int SMALLEST = 128;

	/** Twice the inline limit. */
	private static final int LARGEST = 64 << 10;

	private final byte[] bytes = new byte[LARGEST];

	private final Deque<Key> newest = new ArrayDeque<>();

	private final StoreClient client;

	private final int process;

	private final SplittableRandom random;

	private long number;

	private OverloadWorker(StoreClient client, int process) {
		this.client = client;
		this.process = process;
		this.random = new SplittableRandom(process);
		this.random.nextBytes(this.bytes);
	}

	public static void main(String[] args) throws Exception {
		try (var client = new StoreClient(Path.of(args[0]), Overload.options(Long.parseLong(args[1])))) {
			var worker = new OverloadWorker(client, Integer.parseInt(args[2]));
			Turns.take(client, Long.parseLong(args[3]), worker::put, worker::lookForNewest);
		}
	}

	/**
	 * Puts a new key. Each order of magnitude is as frequent as the others; one value of
	 * nine is a file.
	 */
	private void put() {
		double length = SMALLEST * Math.pow((double) LARGEST / SMALLEST, this.random.nextDouble());
		Key key = StoreClient.key(this.process + "-" + this.number++);
		if (this.client.put(key, Arrays.copyOf(this.bytes, (int) length))) {
			this.client.count("bytes", (long) length);
			this.newest.addLast(key);
			if (this.newest.size() > NEWEST) {
				this.newest.removeFirst();
			}
		}
	}

	private void lookForNewest() {
		for (Key key : this.newest) {
			this.client.count("newest", this.client.get(key) ? 1 : 0);
		}
	}

}
