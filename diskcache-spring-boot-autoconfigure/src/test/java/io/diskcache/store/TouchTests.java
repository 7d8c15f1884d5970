package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Entries whose end is changed, and values that take over the end of another one. */
class TouchTests extends StoreFixture {

	private static final int LARGE = 200_000;

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration HOUR = Duration.ofHours(1);

	@ParameterizedTest
	@ValueSource(ints = { 0, 100, LARGE })
	void touchedEntryLivesFromNowOnAndIsOtherwiseAsItWas(int length) throws IOException {
		this.store.put(key("a"), content(length, 1), SECOND);
		Instant stored = this.clock.instant();
		long id = this.store.get(key("a"), Entry::id);
		List<Path> files = valueFiles();
		this.clock.advance(Duration.ofMillis(500));

		assertThat(this.store.touch(key("a"), HOUR)).isTrue();

		assertThat(expires()).isEqualTo(stored.plusMillis(500).plus(HOUR));
		assertThat(this.store.get(key("a"), Entry::stored)).isEqualTo(stored);
		assertThat(this.store.<Long>get(key("a"), Entry::id)).isEqualTo(id);
		this.clock.advance(HOUR.minusMillis(1));
		assertThat(readBytes("a")).isEqualTo(bytes(length, 1));
		assertThat(valueFiles()).isEqualTo(files);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(readBytes("a")).isNull();
	}

	@Test
	void endCanBeTakenAwayAndGivenAgain() {
		this.store.put(key("a"), content("1"), SECOND);

		assertThat(this.store.touch(key("a"), null)).isTrue();
		this.clock.advance(HOUR);
		assertThat(read("a")).isEqualTo("1");
		assertThat(this.store.<Instant>get(key("a"), Entry::expires)).isNull();

		assertThat(this.store.touch(key("a"), SECOND)).isTrue();
		this.clock.advance(SECOND);
		assertThat(read("a")).isNull();
	}

	@Test
	void whatIsGoneIsNotTouched() {
		this.store.put(key("expired"), content("1"), SECOND);
		put("removed", "1");
		put("buried", "1");
		this.store.remove(key("removed"));
		this.clock.advance(SECOND);
		Shard shard = Stores.shard(this.store);
		shard.stripes().bury(Stripes.stripe(shard.schema().hashKey().hash(key("buried").raw())));

		for (String name : List.of("absent", "expired", "removed", "buried")) {
			assertThat(this.store.touch(key(name), null)).as(name).isFalse();
			assertThat(read(name)).as(name).isNull();
		}
		put("cleared", "1");
		this.store.clear();
		assertThat(this.store.touch(key("cleared"), null)).isFalse();
		assertThat(read("cleared")).isNull();
	}

	@Test
	void timeToLiveMustBePositive() {
		put("a", "1");

		assertThatIllegalArgumentException().isThrownBy(() -> this.store.touch(key("a"), Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.touch(key("a"), SECOND.negated()));
		assertThat(read("a")).isEqualTo("1");
	}

	@Test
	void touchRaisesTheVersionSoThatNothingOlderIsCurrent() {
		this.store.put(key("a"), content("1"), HOUR);
		Read<String> before = this.store.read(key("a"), (entry) -> "seen");
		long version = this.store.get(key("a"), Entry::version);
		Fence fence = this.store.fence(key("a"));
		assertThat(before.stamp().isCurrent()).isTrue();

		this.store.touch(key("a"), SECOND);

		assertThat(before.stamp().isCurrent()).isFalse();
		assertThat(this.store.<Long>get(key("a"), Entry::version)).isGreaterThan(version);
		assertThat(this.store.write(key("a"), content("2"), PutOptions.of(null).withFence(fence))).isNull();
	}

	@Test
	void touchRollsBackWithItsTransaction() {
		this.store.put(key("a"), content("1"), HOUR);
		Instant end = expires();

		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
			assertThat(this.store.touch(key("a"), SECOND)).isTrue();
			assertThat(expires()).isBefore(end);
			throw new IllegalStateException("rollback");
		}));

		assertThat(expires()).isEqualTo(end);
	}

	/** A checksum made anew over a damaged head would make it sound. */
	@Test
	void touchCoversNoDamageUp() {
		this.store.put(key("a"), content("1"), HOUR);
		this.store.transact(() -> Stores.shard(this.store)
			.database()
			.writer()
			.jdbc()
			.update("UPDATE entry SET head = CAST(substr(head, 1, length(head) - 1) || x'7f' AS BLOB)"));

		assertThat(this.store.touch(key("a"), null)).isFalse();
		assertThat(read("a")).isNull();
		this.store.check(true);
	}

	@Test
	void readersBesideATouchFindTheValueEachTime() {
		this.store.put(key("a"), content(LARGE, 1), HOUR);
		CompletableFuture<Void> touches = CompletableFuture.runAsync(() -> IntStream.range(0, 300)
			.forEach((i) -> assertThat(this.store.touch(key("a"), HOUR.plusMillis(i))).isTrue()));

		do {
			assertThat(readBytes("a")).isEqualTo(bytes(LARGE, 1));
		}
		while (!touches.isDone());
		touches.join();
	}

	@Test
	void storeThatIsClosedTouchesNothing() {
		put("a", "1");
		Store closed = this.store;
		reopen(options());

		assertThat(closed.touch(key("a"), null)).isFalse();
	}

	@Test
	void valueCanTakeOverTheEndOfAnotherOne() {
		this.store.put(key("a"), content("1"), SECOND);
		Instant end = expires();
		this.clock.advance(Duration.ofMillis(400));

		assertThat(this.store.write(key("a"), content("2"), PutOptions.until(end))).isNotNull();

		assertThat(expires()).isEqualTo(end);
		this.store.write(key("a"), content("3"), PutOptions.until(null));
		assertThat(this.store.<Instant>get(key("a"), Entry::expires)).isNull();
		this.store.write(key("a"), content("4"), PutOptions.until(end.minus(HOUR)));
		assertThat(read("a")).isNull();
	}

	@Test
	void nothingHasTwoEnds() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> new PutOptions(SECOND, this.clock.instant(), null, Recomputation.NONE, false, Tags.NONE, false));
	}

	@Test
	void touchOfAStoreThatCannotBeWrittenFails() {
		this.store.put(key("a"), content("1"), HOUR);
		Instant end = expires();
		this.store.transact(
				() -> CompletableFuture
					.runAsync(() -> assertThatExceptionOfType(StoreException.class)
						.isThrownBy(() -> this.store.touch(key("a"), null)))
					.join());

		assertThat(expires()).isEqualTo(end);
	}

	@Override
	StoreOptions options() {
		return StoreOptions.defaults().withOperationTimeout(Duration.ofMillis(500));
	}

	private Instant expires() {
		return this.store.get(key("a"), Entry::expires);
	}

	private List<Path> valueFiles() throws IOException {
		Path values = generation().resolve("values-00");
		if (!Files.exists(values)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(values)) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

}
