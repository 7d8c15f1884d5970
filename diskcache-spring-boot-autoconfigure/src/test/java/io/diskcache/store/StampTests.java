package io.diskcache.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** For how long what was read or written is current. */
class StampTests extends StoreFixture {

	private static final Duration HOUR = Duration.ofHours(1);

	@Test
	void whatWasReadOrWrittenIsCurrent() {
		Stamp written = write("a", "1", null);
		Stamp read = stampOf("a");
		Stamp absent = stampOf("b");

		assertThat(written.isHoldable()).isTrue();
		assertThat(written.isCurrent()).isTrue();
		assertThat(read.isCurrent()).isTrue();
		assertThat(absent.isCurrent()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("changes")
	void noChangeLeavesItCurrent(Consumer<StampTests> change) {
		Stamp written = write("a", "1", HOUR);
		Stamp read = stampOf("a");

		change.accept(this);

		assertThat(written.isCurrent()).isFalse();
		assertThat(read.isCurrent()).isFalse();
	}

	static Stream<Named<Consumer<StampTests>>> changes() {
		return Stream.of(Named.of("overwritten", (test) -> test.put("a", "2")),
				Named.of("the same stored again", (test) -> test.put("a", "1")),
				Named.of("removed", (test) -> test.store.remove(key("a"))),
				Named.of("cleared", (test) -> test.store.clear()),
				Named.of("removed in a transaction",
						(test) -> test.store.<Boolean>transact(() -> test.store.remove(key("a")))),
				Named.of("cleared in a transaction", (test) -> test.store.transact(() -> {
					test.store.clear();
					return true;
				})), Named.of("expired", (test) -> test.clock.advance(HOUR)),
				Named.of("buried", (test) -> Stores.shard(test.store).stripes().bury(test.stripe("a"))),
				Named.of("all buried", (test) -> Stores.shard(test.store).stripes().buryAll()),
				Named.of("closed", (test) -> test.reopen(test.options())));
	}

	@Test
	void absenceIsCurrentUntilSomethingIsStoredWhateverIsCleared() {
		Stamp absent = stampOf("a");

		this.store.clear();
		assertThat(absent.isCurrent()).isTrue();
		put("a", "1");
		assertThat(absent.isCurrent()).isFalse();
	}

	@Test
	void changesOfOtherKeysLeaveItCurrent() {
		Stamp written = write("a", "1", null);
		String other = IntStream.range(0, 100)
			.mapToObj((i) -> "other" + i)
			.filter((name) -> stripe(name) != stripe("a"))
			.findFirst()
			.orElseThrow();

		put(other, "2");
		this.store.remove(key(other));

		assertThat(written.isCurrent()).isTrue();
	}

	@Test
	void olderWriteIsNotCurrentAgainAfterTheNewerOneIsGone() {
		Stamp first = write("a", "1", null);
		Stamp second = write("a", "2", null);
		this.store.remove(key("a"));

		assertThat(first.isCurrent()).isFalse();
		assertThat(second.isCurrent()).isFalse();
	}

	@Test
	void victimOfEvictionIsNotCurrent() {
		reopen(StoreOptions.defaults()
			.withSizeLimit(StoreOptions.MIN_SIZE_LIMIT)
			.withEvictionPolicy(EvictionPolicy.FIFO));
		Stamp first = write("first", "1", null);

		for (int i = 0; i < 300; i++) {
			assertThat(this.store.put(key(i), content(64 << 10, i), null)).isTrue();
		}

		assertThat(read("first")).isNull();
		assertThat(first.isCurrent()).isFalse();
	}

	@Test
	void expiryIsKnownByTheClockThatNeverGoesBackAsWell() {
		Stamp written = write("a", "1", Duration.ofMillis(300));
		assertThat(written.isCurrent()).isTrue();

		// The time of day stands still.
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !written.isCurrent());
	}

	@Test
	void clockThatIsPutBackProlongsNothing() {
		Stamp written = write("a", "1", Duration.ofMillis(300));
		this.clock.advance(Duration.ofSeconds(-30));

		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !written.isCurrent());
	}

	@ParameterizedTest
	@MethodSource("longLives")
	void livesThatAreTooLongForNanosecondsAreLong(Duration life) {
		Stamp written = write("a", "1", life);

		assertThat(written.isCurrent()).isTrue();
		assertThat(stampOf("a").isCurrent()).isTrue();
	}

	static Stream<Duration> longLives() {
		return Stream.of(Duration.ofDays(150 * 365), Duration.ofDays(300 * 365), Duration.ofMillis(Long.MAX_VALUE / 2),
				Duration.ofSeconds(Long.MAX_VALUE));
	}

	@Test
	void whatExpiredIsNoAbsenceToBeHeld() {
		write("a", "1", HOUR);
		// Else those who tidy up may delete the row, and then there is an absence.
		try (Session session = Stores.shard(this.store).database().open()) {
			session.execute("BEGIN IMMEDIATE");
			assertThat(stampOf("a").isHoldable()).isTrue();

			this.clock.advance(HOUR);

			assertThat(stampOf("a").isHoldable()).isFalse();
			session.execute("ROLLBACK");
		}
	}

	@Test
	void whatIsOfNoUseToTheReaderIsNotHeld() {
		put("a", "1");

		Read<String> read = this.store.read(key("a"), (entry) -> null);

		assertThat(read.value()).isNull();
		assertThat(read.stamp().isHoldable()).isFalse();
	}

	@Test
	void nothingIsHeldOrCurrentWithinATransaction() {
		Stamp before = write("a", "1", null);
		Stamp absent = stampOf("b");

		this.store.transact(() -> {
			assertThat(before.isCurrent()).isFalse();
			assertThat(absent.isCurrent()).isFalse();
			assertThat(stampOf("a").isHoldable()).isFalse();
			assertThat(write("b", "2", null).isHoldable()).isFalse();
			assertThat(stampOf("b").isHoldable()).isFalse();
			return true;
		});

		assertThat(before.isCurrent()).isTrue();
		assertThat(absent.isCurrent()).isFalse();
	}

	@Test
	void whatIsReadWhileItMayChangeIsNotHeld() throws Exception {
		put("a", "1");
		CountDownLatch changed = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		CompletableFuture<Boolean> writer = CompletableFuture.supplyAsync(() -> this.store.transact(() -> {
			put("a", "2");
			changed.countDown();
			return await(goOn);
		}));
		assertThat(await(changed)).isTrue();

		Read<String> meanwhile = this.store.read(key("a"),
				(entry) -> new String(entry.bytes(), StandardCharsets.UTF_8));
		Stamp elsewhere = stampOf("another");
		goOn.countDown();

		assertThat(meanwhile.value()).isEqualTo("1");
		assertThat(meanwhile.stamp().isHoldable()).isFalse();
		assertThat(elsewhere.isCurrent()).isEqualTo(stripe("another") != stripe("a"));
		assertThat(writer.get(10, TimeUnit.SECONDS)).isTrue();
		assertThat(stampOf("a").isCurrent()).isTrue();
	}

	/** A clear without the lock draws its number and takes effect only later. */
	@Test
	void whatIsClearedIsNotCurrentEvenIfItsStripeHasANewerNumber() {
		put("a", "1");
		long version = this.store.get(key("a"), Entry::version);
		writeNeighbour("a");
		Stamp read = stampOf("a");
		assertThat(read.isCurrent()).isTrue();

		Stores.shard(this.store).stripes().raiseClearFloor(version + 1);

		assertThat(read.isCurrent()).isFalse();
		assertThat(read("a")).isNull();
	}

	/** A removal without the lock draws its number and takes effect only later. */
	@Test
	void whatIsBuriedWhileItIsReadIsNotHeld() {
		put("a", "1");
		long version = this.store.get(key("a"), Entry::version);
		writeNeighbour("a");

		Stamp read = this.store.read(key("a"), (entry) -> {
			Stores.shard(this.store).stripes().raiseFloor(stripe("a"), version + 1);
			return "found";
		}).stamp();

		assertThat(read.isHoldable()).isFalse();
		assertThat(read("a")).isNull();
	}

	@Test
	void useInTheHeapIsAUse() {
		Stamp written = write("a", "1", null);
		put("b", "2");

		assertThat(written.isCurrent()).isTrue();

		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> Stores.lastRead(this.store, key("a")) != null);
		assertThat(Stores.lastRead(this.store, key("b"))).isNull();
	}

	private Stamp write(String name, String value, Duration timeToLive) {
		return this.store.write(key(name), content(value), PutOptions.of(timeToLive));
	}

	private Stamp stampOf(String name) {
		return this.store.read(key(name), Entry::version).stamp();
	}

	/** Stores another key of the same stripe. */
	private void writeNeighbour(String name) {
		put(IntStream.range(0, 1_000_000)
			.mapToObj((i) -> "neighbour" + i)
			.filter((other) -> stripe(other) == stripe(name))
			.findFirst()
			.orElseThrow(), "1");
	}

	private int stripe(String name) {
		return Stripes.stripe(Stores.shard(this.store).schema().hashKey().hash(key(name).raw()));
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
