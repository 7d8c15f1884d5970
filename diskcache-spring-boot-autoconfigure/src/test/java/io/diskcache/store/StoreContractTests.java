package io.diskcache.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What a store promises, one behaviour each. */
class StoreContractTests extends StoreFixture {

	private static final int LARGE = 200_000;

	@Test
	void absentKeyIsAMiss() {
		assertThat(read("a")).isNull();
		assertThat(this.store.contains(key("a"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1000, 32 << 10, (32 << 10) + 1, 64 << 10, (64 << 10) + 1, 1_000_000 })
	void valueOfAnyLengthComesBackAsItWas(int length) {
		this.store.put(key("a"), content(length, 1), null);

		assertThat(readBytes("a")).isEqualTo(bytes(length, 1));
		assertThat(this.store.contains(key("a"))).isTrue();
	}

	@Test
	void entryTellsWhatIsKnownOfIt() {
		this.store.put(key("a"), content("value"), Duration.ofSeconds(10));
		Instant now = this.clock.instant();

		this.store.get(key("a"), (entry) -> {
			assertThat(entry.key()).isEqualTo(key("a"));
			assertThat(entry.codec()).isEqualTo(CODEC);
			assertThat(entry.fingerprint()).isEqualTo(7);
			assertThat(entry.length()).isEqualTo(5);
			assertThat(entry.stored()).isEqualTo(now);
			assertThat(entry.expires()).isEqualTo(now.plusSeconds(10));
			assertThat(entry.inFile()).isFalse();
			assertThat(entry.attributes()).isNull();
			return entry;
		});
	}

	@Test
	void overwriteReplacesValueAndKeepsPlace() {
		put("a", "1");
		put("b", "2");
		long id = this.store.get(key("a"), Entry::id);

		put("a", "3");

		assertThat(read("a")).isEqualTo("3");
		assertThat(this.store.<Long>get(key("a"), Entry::id)).isEqualTo(id);
		assertThat(this.store.count()).isEqualTo(2);
	}

	@Test
	void overwriteOfAFileDeletesTheOldOne() throws IOException {
		this.store.put(key("a"), content(LARGE, 1), null);
		this.store.put(key("a"), content(LARGE, 2), null);

		assertThat(readBytes("a")).isEqualTo(bytes(LARGE, 2));
		assertThat(valueFiles()).hasSize(1);

		put("a", "small");
		assertThat(valueFiles()).isEmpty();
	}

	@Test
	void putIfAbsentStoresOnlyWhereNothingLives() {
		assertThat(this.store.putIfAbsent(key("a"), content("1"), Duration.ofSeconds(1))).isTrue();
		assertThat(this.store.putIfAbsent(key("a"), content("2"), null)).isFalse();
		assertThat(read("a")).isEqualTo("1");

		this.clock.advance(Duration.ofSeconds(2));

		assertThat(this.store.putIfAbsent(key("a"), content(LARGE, 3), null)).isTrue();
		assertThat(this.store.putIfAbsent(key("a"), content(LARGE, 4), null)).isFalse();
		assertThat(readBytes("a")).isEqualTo(bytes(LARGE, 3));
	}

	@Test
	void removeTellsWhetherSomethingLived() throws IOException {
		put("a", "1");
		this.store.put(key("b"), content(LARGE, 1), null);

		assertThat(this.store.remove(key("a"))).isTrue();
		assertThat(this.store.remove(key("a"))).isFalse();
		assertThat(this.store.remove(key("b"))).isTrue();
		assertThat(this.store.remove(key("c"))).isFalse();

		assertThat(read("a")).isNull();
		assertThat(this.store.count()).isZero();
		assertThat(valueFiles()).isEmpty();
	}

	@Test
	void expiredEntryIsAMiss() {
		this.store.put(key("a"), content("1"), Duration.ofMillis(1000));

		this.clock.advance(Duration.ofMillis(999));
		assertThat(read("a")).isEqualTo("1");

		this.clock.advance(Duration.ofMillis(1));
		assertThat(read("a")).isNull();
		assertThat(this.store.contains(key("a"))).isFalse();
		assertThat(this.store.remove(key("a"))).isFalse();
	}

	@Test
	void entryStoredLongInTheFutureCountsAsExpired() {
		this.store.put(key("a"), content("1"), Duration.ofHours(1));
		put("b", "2");

		this.clock.advance(Duration.ofSeconds(-59));
		assertThat(read("a")).isEqualTo("1");

		this.clock.advance(Duration.ofSeconds(-2));
		assertThat(read("a")).isNull();
		assertThat(read("b")).isEqualTo("2");
	}

	@Test
	void expiredEntryThatIsStoredAgainIsANewOne() {
		this.store.put(key("a"), content("1"), Duration.ofSeconds(1));
		put("b", "2");
		this.clock.advance(Duration.ofSeconds(2));

		put("a", "3");

		assertThat(this.store.entries(Selection.all(), null, 10).content())
			.extracting((entry) -> new String(entry.bytes(), StandardCharsets.UTF_8))
			.containsExactly("2", "3");
	}

	@Test
	void timeToLiveBeyondAllTimesIsForEver() {
		this.store.put(key("a"), content("1"), Duration.ofSeconds(Long.MAX_VALUE));

		this.clock.advance(Duration.ofDays(365_000));

		assertThat(read("a")).isEqualTo("1");
	}

	@Test
	void partOfAMillisecondIsAMillisecond() {
		this.store.put(key("a"), content("1"), Duration.ofNanos(1));

		assertThat(read("a")).isEqualTo("1");
		this.clock.advance(Duration.ofMillis(1));
		assertThat(read("a")).isNull();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, -1 })
	void timeToLiveMustBePositive(long millis) {
		put("a", "1");

		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.store.put(key("a"), content("2"), Duration.ofMillis(millis)))
			.withMessageContaining("must be positive");
		assertThat(read("a")).isEqualTo("1");
	}

	@Test
	void clearMakesEverythingUnreadableAtOnce() {
		for (int i = 0; i < 100; i++) {
			put(i, "value");
		}
		this.store.put(key("file"), content(LARGE, 1), null);

		this.store.clear();

		assertThat(this.store.count()).isZero();
		assertThat(read(1)).isNull();
		assertThat(readBytes("file")).isNull();
		assertThat(this.store.entries(Selection.all(), null, 500).content()).isEmpty();
		put(1, "again");
		assertThat(read(1)).isEqualTo("again");
		assertThat(this.store.count()).isEqualTo(1);
	}

	@Test
	void fenceKeepsOutWhatWasComputedBeforeAChange() {
		Fence fence = this.store.fence(key("a"));
		assertThat(this.store.write(key("a"), content("1"), PutOptions.of(null).withFence(fence))).isNotNull();

		fence = this.store.fence(key("a"));
		this.store.remove(key("a"));
		assertThat(this.store.write(key("a"), content("2"), PutOptions.of(null).withFence(fence))).isNull();

		fence = this.store.fence(key("b"));
		this.store.remove(key("b"));
		assertThat(this.store.write(key("b"), content(LARGE, 1), PutOptions.of(null).withFence(fence))).isNull();

		fence = this.store.fence(key("c"));
		this.store.clear();
		assertThat(this.store.write(key("c"), content("3"), PutOptions.of(null).withFence(fence))).isNull();
		assertThat(this.store.count()).isZero();
	}

	@Test
	void transactionCommitsAsOne() {
		put("a", "1");

		String former = this.store.transact(() -> {
			String value = read("a");
			put("a", "2");
			put("b", "3");
			assertThat(read("b")).isEqualTo("3");
			return value;
		});

		assertThat(former).isEqualTo("1");
		assertThat(read("a")).isEqualTo("2");
		assertThat(read("b")).isEqualTo("3");
	}

	@Test
	void rollbackRestoresRowsAndFiles() throws IOException {
		put("a", "1");
		this.store.put(key("file"), content(LARGE, 1), null);
		this.store.put(key("gone"), content(LARGE, 2), null);

		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
			put("a", "2");
			put("b", "3");
			this.store.put(key("file"), content(LARGE, 3), null);
			this.store.put(key("new"), content(LARGE, 4), null);
			this.store.remove(key("gone"));
			throw new IllegalStateException("no");
		}));

		assertThat(read("a")).isEqualTo("1");
		assertThat(read("b")).isNull();
		assertThat(readBytes("file")).isEqualTo(bytes(LARGE, 1));
		assertThat(readBytes("gone")).isEqualTo(bytes(LARGE, 2));
		assertThat(this.store.count()).isEqualTo(3);
		assertThat(valueFiles()).hasSize(2);
	}

	@Test
	void rollbackOfAClearRestoresAll() {
		put("a", "1");
		this.store.put(key("file"), content(LARGE, 1), null);

		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
			this.store.clear();
			assertThat(read("a")).isNull();
			throw new IllegalStateException("no");
		}));

		assertThat(read("a")).isEqualTo("1");
		assertThat(readBytes("file")).isEqualTo(bytes(LARGE, 1));
	}

	@Test
	void clearInATransactionSparesWhatComesAfter() {
		put("a", "1");

		this.store.transact(() -> {
			put("b", "2");
			this.store.clear();
			put("c", "3");
			return true;
		});

		assertThat(read("a")).isNull();
		assertThat(read("b")).isNull();
		assertThat(read("c")).isEqualTo("3");
	}

	@Test
	void nestedTransactionJoinsTheOuterOne() {
		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
			this.store.transact(() -> {
				put("a", "1");
				return true;
			});
			throw new IllegalStateException("no");
		}));
		assertThat(read("a")).isNull();
	}

	@Test
	void failureOfANestedTransactionCannotBeCommitted() {
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.transact(() -> {
			put("a", "1");
			assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> {
				put("b", "2");
				throw new IllegalStateException("inner");
			}));
			return true;
		})).withMessageContaining("a part of it failed");
		assertThat(read("a")).isNull();
		assertThat(read("b")).isNull();
	}

	@Test
	void fenceTakenWhileAChangeIsUnderWayDoesNotHoldAfterIt() throws Exception {
		put("a", "old");
		AtomicReference<Fence> fence = new AtomicReference<>();
		AtomicReference<String> seen = new AtomicReference<>();

		this.store.transact(() -> {
			this.store.remove(key("a"));
			// Another thread begins to compute from what it still sees.
			CompletableFuture.runAsync(() -> {
				fence.set(this.store.fence(key("a")));
				seen.set(read("a"));
			}).join();
			return true;
		});

		assertThat(seen.get()).isEqualTo("old");
		assertThat(
				this.store.write(key("a"), content("from " + seen.get()), PutOptions.of(null).withFence(fence.get())))
			.isNull();
		assertThat(read("a")).isNull();
	}

	@Test
	void putThatCannotBeStoredInATransactionLeavesNoOlderValue() {
		put("a", "old");

		this.store.transact(() -> {
			int tooLarge = (int) (options().maxValueSize() >> 20) + 1;
			InputStream endless = new InputStream() {
				private long left = (long) tooLarge << 20;

				@Override
				public int read() {
					return (this.left-- > 0) ? 1 : -1;
				}

				@Override
				public int read(byte[] target, int offset, int length) {
					this.left -= length;
					return (this.left > 0) ? length : -1;
				}
			};
			assertThat(this.store.put(key("a"), Content.streaming(CODEC, null, endless), null)).isFalse();
			return true;
		});

		assertThat(read("a")).isNull();
	}

	@Test
	void transactionCannotGoOnAfterAFailureInIt() {
		put("a", "old");

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.transact(() -> {
			put("b", "1");
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.transact(() -> {
				throw new StoreException("inner", null);
			}));
			assertThatExceptionOfType(StoreException.class).isThrownBy(() -> read("b"))
				.withMessageContaining("cannot go on");
			return true;
		}));

		assertThat(read("a")).isEqualTo("old");
		assertThat(read("b")).isNull();
	}

	@Test
	void checkIsNoPartOfATransaction() {
		assertThatIllegalStateException().isThrownBy(() -> this.store.transact(() -> this.store.check(true)))
			.withMessageContaining("transaction");
	}

	@Test
	void storeIsNotOpenedWithTwoDurabilitiesInOneJvm() {
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.directory.open("test", options().withDurability(Durability.POWER)))
			.withMessageContaining("durability");
	}

	@Test
	void powerDurabilityStoresRowsAndFilesAlsoWhenInterrupted() {
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		this.store = this.directory.open("test", options().withDurability(Durability.POWER));
		Thread.currentThread().interrupt();
		try {
			put("a", "1");
			this.store.put(key("file"), content(LARGE, 1), null);
			assertThat(read("a")).isEqualTo("1");
			assertThat(readBytes("file")).isEqualTo(bytes(LARGE, 1));
		}
		finally {
			assertThat(Thread.interrupted()).as("an interrupt is kept for the caller").isTrue();
		}
	}

	@Test
	void entriesArePagedInOrderOfFirstStoring() {
		for (int i = 0; i < 25; i++) {
			put("key" + i, "value" + i);
		}
		put("key3", "changed");
		this.store.remove(key("key4"));

		assertThat(all(Selection.all(), 10)).extracting((entry) -> new String(entry.bytes(), StandardCharsets.UTF_8))
			.hasSize(24)
			.startsWith("value0", "value1", "value2", "changed", "value5")
			.endsWith("value24");
	}

	@Test
	void entryTellsWhenItWasLastRead() {
		put("a", "1");
		assertThat(all(Selection.all(), 10)).singleElement().extracting(Entry::used).isNull();
		Instant read = this.clock.instant();
		assertThat(read("a")).isEqualTo("1");

		await().untilAsserted(() -> assertThat(all(Selection.all(), 10)).singleElement()
			.extracting(Entry::used)
			.isEqualTo(read.truncatedTo(ChronoUnit.MILLIS)));
	}

	@Test
	void pagesSkipWhatDoesNotLive() {
		for (int i = 0; i < 50; i++) {
			this.store.put(key(i), content("short"), Duration.ofSeconds(1));
		}
		put("last", "long");
		this.clock.advance(Duration.ofSeconds(2));

		assertThat(this.store.entries(Selection.all(), null, 10).content()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 501 })
	void pageHasOneToFiveHundredEntries(int limit) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.entries(Selection.all(), null, limit))
			.withMessageContaining("1 to 500");
	}

	@Test
	void streamBecomesAFileWithItsAttributes() throws IOException {
		byte[] attributes = { 1, 2, 3 };

		this.store.put(key("a"), Content.streaming(CODEC, attributes, new ByteArrayInputStream(bytes(100, 1))), null);

		this.store.get(key("a"), (entry) -> {
			assertThat(entry.inFile()).isTrue();
			assertThat(entry.attributes()).isEqualTo(attributes);
			assertThat(entry.length()).isEqualTo(100);
			return entry;
		});
		assertThat(readBytes("a")).isEqualTo(bytes(100, 1));
		assertThat(valueFiles()).hasSize(1).allSatisfy((file) -> assertThat(file).hasSize(100));
	}

	@Test
	void streamThatFailsHalfWayStoresNothing() throws IOException {
		put("a", "old");
		InputStream broken = new SequenceInputStream(new ByteArrayInputStream(bytes(LARGE, 1)), new InputStream() {
			@Override
			public int read() throws IOException {
				throw new IOException("torn");
			}
		});

		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.store.put(key("a"), Content.streaming(CODEC, null, broken), null))
			.havingRootCause()
			.withMessage("torn");

		assertThat(read("a")).as("an older value must not outlive the attempt to replace it").isNull();
		assertThat(valueFiles()).isEmpty();
		assertThat(this.store.volume()).isLessThan(LARGE);
	}

	@Test
	void streamThatThrowsUncheckedLeavesNothing() throws IOException {
		InputStream broken = new InputStream() {
			@Override
			public int read() {
				throw new UncheckedIOException(new IOException("torn"));
			}
		};

		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.store.put(key("a"), Content.streaming(CODEC, null, broken), null));

		assertThat(valueFiles()).isEmpty();
	}

	@Test
	void openedStreamOutlivesItsEntry() throws IOException {
		this.store.put(key("a"), content(LARGE, 1), null);

		try (InputStream stream = this.store.get(key("a"), Entry::open)) {
			this.store.put(key("a"), content(LARGE, 2), null);
			this.store.remove(key("a"));

			assertThat(stream.readAllBytes()).isEqualTo(bytes(LARGE, 1));
		}
	}

	@Test
	void entryKeptBeyondItsCallFailsClearlyWhenItsFileIsGone() {
		this.store.put(key("a"), content(LARGE, 1), null);
		Entry entry = this.store.get(key("a"), (found) -> found);
		this.store.remove(key("a"));

		assertThatExceptionOfType(StoreException.class).isThrownBy(entry::bytes).withMessageContaining("gone");
	}

	@Test
	void otherVersionOfTheApplicationDoesNotFindEntries() {
		put("a", "1");
		reopen(options().withApplicationVersion("2"));

		assertThat(read("a")).isNull();
		put("b", "2");
		assertThat(read("b")).isEqualTo("2");

		reopen(options());
		assertThat(read("a")).isEqualTo("1");
		assertThat(read("b")).isNull();
	}

	@Test
	void entriesOutliveARestart() {
		put("a", "1");
		this.store.put(key("file"), content(LARGE, 1), null);
		this.store.put(key("short"), content("2"), Duration.ofSeconds(1));

		reopen(options());
		this.clock.advance(Duration.ofSeconds(2));

		assertThat(read("a")).isEqualTo("1");
		assertThat(readBytes("file")).isEqualTo(bytes(LARGE, 1));
		assertThat(read("short")).isNull();
	}

	@Test
	void nothingIsFoundOrStoredAfterClosing() {
		put("a", "1");
		Store closed = this.store;
		this.directory.close();
		try {
			assertThat(read("a")).isNull();
			assertThat(closed.contains(key("a"))).isFalse();
			assertThat(closed.put(key("b"), content("2"), null)).isFalse();
			assertThat(closed.putIfAbsent(key("b"), content("2"), null)).isFalse();
			assertThat(closed.remove(key("a"))).isFalse();
			assertThat(closed.entries(Selection.all(), null, 10).content()).isEmpty();
			assertThat(closed.count()).isZero();
			assertThat(closed.volume()).isZero();
			assertThat(closed.check(true)).isEmpty();
			closed.clear();
		}
		finally {
			open();
		}
		assertThat(read("a")).isEqualTo("1");
		assertThat(read("b")).isNull();
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
