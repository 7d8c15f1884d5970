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

	private Shard shard;

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
			this.shard = Stores.shard(this.store);
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
		Stripes stripes = this.shard.stripes();
		int stripe = Stripes.stripe(this.shard.schema().hashKey().hash(KEY.raw()));
		Held held = null;
		while (System.nanoTime() < end) {
			long complete = stripes.complete();
			long version = version();
			long begun = stripes.begun(stripe);
			if (held != null && begun == held.stamp() && held.stamp() >= stripes.clearFloor()) {
				this.hits++;
				assertThat(held.version()).as("version held, with that on the disk being newer")
					.isGreaterThanOrEqualTo(version);
			}
			held = (begun <= complete) ? new Held(begun, version) : held;
		}
	}

	/** Version of the entry on the disk, 0 for none. */
	private long version() {
		Long version = this.store.get(KEY, Entry::version);
		return (version != null) ? version : 0;
	}

	/**
	 * What is held in memory.
	 *
	 * @param stamp state of the stripe when it was read
	 * @param version version of the entry
	 */
	private record Held(long stamp, long version) {
	}

}
