package io.diskcache.store;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Dividing a store anew: nothing gets lost, and it can be interrupted at any time. */
class ReshardingTests extends StoreFixture {

	private static final int KEYS = 1300;

	@ParameterizedTest
	@CsvSource({ "1, 4", "4, 1", "3, 5", "2, 64" })
	void everyEntryIsAsItWas(int before, int after) throws IOException {
		reshard(before);
		fill();
		Map<String, Known> expected = known();

		reshard(after);

		assertThat(known()).isEqualTo(expected);
		assertThat(this.store.count()).isEqualTo(expected.size());
		assertThat(this.store.tags(null, 10)).containsExactly("even", "third");
		assertThat(this.store.check(false)).isEmpty();
		try (Stream<Path> generations = Files.list(generation().getParent())) {
			assertThat(generations.filter(Files::isDirectory)).as("the former one is gone").hasSize(1);
		}
		put("new", "value");
		assertThat(read("new")).isEqualTo("value");
	}

	@Test
	void theOrderOfOneShardIsKept() {
		fill();
		List<Key> order = all(Selection.all(), 100).stream().map(Entry::key).toList();

		reshard(4);
		List<List<Key>> parts = Stores.shards(this.store)
			.stream()
			.map((shard) -> shard.keys(Selection.all(), null, 500).content())
			.toList();

		for (List<Key> part : parts) {
			assertThat(order).containsSubsequence(part);
		}
	}

	@Test
	void numbersAndTheOrderOfStoringGoOn() {
		reshard(3);
		fill();
		reshard(2);
		put("later", "value");

		reshard(1);
		put("last", "value");

		List<Entry> entries = all(Selection.all(), 100);
		assertThat(entries).extracting(Entry::stored).isSorted();
		assertThat(entries.get(KEYS + 1).version())
			.isGreaterThan(entries.subList(0, KEYS + 1).stream().mapToLong(Entry::version).max().orElseThrow());
	}

	@Test
	void usesAndTheIndexOnKeysAreKept() {
		reopen(options().withKeyIndex(true));
		put("a", "1");
		read("a");
		await().until(() -> Stores.lastRead(this.store, key("a")) != null);
		Instant used = Stores.lastRead(this.store, key("a"));

		reshard(2);
		assertThat(Stores.shards(this.store)).allSatisfy((shard) -> {
			try (Session session = Stores.shard(shard).database().open()) {
				assertThat(KeyIndex.isPresent(session.jdbc())).isTrue();
			}
		});
		reshard(1);

		assertThat(Stores.lastRead(this.store, key("a"))).isEqualTo(used);
	}

	@Test
	void whatWasRemovedStaysAway() {
		put("a", "1");
		put("b", "1");
		this.store.clear();
		put("c", "1");

		reshard(2);

		assertThat(this.store.keys(Selection.all(), null, 10).content()).containsExactly(key("c"));
		assertThat(this.store.count()).isOne();
	}

	@Test
	void whatIsLeftOfAnAttemptIsNoHindrance() throws IOException {
		fill();
		Map<String, Known> expected = known();
		this.directory.close();
		Path draft = Files.createDirectories(generation().resolveSibling("g0002.new/values-00"));
		Files.writeString(draft.resolveSibling("shard-00.db"), "half of it");

		reshard(4);

		assertThat(known()).isEqualTo(expected);
		assertThat(draft).doesNotExist();
	}

	/** It ended after the new one was in use, and before the former one was deleted. */
	@Test
	void whatACrashLeftOfTheFormerOneIsDeleted() throws IOException {
		Path former = generation();
		reshard(2);
		put("a", "1");
		this.directory.close();
		FileSystemUtils.copyRecursively(former.resolveSibling("g0002"), former);

		reopen(options().withShards(2));

		assertThat(former).doesNotExist();
		assertThat(read("a")).isEqualTo("1");
	}

	/** A process that divides it is killed, again and again, until one is done. */
	@Test
	void itMayBeKilledAtAnyTime() {
		fill();
		Map<String, Known> expected = known();
		this.directory.close();
		boolean done = false;
		for (int millis = 0; !done; millis += 60) {
			try (Jvm jvm = Jvm.start(Divider.class)) {
				assertThat(jvm.hear()).isEqualTo("ready");
				jvm.tell(this.temp.resolve("data").toString());
				done = jvm.hears("done", Duration.ofMillis(millis));
				jvm.kill();
			}
		}

		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		this.store = this.directory.open("test", options().withShards(4));
		assertThat(known()).isEqualTo(expected);
	}

	/** Nobody waits for it, and what was missed meanwhile is not everything. */
	@Test
	void whatIsChangedMeanwhileIsNotFoundAndAllElseIs() {
		fill();
		Map<String, Known> expected = known();
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		Store divided = this.directory.openLazily("test", options().withShards(2).withReshard(true));
		var opening = CompletableFuture.runAsync(() -> await().ignoreExceptions().until(() -> {
			divided.get(key(1), Entry::length);
			return true;
		}));
		int changed = 0;
		while (!opening.isDone() && changed < 500) {
			try {
				divided.remove(key(changed));
			}
			catch (StoreException ex) {
				// It is being divided, or about to be.
			}
			changed++;
		}
		opening.join();

		this.store = divided;
		for (int i = 0; i < changed; i++) {
			assertThat(read(i)).isNull();
			expected.remove(String.valueOf(i));
		}
		assertThat(known()).isEqualTo(expected);
	}

	/** Nor does who makes it begin. */
	@Test
	void theFirstOperationDoesNotWaitForTheDivision() throws IOException {
		fill();
		Map<String, Known> expected = known();
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		this.store = this.directory.openLazily("test", options().withShards(2).withReshard(true));
		try (LockFile locks = LockFile.open(generation().resolveSibling(LockFile.NAME))) {
			FileLock hindrance = locks.tryExclusive(LockFile.DIVISION);

			assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> read(1))
				.withMessageContaining("is being divided anew");

			locks.release(hindrance);
		}
		await().ignoreExceptions().until(() -> read(1) != null);
		assertThat(known()).isEqualTo(expected);
	}

	@Test
	void otherProcessesDoNotWaitForTheDivision() {
		fill();
		Map<String, Known> expected = known();
		this.directory.close();
		try (Jvm jvm = Jvm.start(Divider.class)) {
			assertThat(jvm.hear()).isEqualTo("ready");
			jvm.tell(this.temp.resolve("data").toString());
			await().pollInterval(Duration.ofMillis(5))
				.until(() -> Files.exists(generation().resolveSibling("g0002.new")));
			jvm.freeze();
			this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
			this.store = this.directory.openLazily("test", options().withShards(null));

			assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(() -> put(1, "new"))
				.withMessageContaining("Another process is dividing the store");
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> read(2))
				.withMessageContaining("Another process is dividing the store");

			jvm.resume();
			assertThat(jvm.hear()).isEqualTo("done");
		}
		this.directory.open("test", options().withShards(null));
		assertThat(read(1)).as("the put that failed").isNull();
		expected.remove("1");
		assertThat(known()).isEqualTo(expected);
	}

	@Test
	void withoutRoomOnTheDiskItStaysAsItWas() throws IOException {
		fill();
		Map<String, Known> expected = known();
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp.resolve("data"), Long.MAX_VALUE / 4, this.clock);

		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.directory.open("test", options().withShards(2).withReshard(true)))
			.withMessageContaining("bytes have to be free")
			.withMessageContaining("set shards to 1");

		try (Stream<Path> files = Files.list(generation().getParent())) {
			assertThat(files.filter(Files::isDirectory)).containsExactly(generation());
		}
		reopen(options());
		assertThat(known()).isEqualTo(expected);
	}

	@Test
	void whileOthersHaveItOpenItIsRefused() {
		try (Neighbour neighbour = Neighbour.start()) {
			neighbour.open(this.temp.resolve("data"), Duration.ofSeconds(5));
			this.directory.close();
			this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);

			assertThatExceptionOfType(StoreException.class)
				.isThrownBy(() -> this.directory.open("test", options().withShards(2).withReshard(true)))
				.withMessageContaining("has 1 shard and cannot be opened with 2")
				.withMessageContaining("stop all other processes");
		}
		reopen(options());
	}

	private void reshard(int shards) {
		reopen(options().withShards(shards).withReshard(true));
	}

	private void fill() {
		for (int i = 0; i < KEYS; i++) {
			Content content = (i % 100 == 0) ? content(70_000, i) : content("value" + i);
			Duration timeToLive = (i % 5 == 0) ? Duration.ofHours(1 + i) : null;
			Tags tags = (i % 2 == 0) ? Tags.of("even") : (i % 3 == 0) ? Tags.of("third") : Tags.NONE;
			this.store.write(key(i), content, PutOptions.of(timeToLive).withTags(tags));
			this.clock.advance(Duration.ofMillis(1));
		}
	}

	/** Of all that is found by its key. */
	private Map<String, Known> known() {
		Map<String, Known> known = new TreeMap<>();
		all(Selection.all(), 100).stream()
			.filter((entry) -> this.store.contains(entry.key()))
			.forEach((entry) -> known.put(new String(entry.key().bytes()), new Known(new String(entry.bytes()),
					entry.stored(), entry.expires(), entry.version(), entry.tags())));
		return known;
	}

	/** Divides a store into four. */
	static final class Divider {

		private Divider() {
		}

		public static void main(String[] arguments) {
			Driver.check();
			Jvm.Child.say("ready");
			Path data = Path.of(Jvm.Child.hear());
			try (StoreDirectory directory = StoreDirectory.open(data, 0)) {
				directory.open("test", StoreOptions.defaults().withShards(4).withReshard(true));
				Jvm.Child.say("done");
				Jvm.Child.hear();
			}
		}

	}

	private record Known(String value, Instant stored, Instant expires, long version, Tags tags) {
	}

}
