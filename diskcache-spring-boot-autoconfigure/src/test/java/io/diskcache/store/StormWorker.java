package io.diskcache.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * A process that changes a store without pause until it is killed. Before each operation
 * it says what it is about to do, which also says that it is done with the one before:
 * {@code <what> <key> <value>}, with {@code -} for a removal.
 */
final class StormWorker {

	/** Keys of the worker's own, each with small and with large values. */
	static final int OWN_KEYS = 12;

	/** Keys that all workers write to. */
	static final int SHARED_KEYS = 4;

	private final Random random;

	private final Store store;

	private final String name;

	private long sequence;

	private StormWorker(Store store, String name, long sequence) {
		this.store = store;
		this.name = name;
		this.sequence = sequence;
		this.random = new Random(sequence);
	}

	/** Gets ready, waits for "directory name sequence", and begins. */
	public static void main(String[] arguments) {
		Driver.check();
		Jvm.Child.say("ready");
		String[] words = Jvm.Child.hear().split(" ");
		try {
			StoreDirectory directory = StoreDirectory.open(Path.of(words[0]), 0);
			Store store = directory.open("test", StoreOptions.defaults().withOperationTimeout(Duration.ofSeconds(10)));
			var worker = new StormWorker(store, words[1], Long.parseLong(words[2]));
			Jvm.Child.say("open");
			while (true) {
				worker.step();
			}
		}
		catch (RuntimeException ex) {
			ex.printStackTrace(System.out);
			Jvm.Child.say("failed " + ex + " " + ex.getCause());
		}
	}

	/** The key of a worker's own of this number. */
	static String ownKey(String name, int number) {
		return name + "-k" + number;
	}

	/** The keys that are always written in one transaction. */
	static String pairKey(String name, int side) {
		return name + "-pair" + side;
	}

	private void step() {
		this.sequence++;
		int what = this.random.nextInt(100);
		String own = ownKey(this.name, this.random.nextInt(OWN_KEYS));
		if (what < 15) {
			Jvm.Child.say("own " + own + " -");
			this.store.remove(StoreFixture.key(own));
		}
		else if (what < 60) {
			put("own", own);
		}
		else if (what < 80) {
			put("shared", "shared" + this.random.nextInt(SHARED_KEYS));
		}
		else {
			putPair();
		}
	}

	private void put(String what, String key) {
		String value = key + ":" + this.name + ":" + this.sequence;
		Jvm.Child.say(what + " " + key + " " + value);
		require(this.store.put(StoreFixture.key(key), content(value), null));
	}

	private void putPair() {
		String value = this.name + ":" + this.sequence;
		Jvm.Child.say("pair " + this.name + " " + value);
		boolean removal = this.random.nextInt(5) == 0;
		this.store.transact(() -> {
			if (removal) {
				this.store.remove(StoreFixture.key(pairKey(this.name, 0)));
			}
			require(this.store.put(StoreFixture.key(pairKey(this.name, 0)), content(value), null));
			require(this.store.put(StoreFixture.key(pairKey(this.name, 1)), content(value), null));
			return true;
		});
	}

	private Content content(String value) {
		return (this.random.nextInt(3) == 0) ? KnownValue.large(value) : KnownValue.small(value);
	}

	private static void require(boolean stored) {
		if (!stored) {
			throw new IllegalStateException("Not stored");
		}
	}

}
