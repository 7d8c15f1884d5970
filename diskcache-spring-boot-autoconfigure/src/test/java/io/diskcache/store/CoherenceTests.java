package io.diskcache.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reader that holds values in memory by the protocol of the versions, while other
 * processes write: what it may use from memory is never older than what is on the disk.
 */
class CoherenceTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Key KEY = StoreFixture.key("a");

	@TempDir
	Path temp;

	private Store store;

	private int hits;

	@Test
	void heldValueIsNeverOlderThanTheDisk() {
		run(2500);
	}

	@Test
	@Tag("stress")
	void heldValueIsNeverOlderThanTheDiskForLong() {
		run(60_000);
	}

	private void run(int millis) {
		List<Neighbour> writers = IntStream.range(0, 2).mapToObj((i) -> Neighbour.start()).toList();
		try (StoreDirectory directory = StoreDirectory.open(this.temp, 0)) {
			this.store = directory.open("test", StoreOptions.defaults().withOperationTimeout(TIMEOUT));
			writers.forEach((writer) -> writer.open(this.temp, TIMEOUT));
			writers.forEach((writer) -> writer.tell("pulse", "a", millis));

			compare(System.nanoTime() + Duration.ofMillis(millis).toNanos());

			writers.forEach((writer) -> assertThat(writer.hear()).matches("[1-9][0-9]*"));
			assertThat(this.hits).isPositive();
			assertThat(this.store.check(false)).isEmpty();
		}
		finally {
			writers.forEach(Neighbour::close);
		}
	}

	private void compare(long end) {
		Read<Long> held = Read.ofNothing();
		while (System.nanoTime() < end) {
			Read<Long> disk = this.store.read(KEY, Entry::version);
			if (held.stamp().isCurrent()) {
				this.hits++;
				assertThat(version(held)).as("version held, with that on the disk being newer")
					.isGreaterThanOrEqualTo(version(disk));
			}
			held = disk.stamp().isHoldable() ? disk : held;
		}
	}

	/** Version of the entry, 0 for none. */
	private static long version(Read<Long> read) {
		return (read.value() != null) ? read.value() : 0;
	}

}
