package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.io.ByteArrayResource;

import io.diskcache.codec.EncodingException;
import io.diskcache.codec.KeyCodec;
import io.diskcache.store.Content;
import io.diskcache.store.Entry;
import io.diskcache.store.Jvm;
import io.diskcache.store.Key;
import io.diskcache.store.Problem;
import io.diskcache.store.StoreException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** What can be done with one entry beyond Spring's contract. */
class EntryOperationsTests extends CacheFixture {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration MOMENT = Duration.ofMillis(20);

	@Test
	void entryHasATimeToLiveOfItsOwn() {
		this.cache.put("brief", "1", MOMENT);
		this.cache.put("long", "2", HOUR);
		this.cache.put("endless", "3", null);

		await().until(() -> this.cache.get("brief") == null);
		assertThat(this.cache.entry("brief")).isNull();
		assertThat(this.cache.get("long", String.class)).isEqualTo("2");
		CacheEntry entry = this.cache.entry("long");
		// A time to live counts from the call, which may have waited before it stored.
		assertThat(Duration.between(entry.stored(), entry.expires())).isBetween(HOUR.minusMinutes(1), HOUR);
		assertThat(this.cache.entry("endless").expires()).isNull();
	}

	@ParameterizedTest
	@MethodSource("values")
	void entryTellsValueAndMore(Object value, boolean inFile) {
		Instant before = Instant.now().minusMillis(1);

		this.cache.put("ada", value, null);
		CacheEntry first = this.cache.entry("ada");
		this.cache.put("ada", value, null);
		CacheEntry second = this.cache.entry("ada");

		assertThat(Arrays.deepEquals(new Object[] { first.value() }, new Object[] { value })).isTrue();
		assertThat(first.inFile()).isEqualTo(inFile);
		assertThat(first.stored()).isBetween(before, Instant.now());
		assertThat(first.size()).isEqualTo(this.store.get(key("ada"), Entry::length));
		assertThat(second.version()).isGreaterThan(first.version());
		assertThat(this.cache.entry("nobody")).isNull();
	}

	@ParameterizedTest
	@MethodSource("values")
	void formerValueComesBackOnce(Object value, boolean inFile) throws IOException {
		this.cache.put("ada", value);

		assertSame(this.cache.getAndPut("ada", "2"), value);
		assertThat(this.cache.getAndReplace("ada", value).get()).isEqualTo("2");
		assertThat(this.cache.replace("ada", value, value)).isTrue();
		assertThat(this.cache.replace("ada", "another", "3")).isFalse();
		assertThat(this.cache.remove("ada", "another")).isFalse();
		assertThat(this.cache.touch("ada", HOUR)).isTrue();
		assertSame(this.cache.getAndRemove("ada"), value);

		assertThat(this.cache.getAndRemove("ada")).isNull();
		this.cache.put("ada", value);
		assertThat(this.cache.remove("ada", value)).isTrue();
		assertThat(this.cache.get("ada")).isNull();
		assertThat(valueFiles()).isZero();
	}

	static Stream<Object[]> values() {
		return Stream.of(new Object[] { null, false }, new Object[] { "countess", false },
				new Object[] { new byte[] { 1, 2 }, false }, new Object[] { new byte[1 << 20], true },
				new Object[] { "x".repeat(1 << 20), true }, new Object[] { new User("ada", 1815), false },
				new Object[] { List.of(1, "2"), false });
	}

	@ParameterizedTest
	@MethodSource("keys")
	void keysOfAllKindsAreTold(Object key) {
		assertThat(this.cache.increment(key)).isEqualTo(1);
		assertThat(this.cache.add(key, "2", null)).isFalse();
		assertThat(this.cache.touch(key, HOUR)).isTrue();
		assertThat(this.cache.getAndReplace(key, 5).get()).isEqualTo(1L);
		assertThat(this.cache.get(key, Integer.class)).isEqualTo(5);
		assertThat(this.cache.remove(key, 5)).isTrue();
		assertThat(this.cache.add(key, "2", null)).isTrue();
		assertThat(this.cache.size()).isEqualTo(1);
	}

	static Stream<Object> keys() {
		return Stream.of("ada", 1, 1L, new UUID(1, 2), SimpleKey.EMPTY, new SimpleKey("ada", 1), List.of("a", 1), 'c',
				1.5);
	}

	@Test
	void absentEntryIsLeftAbsent() {
		assertThat(this.cache.touch("ada", null)).isFalse();
		assertThat(this.cache.getAndRemove("ada")).isNull();
		assertThat(this.cache.getAndReplace("ada", "1")).isNull();
		assertThat(this.cache.replace("ada", "1")).isFalse();
		assertThat(this.cache.replace("ada", null, "1")).isFalse();
		assertThat(this.cache.remove("ada", null)).isFalse();
		assertThat(this.cache.size()).isZero();

		assertThat(this.cache.getAndPut("ada", "1")).isNull();
		assertThat(this.cache.replace("ada", "2")).isTrue();
		assertThat(this.cache.get("ada", String.class)).isEqualTo("2");
	}

	@Test
	void expiredEntryIsAbsent() {
		for (Object value : List.of(1L, "x".repeat(1 << 20))) {
			this.cache.put("ada", value, MOMENT);
			await().until(() -> this.cache.get("ada") == null);

			absentEntryIsLeftAbsent(() -> this.cache.put("ada", value, Duration.ofMillis(1)));
			assertThat(this.cache.add("ada", "new", null)).isTrue();
			this.cache.evict("ada");
		}
		this.cache.put("count", 100L, MOMENT);
		await().until(() -> this.cache.get("count") == null);
		assertThat(this.cache.increment("count")).isEqualTo(1);
	}

	@Test
	void entryThatCannotBeDecodedIsAbsent() {
		Runnable spoil = () -> this.store.put(key("ada"), Content.of(99, 0, new byte[3]), null);
		spoil.run();
		assertThat(this.cache.entry("ada")).isNull();
		absentEntryIsLeftAbsent(spoil);
		spoil.run();
		assertThat(this.cache.increment("ada", 2, 5, HOUR)).isEqualTo(7);
		assertThat(this.cache.entry("ada").expires()).isNotNull();
		spoil.run();
		assertThat(this.cache.add("ada", "new", null)).isTrue();
		assertThat(this.cache.get("ada", String.class)).isEqualTo("new");
		assertThat(this.cache.statistics().failures()).isPositive();
	}

	private void absentEntryIsLeftAbsent(Runnable spoil) {
		assertThat(this.cache.getAndRemove("ada")).isNull();
		assertThat(this.cache.getAndReplace("ada", "1")).isNull();
		assertThat(this.cache.replace("ada", "1")).isFalse();
		assertThat(this.cache.replace("ada", null, "1")).isFalse();
		assertThat(this.cache.remove("ada", null)).isFalse();
		assertThat(this.cache.getAndPut("ada", "1")).isNull();
		assertThat(this.cache.get("ada", String.class)).isEqualTo("1");
		spoil.run();
		await().until(() -> this.cache.get("ada") == null);
	}

	@Test
	void addStoresOnlyWhereThereIsNothing() throws IOException {
		byte[] large = new byte[1 << 20];

		assertThat(this.cache.add("ada", null, null)).isTrue();
		assertThat(this.cache.add("ada", large, null)).isFalse();
		assertThat(this.cache.get("ada").get()).isNull();
		assertThat(valueFiles()).as("the loser's file").isZero();
		this.cache.evict("ada");
		assertThat(this.cache.add("ada", large, MOMENT)).isTrue();
		await().until(() -> this.cache.add("ada", new byte[2 << 20], null));
		assertThat(this.cache.get("ada", byte[].class)).hasSize(2 << 20);
		assertThat(this.store.check(false)).isEqualTo(List.<Problem>of());
	}

	@Test
	void touchChangesTheEndOnlyAndIsSeenInTheHeap() {
		this.cache.put("ada", "1", HOUR);
		this.cache.get("ada");

		assertThat(this.cache.touch("ada", null)).isTrue();
		assertThat(this.cache.entry("ada").expires()).isNull();
		assertThat(this.cache.touch("ada", MOMENT)).isTrue();

		await().until(() -> this.cache.get("ada") == null);
		assertThat(this.cache.touch("ada", null)).isFalse();
	}

	@Test
	void counterBeginsWithTheInitialValueAndKeepsItsEnd() {
		assertThat(this.cache.increment("a", 1, 5, HOUR)).isEqualTo(6);
		Instant end = this.cache.entry("a").expires();
		assertThat(this.cache.increment("a", 2, 100, null)).isEqualTo(8);
		assertThat(this.cache.decrement("a")).isEqualTo(7);
		assertThat(this.cache.entry("a").expires()).isEqualTo(end);
		assertThat(this.cache.get("a", Long.class)).isEqualTo(7);

		assertThat(this.cache.decrement("b")).isEqualTo(-1);
		assertThat(this.cache.entry("b").expires()).isNull();
		assertThat(this.cache.increment("b", 3, 0, HOUR)).isEqualTo(2);
		assertThat(this.cache.entry("b").expires()).as("none before, and none now").isNull();

		assertThat(this.cache.increment("c", 0.5, 1, HOUR)).isEqualTo(1.5);
		Instant fractionEnd = this.cache.entry("c").expires();
		assertThat(this.cache.increment("c", -2.0, 0, null)).isEqualTo(-0.5);
		assertThat(this.cache.entry("c").expires()).isEqualTo(fractionEnd);
		assertThat(this.cache.get("c", Double.class)).isEqualTo(-0.5);
	}

	@Test
	void smallerNumbersAreWidened() {
		for (Object one : List.of(1L, 1, (short) 1, (byte) 1)) {
			this.cache.put("a", one);
			assertThat(this.cache.increment("a")).isEqualTo(2);
			assertThat(this.cache.get("a").get()).isEqualTo(2L);
			this.cache.put("a", one);
			assertThat(this.cache.increment("a", 0.5, 0, null)).isEqualTo(1.5);
		}
		this.cache.put("a", 1.5f);
		assertThat(this.cache.increment("a", 0.25, 0, null)).isEqualTo(1.75);
	}

	@Test
	void whatIsNoSuchNumberIsLeftAsItIs() {
		for (Object value : List.of("secret", 1.5, new User("ada", 1))) {
			this.cache.put("a", value, HOUR);
			CacheEntry before = this.cache.entry("a");

			assertThatIllegalStateException().isThrownBy(() -> this.cache.increment("a"))
				.withMessageContainingAll(value.getClass().getName(), "Long")
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));

			assertThat(this.cache.entry("a")).usingRecursiveComparison().ignoringFields("used").isEqualTo(before);
		}
		this.cache.put("a", null);
		assertThatIllegalStateException().isThrownBy(() -> this.cache.increment("a", 1.5, 0, null))
			.withMessageContainingAll("null", "Double");
		assertThat(this.cache.get("a").get()).isNull();
	}

	@Test
	void sumBeyondItsRangeIsNoSum() {
		this.cache.put("a", Long.MAX_VALUE);
		this.cache.put("b", -Double.MAX_VALUE);
		CacheEntry before = this.cache.entry("a");

		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> this.cache.increment("a"))
			.withMessageContainingAll("long", "2^63");
		assertThatExceptionOfType(ArithmeticException.class)
			.isThrownBy(() -> this.cache.increment("absent", -1, Long.MIN_VALUE, null));
		assertThatExceptionOfType(ArithmeticException.class)
			.isThrownBy(() -> this.cache.increment("b", -Double.MAX_VALUE, 0, null))
			.withMessageContaining("double");
		assertThatExceptionOfType(ArithmeticException.class)
			.isThrownBy(() -> this.cache.increment("b", Double.NaN, 0, null));

		assertThat(this.cache.entry("a")).usingRecursiveComparison().ignoringFields("used").isEqualTo(before);
		assertThat(this.cache.get("b").get()).isEqualTo(-Double.MAX_VALUE);
		assertThat(this.cache.get("absent")).isNull();
	}

	@Test
	void streamIsNotTakenOut() throws IOException {
		this.cache.put("a", new ByteArrayInputStream(new byte[] { 1 }), HOUR);

		for (Runnable operation : List.<Runnable>of(() -> this.cache.getAndRemove("a"),
				() -> this.cache.getAndPut("a", "2"), () -> this.cache.getAndReplace("a", "2"),
				() -> this.cache.increment("a"))) {
			assertThatIllegalStateException().isThrownBy(operation::run).withMessageContaining("evict");
		}
		assertThat(this.cache.remove("a", null)).isFalse();
		assertThat(this.cache.replace("a", null, "2")).isFalse();
		try (InputStream stream = (InputStream) this.cache.entry("a").value()) {
			assertThat(stream.readAllBytes()).containsExactly(1);
		}
		assertThat(this.cache.replace("a", new ByteArrayResource(new byte[] { 2 }))).isTrue();
		assertThat(this.cache.entry("a").value()).isInstanceOf(CachedResource.class);
		assertThat(this.cache.add("a", new ByteArrayInputStream(new byte[1]), null)).isFalse();
		assertThat(this.cache.add("b", new ByteArrayInputStream(new byte[1]), null)).isTrue();
	}

	@Test
	void mistakesAreToldAndChangeNothing() {
		this.cache.put("a", 1L);
		for (Duration wrong : List.of(Duration.ZERO, MOMENT.negated())) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.cache.put("a", 2L, wrong));
			assertThatIllegalArgumentException().isThrownBy(() -> this.cache.add("b", 2L, wrong));
			assertThatIllegalArgumentException().isThrownBy(() -> this.cache.touch("a", wrong));
			assertThatIllegalArgumentException().isThrownBy(() -> this.cache.increment("a", 1, 0, wrong));
			assertThatIllegalArgumentException().isThrownBy(() -> this.cache.increment("a", 1.0, 0, wrong));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.increment(new Object()));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.cache.replace("a", new Object()));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.cache.getAndPut("a", new Object()));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.cache.add("b", new Object(), null));
		assertThat(this.cache.get("a").get()).isEqualTo(1L);
		assertThat(this.cache.size()).isEqualTo(1);

		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.cache.put("a", new Object(), null));
		assertThat(this.cache.get("a")).as("as with Spring's put").isNull();
		DiskCache strict = TestCaches.over(this.store, CacheOptions.defaults().withAllowNullValues(false),
				System::nanoTime);
		assertThatIllegalArgumentException().isThrownBy(() -> strict.put("a", null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> strict.getAndPut("a", null));
	}

	@Test
	void failuresOfTheStoreAreThrown() {
		this.breakable.breaks();

		for (Runnable operation : List.<Runnable>of(() -> this.cache.put("a", "1", null),
				() -> this.cache.add("a", "1", null), () -> this.cache.touch("a", null), () -> this.cache.entry("a"),
				() -> this.cache.getAndRemove("a"), () -> this.cache.getAndPut("a", 1),
				() -> this.cache.getAndReplace("a", 1), () -> this.cache.replace("a", 1),
				() -> this.cache.replace("a", 1, 2), () -> this.cache.remove("a", 1), () -> this.cache.increment("a"),
				() -> this.cache.increment("a", 1.0, 0, null))) {
			assertThatExceptionOfType(StoreException.class).isThrownBy(operation::run);
		}
	}

	@Test
	void closedStoreCountsNothing() {
		this.directory.close();

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.increment("a"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.add("a", 1, null));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.put("a", 1, null));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.getAndRemove("a"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.transact(() -> 1));
		assertThat(this.cache.entry("a")).isNull();
	}

	/** Files that were replaced or removed come back with what else is rolled back. */
	@Test
	void rollbackBringsValuesOfFilesBack() throws IOException {
		byte[] large = new byte[1 << 20];
		this.cache.put("a", large, HOUR);
		this.cache.put("b", large, HOUR);
		this.cache.put("c", 1L, HOUR);

		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
			assertThat(this.cache.getAndRemove("a")).isNotNull();
			assertThat(this.cache.getAndPut("b", new byte[2 << 20])).isNotNull();
			assertThat(this.cache.increment("c")).isEqualTo(2);
			assertThat(this.cache.add("d", large, null)).isTrue();
			assertThat(this.cache.get("a")).isNull();
			throw new IllegalStateException("rollback");
		}));

		assertThat(this.cache.get("a", byte[].class)).isEqualTo(large);
		assertThat(this.cache.get("b", byte[].class)).isEqualTo(large);
		assertThat(this.cache.get("c", Long.class)).isEqualTo(1);
		assertThat(this.cache.get("d")).isNull();
		assertThat(valueFiles()).isEqualTo(2);
		assertThat(this.store.check(false)).isEqualTo(List.<Problem>of());
	}

	/** A value that is no number is equal to itself here, as its class has it. */
	@Test
	void notANumberIsReplacedByExpectation() {
		this.cache.put("a", Double.NaN);

		assertThat(this.cache.replace("a", Double.NaN, 1.0)).isTrue();
		assertThat(this.cache.increment("a", 1.5, 0, null)).isEqualTo(2.5);
	}

	@Test
	void whatIsFoundAndStoredIsCounted() {
		this.cache.add("a", 1, null);
		this.cache.getAndRemove("a");
		this.cache.getAndRemove("a");
		this.cache.increment("a");

		assertThat(this.cache.statistics()).returns(1L, CacheStatistics::hits)
			.returns(1L, CacheStatistics::misses)
			.returns(2L, CacheStatistics::puts);
	}

	@Test
	void nothingIsLostOrTakenTwiceOverThreadsAndProcesses() {
		int threads = 4;
		int times = 50;
		Path shared = this.temp.resolve("shared");
		try (DiskCacheManager manager = Counting.manager(shared);
				Jvm jvm = Jvm.start(System.getProperty("java.class.path"), List.of("-Xmx128m"), Counting.class,
						shared.toString(), "" + times)) {
			DiskCache ours = manager.getDiskCache("users");
			ours.put("swapped", 0L);
			IntStream.range(0, Counting.TICKETS).forEach((i) -> ours.put("ticket" + i, i));
			assertThat(jvm.hear()).isEqualTo("ready");

			jvm.tell("go");
			List<CompletableFuture<List<String>>> work = IntStream.range(0, threads)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> Counting.count(ours, times),
						(task) -> new Thread(task).start()))
				.toList();
			List<String> tickets = new ArrayList<>();
			work.forEach((part) -> tickets.addAll(part.join()));
			Stream.of(jvm.hear().split(" ")).filter((ticket) -> !ticket.isEmpty()).forEach(tickets::add);

			assertThat(ours.get("long").get()).isEqualTo((threads + 1L) * times);
			assertThat(ours.get("double").get()).isEqualTo((threads + 1) * times / 2.0);
			assertThat(ours.get("swapped").get()).isEqualTo((threads + 1L) * times);
			assertThat(tickets).containsExactlyInAnyOrderElementsOf(
					IntStream.range(0, Counting.TICKETS).mapToObj(String::valueOf).toList());
		}
	}

	private static void assertSame(ValueWrapper found, Object value) {
		assertThat(found).isNotNull();
		assertThat(Arrays.deepEquals(new Object[] { found.get() }, new Object[] { value })).isTrue();
	}

	private static Key key(Object key) {
		return SpringKeys.addTo(KeyCodec.standard()).encode(key);
	}

	private long valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.temp)) {
			return files.filter((file) -> file.toString().contains("values-00") && Files.isRegularFile(file)).count();
		}
	}

	private record User(String name, int born) implements Serializable {
	}

}
