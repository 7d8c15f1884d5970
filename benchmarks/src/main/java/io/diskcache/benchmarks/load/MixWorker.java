package io.diskcache.benchmarks.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;

import io.diskcache.store.Key;

/** One process of {@link Processes}. */
final class MixWorker {

	private static final int KEYS = 100;

	private final Key[] keys = new Key[KEYS];

	/** Of 5 to 495 bytes. */
	private final byte[][] values = new byte[99][];

	private final StoreClient client;

	private final SplittableRandom random;

	private MixWorker(StoreClient client, int number) {
		this.client = client;
		this.random = new SplittableRandom(number);
		for (int i = 0; i < KEYS; i++) {
			this.keys[i] = StoreClient.key(Integer.toString(i));
		}
		for (int i = 0; i < this.values.length; i++) {
			this.values[i] = new byte[5 * (i + 1)];
			this.random.nextBytes(this.values[i]);
		}
	}

	public static void main(String[] args) throws Exception {
		Duration timeout = Duration.ofMillis(Long.parseLong(args[2]));
		try (var client = new StoreClient(Path.of(args[0]),
				Processes.options(Integer.parseInt(args[1])).withOperationTimeout(timeout))) {
			var worker = new MixWorker(client, Integer.parseInt(args[3]));
			Turns.take(client, Long.parseLong(args[4]), worker::step);
		}
	}

	/** 90 % get, 9 % set, 1 % delete. */
	private void step() {
		Key key = this.keys[this.random.nextInt(KEYS)];
		int choice = this.random.nextInt(100);
		if (choice < 90) {
			this.client.get(key);
		}
		else if (choice < 99) {
			this.client.put(key, this.values[this.random.nextInt(this.values.length)]);
		}
		else {
			this.client.remove(key);
		}
	}

}
