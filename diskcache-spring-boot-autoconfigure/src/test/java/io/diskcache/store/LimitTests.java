package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The size limit and what goes first. */
class LimitTests extends StoreFixture {

	private static final long LIMIT = 16L << 20;

	/**
	 * Stated fixed part: log, its index, counters, and the pages kept for the next
	 * entries.
	 */
	private static final long FIXED = (4 << 20) + (1 << 20);

	@Override
	StoreOptions options() {
		return StoreOptions.defaults().withSizeLimit(LIMIT);
	}

	@ParameterizedTest
	@EnumSource(value = EvictionPolicy.class, names = { "ADAPTIVE", "FIFO" })
	void volumeStaysWithinItsPromiseUnderTenfoldOverload(EvictionPolicy policy) throws InterruptedException {
		reopen(options().withEvictionPolicy(policy));
		AtomicBoolean done = new AtomicBoolean();
		AtomicLong greatest = new AtomicLong();
		Thread watcher = new Thread(() -> {
			while (!done.get()) {
				greatest.accumulateAndGet(sizeOnDisk(), Math::max);
				LockSupport.parkNanos(10_000_000);
			}
		});
		watcher.start();

		long written = 0;
		for (int i = 0; written < 10 * LIMIT; i++) {
			int length = (i % 50 == 0) ? 300_000 : 5_000;
			this.store.put(key(i), content(length, i), null);
			written += length;
		}
		done.set(true);
		watcher.join();

		assertThat(greatest.get()).isLessThan(LIMIT + LIMIT / 10 + FIXED);
		assertThat(this.store.volume()).isLessThanOrEqualTo(LIMIT + LIMIT / 10).isGreaterThan(LIMIT / 2);
		assertThat(this.store.statistics().evicted()).isPositive();
	}

	@Test
	void fifoDropsWhatCameFirst() {
		reopen(options().withEvictionPolicy(EvictionPolicy.FIFO));
		for (int i = 0; i < 1500; i++) {
			this.store.put(key(i), content(20_000, i), null);
			readBytes(0);
		}

		assertThat(this.store.contains(key(0))).isFalse();
		long first = -1;
		for (int i = 0; i < 1500; i++) {
			if (this.store.contains(key(i))) {
				first = (first < 0) ? i : first;
			}
			else {
				assertThat(first).as("nothing newer than what is kept is gone").isEqualTo(-1);
			}
		}
		assertThat(first).isPositive();
	}

	@Test
	void withoutAPolicyNothingGoes() {
		reopen(options().withEvictionPolicy(EvictionPolicy.NONE));
		for (int i = 0; i < 1000; i++) {
			this.store.put(key(i), content(20_000, i), null);
		}

		assertThat(this.store.count()).isEqualTo(1000);
		assertThat(this.store.volume()).isGreaterThan(LIMIT);
	}

	@Test
	void valueThatIsTooLargeEmptiesNothing() {
		put("a", "1");
		put("big", "old");

		assertThat(this.store.put(key("big"), content((int) LIMIT / 4 + 1, 1), null)).isFalse();

		assertThat(read("a")).isEqualTo("1");
		assertThat(read("big")).as("an older value must not outlive the attempt to replace it").isNull();
		assertThat(this.store.statistics().refused()).isEqualTo(1);
		assertThat(this.store.put(key("big"), content((int) LIMIT / 4, 1), null)).isTrue();
		assertThat(readBytes("big")).hasSize((int) LIMIT / 4);
	}

	@Test
	void newestEntryIsNotTheVictim() {
		for (int i = 0; i < 3000; i++) {
			this.store.put(key(i), content(15_000, i), null);
			assertThat(this.store.contains(key(i))).as("entry %s", i).isTrue();
		}
	}

	/** Though it keeps its place, which is the first. */
	@Test
	void whatWasJustReplacedIsNotTheVictim() {
		reopen(options().withEvictionPolicy(EvictionPolicy.FIFO));
		for (int i = 0; this.store.statistics().evicted() == 0; i++) {
			this.store.put(key(i), content(15_000, i), null);
		}

		for (int i = 0; i < 20; i++) {
			Key first = this.store.keys(Selection.all(), null, 1).content().get(0);
			this.store.put(first, content(30_000, i), null);
			assertThat(this.store.contains(first)).isTrue();
			this.store.remove(first);
			this.store.put(key("more" + i), content(30_000, i), null);
		}
	}

	/** In a transaction, so that nobody else makes room. */
	@Test
	void eachPutKeepsToTheLimit() {
		for (int i = 0; this.store.statistics().evicted() == 0; i++) {
			this.store.put(key(i), content(15_000, i), null);
		}

		this.store.transact(() -> {
			for (int i = 0; i < 300; i++) {
				this.store.put(key("more" + i), content(15_000, i), null);
			}
			return true;
		});

		assertThat(this.store.volume()).isLessThanOrEqualTo(LIMIT + LIMIT / 10);
	}

	@Test
	void fileValuesCountAndGo() throws IOException {
		for (int i = 0; i < 100; i++) {
			assertThat(this.store.put(key(i), content(1_000_000, i), null)).isTrue();
		}

		assertThat(sizeOnDisk()).isLessThan(LIMIT + LIMIT / 10 + FIXED);
		assertThat(readBytes(99)).isEqualTo(bytes(1_000_000, 99));
	}

	@Test
	void deletedSpaceIsGivenBack() {
		for (int i = 0; i < 600; i++) {
			this.store.put(key(i), content(20_000, i), null);
		}
		long before = sizeOnDisk();

		this.store.clear();

		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> sizeOnDisk() < before / 3);
	}

	@Test
	void limitBelowTheSmallestIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> StoreOptions.defaults().withSizeLimit(LIMIT - 1))
			.withMessageContaining("size limit")
			.withMessageContaining(String.valueOf(LIMIT - 1));
	}

	private long sizeOnDisk() {
		try (Stream<Path> files = Files.walk(this.temp.resolve("data/diskcache/v1"))) {
			return files.mapToLong(LimitTests::size).sum();
		}
		catch (IOException | UncheckedIOException ex) {
			// A file went while the tree was walked.
			return 0;
		}
	}

	private static long size(Path path) {
		try {
			return Files.isRegularFile(path) ? Files.size(path) : 0;
		}
		catch (NoSuchFileException ex) {
			return 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
