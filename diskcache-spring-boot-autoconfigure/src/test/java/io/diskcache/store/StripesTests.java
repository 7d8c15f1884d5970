package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The shared counters by themselves, with threads in the place of processes. */
class StripesTests {

	private static final int STRIPE = 7;

	private static final long RUN_NANOS = Duration.ofMillis(1500).toNanos();

	@TempDir
	Path temp;

	private Stripes stripes;

	/** Removals that have begun. */
	private final AtomicLong begun = new AtomicLong();

	/** Removals that have ended. */
	private final AtomicLong ended = new AtomicLong();

	private volatile boolean stopped;

	@BeforeEach
	void create() throws IOException {
		var identity = new Identity(1, 2);
		StripesFile.create(this.temp.resolve("stripes"), identity, 0, 0);
		this.stripes = StripesFile.map(this.temp.resolve("stripes"), identity);
	}

	/**
	 * A load that began before a removal never lands after it, although the writer may
	 * draw its number and look at its fence while the tombstone is being made.
	 */
	@Test
	void rowOfAnOlderFenceIsNotReadableAfterATombstone() throws Exception {
		var admitted = new AtomicLong();
		var readable = new AtomicLong();
		long end = System.nanoTime() + RUN_NANOS;
		var writer = CompletableFuture.runAsync(() -> {
			while (System.nanoTime() < end) {
				writeFenced(admitted, readable);
			}
			this.stopped = true;
		});
		while (!this.stopped) {
			this.begun.incrementAndGet();
			this.stripes.bury(STRIPE);
			this.ended.set(this.begun.get());
		}
		writer.get();

		assertThat(admitted).hasPositiveValue();
		assertThat(readable).hasValue(0);
	}

	@Test
	void rowsOfAllStripesAreUnreadableAfterBuryingAll() {
		long version = this.stripes.draw();

		this.stripes.buryAll();

		assertThat(this.stripes.isReadable(STRIPE, version)).isFalse();
		assertThat(this.stripes.isReadable(STRIPE, this.stripes.draw())).isTrue();
	}

	@Test
	void tombstoneIsForItsStripeOnlyAndCompletesNothing() {
		long version = this.stripes.draw();
		this.stripes.begin(STRIPE, version);
		this.stripes.complete(version);

		this.stripes.bury(STRIPE);

		assertThat(this.stripes.isReadable(STRIPE, version)).isFalse();
		assertThat(this.stripes.isReadable(STRIPE + 1, version)).isTrue();
		assertThat(this.stripes.complete()).isEqualTo(version);
		assertThat(this.stripes.begun(STRIPE)).isGreaterThan(version);
		assertThat(Numbers.findContradiction(this.stripes)).isNull();
	}

	@Test
	void fileThatCanOnlyBeReadShowsWhatOthersWriteAndRefusesChanges() throws Exception {
		Path file = this.temp.resolve("stripes");
		long version = this.stripes.draw();
		Shell.freeze(List.of(file));
		Stripes reader;
		try {
			reader = StripesFile.map(file, new Identity(1, 2));
		}
		finally {
			Shell.thaw(List.of(file));
		}

		this.stripes.bury(STRIPE);

		assertThat(reader.isWritable()).isFalse();
		assertThat(reader.isReadable(STRIPE, version)).isFalse();
		assertThat(reader.isReadable(STRIPE + 1, version)).isTrue();
		this.stripes.buryAll();
		assertThat(reader.isReadable(STRIPE + 1, version)).isFalse();
		assertThat(reader.next()).isEqualTo(this.stripes.next());
		List<ThrowingCallable> changes = List.of(reader::draw, reader::requireWritable, reader::buryAll,
				() -> reader.bury(STRIPE), () -> reader.begin(STRIPE, 9), () -> reader.raiseFloor(STRIPE, 9),
				() -> reader.mark(1, 1), () -> reader.addUnowned(1, 1), () -> reader.addTotals(1, 1, 1),
				() -> reader.wantRecount(true), () -> reader.noteWriter(1), () -> reader.complete(Long.MAX_VALUE),
				() -> reader.skipAhead(1), () -> reader.header().retire(), reader::requireMappedForWriting);
		assertThat(changes).allSatisfy((change) -> assertThatExceptionOfType(StoreException.class).isThrownBy(change)
			.withMessageContaining(file.toString()));
	}

	private void writeFenced(AtomicLong admitted, AtomicLong readable) {
		var fence = new Fence(0, this.stripes.begun(STRIPE), Long.MAX_VALUE, this.stripes.clearFloor());
		long before = this.begun.get();
		var transaction = new Transaction(null, this.stripes);
		if (transaction.touch(STRIPE, fence)) {
			long removals = this.begun.get();
			while (this.ended.get() < removals && !this.stopped) {
				Thread.onSpinWait();
			}
			if (removals > before) {
				admitted.incrementAndGet();
				readable.addAndGet(this.stripes.isReadable(STRIPE, transaction.number()) ? 1 : 0);
			}
		}
	}

}
