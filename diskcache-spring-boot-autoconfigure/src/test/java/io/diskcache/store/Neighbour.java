package io.diskcache.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Another process that uses a store and does what it is told. Each order is one line of
 * words, and so is each answer: {@code -} for a miss, and an exception by its name.
 */
final class Neighbour implements AutoCloseable {

	static final String MISS = "-";

	private final Jvm jvm;

	private Neighbour(Jvm jvm) {
		this.jvm = jvm;
	}

	/** Starts the process; it may be ready only later. */
	static Neighbour start() {
		return new Neighbour(Jvm.start(Neighbour.class));
	}

	/** Has it open a store. */
	Neighbour open(Path directory, Duration timeout) {
		expect("opened", "open", directory.toString(), timeout.toMillis());
		return this;
	}

	String ask(Object... words) {
		tell(words);
		return this.jvm.hear();
	}

	void tell(Object... words) {
		StringBuilder line = new StringBuilder();
		for (Object word : words) {
			line.append(line.isEmpty() ? "" : " ").append(word);
		}
		this.jvm.tell(line.toString());
	}

	String hear() {
		return this.jvm.hear();
	}

	void expect(String answer, Object... words) {
		String actual = ask(words);
		if (!actual.equals(answer)) {
			throw new AssertionError("Expected " + answer + " but the neighbour said " + actual);
		}
	}

	long pid() {
		return this.jvm.pid();
	}

	void freeze() {
		this.jvm.freeze();
	}

	void resume() {
		this.jvm.resume();
	}

	void kill() {
		this.jvm.kill();
	}

	@Override
	public void close() {
		this.jvm.close();
	}

	public static void main(String[] arguments) {
		new Servant().run();
	}

	/** What runs in the other process. */
	private static final class Servant {

		private StoreDirectory directory;

		private Store store;

		void run() {
			Driver.check();
			while (true) {
				Jvm.Child.say(obey(Jvm.Child.hear()));
			}
		}

		private String obey(String line) {
			try {
				return obey(line.split(" "));
			}
			catch (RuntimeException ex) {
				return ex.getClass().getSimpleName()
						+ ((ex instanceof StoreTimeoutException) ? "" : " " + ex.getMessage() + " " + ex.getCause());
			}
		}

		private String obey(String[] words) {
			return switch (words[0]) {
				case "open" -> open(words[1], Long.parseLong(words[2]));
				case "close" -> close();
				case "put" -> word(this.store.put(key(words[1]), KnownValue.small(words[2]), null));
				case "large" -> word(this.store.put(key(words[1]), KnownValue.large(words[2]), null));
				case "many" -> many(words[1], Integer.parseInt(words[2]));
				case "absent" -> word(this.store.putIfAbsent(key(words[1]), KnownValue.small(words[2]), null));
				case "get" -> get(words[1]);
				case "remove" -> word(this.store.remove(key(words[1])));
				case "clear" -> clear();
				case "count" -> word(this.store.count());
				case "check" -> word(this.store.check(false));
				case "begin" -> transact();
				case "claim" -> claim(words[1], Integer.parseInt(words[2]), words[3]);
				case "increment" -> increment(words[1], Integer.parseInt(words[2]));
				case "overwrite" -> overwrite(words[1], words[2], Long.parseLong(words[3]));
				case "pulse" -> pulse(words[1], Long.parseLong(words[2]));
				case "watch" -> watch(words[1], Long.parseLong(words[2]));
				default -> throw new IllegalArgumentException(words[0]);
			};
		}

		private String open(String place, long timeout) {
			close();
			this.directory = StoreDirectory.open(Path.of(place), 0);
			this.store = this.directory.open("test",
					StoreOptions.defaults().withShards(null).withOperationTimeout(Duration.ofMillis(timeout)));
			return "opened";
		}

		private String close() {
			if (this.directory != null) {
				this.directory.close();
			}
			return "closed";
		}

		private String get(String name) {
			String text = this.store.get(key(name), KnownValue::text);
			return (text != null) ? text : MISS;
		}

		private String many(String prefix, int keys) {
			for (int i = 0; i < keys; i++) {
				this.store.put(key(prefix + i), KnownValue.small("many"), null);
			}
			return "put";
		}

		private String clear() {
			this.store.clear();
			return "cleared";
		}

		/** Obeys within a transaction, until it is to commit or to roll back. */
		private String transact() {
			this.store.transact(() -> {
				Jvm.Child.say("begun");
				for (String line = Jvm.Child.hear(); !"commit".equals(line); line = Jvm.Child.hear()) {
					if ("rollback".equals(line)) {
						throw new RollbackException();
					}
					Jvm.Child.say(obey(line));
				}
				return true;
			});
			return "committed";
		}

		/** Stores many keys if they are absent, and tells for which that worked. */
		private String claim(String prefix, int keys, String value) {
			StringBuilder won = new StringBuilder();
			for (int i = 0; i < keys; i++) {
				if (persist(i, prefix, value)) {
					won.append(won.isEmpty() ? "" : " ").append(i);
				}
			}
			return won.toString();
		}

		private boolean persist(int i, String prefix, String value) {
			return untilInTime(
					() -> this.store.putIfAbsent(key(prefix + i), KnownValue.small(value), Duration.ofHours(1)));
		}

		private String increment(String name, int times) {
			for (int i = 0; i < times; i++) {
				untilInTime(() -> this.store.transact(() -> {
					String present = this.store.get(key(name), KnownValue::text);
					long next = (present != null) ? Long.parseLong(present) + 1 : 1;
					return this.store.put(key(name), KnownValue.small(String.valueOf(next)), null);
				}));
			}
			return "done";
		}

		private String overwrite(String name, String value, long millis) {
			long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
			int times = 0;
			while (System.nanoTime() < end) {
				this.store.put(key(name), KnownValue.large(value + times++), null);
			}
			return word(times);
		}

		/** Overwrites one key with pauses in which others can read it twice. */
		private String pulse(String name, long millis) {
			long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
			int times = 0;
			while (System.nanoTime() < end) {
				this.store.put(key(name), KnownValue.small(word(times++)), null);
				LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(200_000));
			}
			return word(times);
		}

		/** Reads one key, which must always be there. */
		private String watch(String name, long millis) {
			long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
			int times = 0;
			while (System.nanoTime() < end) {
				if (this.store.get(key(name), KnownValue::text) == null) {
					return "miss after " + times + " hits";
				}
				times++;
			}
			return word(times);
		}

		private static <T> T untilInTime(Supplier<T> work) {
			while (true) {
				try {
					return work.get();
				}
				catch (StoreTimeoutException ex) {
					Thread.onSpinWait();
				}
			}
		}

		private static String word(Object result) {
			return String.valueOf(result);
		}

		private static Key key(String name) {
			return StoreFixture.key(name);
		}

	}

	/** Ends a transaction that is to roll back. */
	private static final class RollbackException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
