package io.diskcache.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/**
 * A process that changes a store without pause until it is killed. Before each operation
 * it writes into a file what it is about to do, which also says that it is done with the
 * one before: {@code <what> <key> <value>}, with {@code -} for a removal.
 */
final class StormWorker {

	/** Keys of the worker's own, each with small and with large values. */
	static final int OWN_KEYS = 12;

	/** Keys that all workers write to. */
	static final int SHARED_KEYS = 4;

	private final OutputStream diary;

	private final Random random;

	private final Store store;

	private final String name;

	private long sequence;

	private StormWorker(Store store, OutputStream diary, String name, long sequence) {
		this.diary = diary;
		this.store = store;
		this.name = name;
		this.sequence = sequence;
		this.random = new Random(sequence);
	}

	/** Gets ready, waits for "directory diary name sequence", and begins. */
	public static void main(String[] arguments) {
		Driver.check();
		Jvm.Child.say("ready");
		String[] words = Jvm.Child.hear().split(" ");
		try {
			StoreDirectory directory = StoreDirectory.open(Path.of(words[0]), 0);
			Store store = directory.open("test", StoreOptions.defaults().withOperationTimeout(Duration.ofSeconds(10)));
			OutputStream diary = new FileOutputStream(words[1], true);
			var worker = new StormWorker(store, diary, words[2], Long.parseLong(words[3]));
			Jvm.Child.say("open");
			while (true) {
				worker.step();
			}
		}
		catch (RuntimeException | IOException ex) {
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

	private void step() throws IOException {
		this.sequence++;
		int what = this.random.nextInt(100);
		String own = ownKey(this.name, this.random.nextInt(OWN_KEYS));
		if (what < 15) {
			announce("own " + own + " -");
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

	private void put(String what, String key) throws IOException {
		String value = key + ":" + this.name + ":" + this.sequence;
		announce(what + " " + key + " " + value);
		require(this.store.put(StoreFixture.key(key), content(value), null));
	}

	private void putPair() throws IOException {
		String value = this.name + ":" + this.sequence;
		announce("pair " + this.name + " " + value);
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

	/* In one piece, and no later than this: what is in the file outlives the process. */
	private void announce(String line) throws IOException {
		this.diary.write((line + "\n").getBytes(StandardCharsets.UTF_8));
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
