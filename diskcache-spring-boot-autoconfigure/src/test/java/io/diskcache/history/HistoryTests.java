package io.diskcache.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

import io.diskcache.store.SmallDisk;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What several processes with several threads each see of the same caches can have
 * happened, whatever happens beside: expiry, eviction, tombstones, killed processes, a
 * full disk.
 */
class HistoryTests {

	private static final Logger logger = LoggerFactory.getLogger(HistoryTests.class);

	/** So short that all of it can be held in memory. */
	private static final Duration ROUND = Duration.ofSeconds(15);

	private static final Duration LONG = Duration.ofMinutes(10);

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	private final Map<Tally, Long> tallies = new EnumMap<>(Tally.class);

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	Path temp;

	@Test
	void nobodyFindsWhatIsGone() throws IOException {
		live(Duration.ofSeconds(8));
	}

	@Test
	@Tag("stress")
	void nobodyFindsWhatIsGoneForLong() throws IOException {
		live(LONG);
	}

	@Test
	void nobodyFindsWhatIsGoneWhileProcessesAreKilled() throws IOException {
		dieAndLive(Registers.SHARDS, Duration.ofSeconds(8));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, Registers.SHARDS })
	@Tag("stress")
	void nobodyFindsWhatIsGoneWhileProcessesAreKilledForLong(int shards) throws IOException {
		dieAndLive(shards, LONG);
	}

	@Test
	void nobodyFindsWhatIsGoneOnAFullDisk() throws IOException {
		liveOnFullDisk(Duration.ofSeconds(6));
	}

	@Test
	@Tag("stress")
	void nobodyFindsWhatIsGoneOnAFullDiskForLong() throws IOException {
		liveOnFullDisk(LONG);
	}

	private void live(Duration duration) throws IOException {
		try (Swarm swarm = swarm(directory(), 1)) {
			run(duration, swarm::run);
		}
		assertEnoughHappened();
		assertStoresAreWhole(directory(), 1);
	}

	private void dieAndLive(int shards, Duration duration) throws IOException {
		try (Swarm swarm = swarm(directory(), shards)) {
			run(duration, swarm::runAndKill);
			logger.warn("{} kills", swarm.kills());
			assertThat(swarm.kills()).isGreaterThan(1);
		}
		assertEnoughHappened();
		assertStoresAreWhole(directory(), shards);
	}

	private void liveOnFullDisk(Duration duration) throws IOException {
		try (SmallDisk disk = SmallDisk.mount(this.temp.resolve("disk"))) {
			assumeTrue(disk != null, "No small disk can be mounted: not root, or not Linux");
			try (Swarm swarm = swarm(disk.path(), 1)) {
				run(duration, (round) -> {
					History history = swarm.run(round, () -> {
						pause(1500);
						disk.fillUp();
						pause(1000);
						disk.free();
					});
					disk.free();
					return history;
				});
			}
			assertThat(this.tallies).hasEntrySatisfying(Tally.SKIPPED, (count) -> assertThat(count).isPositive());
			// Of what is not stored nothing is evicted.
			assertEnoughHappened(Tally.EVICTED);
			assertStoresAreWhole(disk.path(), 1);
		}
	}

	private Swarm swarm(Path directory, int shards) {
		return new Swarm(directory, this.temp.resolve("logs"), System.getProperty("java.class.path"), shards,
				this.seed);
	}

	private Path directory() {
		return this.temp.resolve("data");
	}

	/** Runs for a while, in rounds of which each is checked by itself. */
	private void run(Duration duration, Round round) throws IOException {
		long records = 0;
		for (Duration rest = duration; !rest.isZero();) {
			Duration length = (rest.compareTo(ROUND) < 0) ? rest : ROUND;
			History history = round.run(length);
			rest = rest.minus(length);
			List<Violation> violations = history.violations();
			assertThat(violations.isEmpty()).as(() -> "Seed " + this.seed + ", " + history.explain(violations))
				.isTrue();
			records += history.records();
			history.tallies().forEach((tally, count) -> this.tallies.merge(tally, count, Long::sum));
			FileSystemUtils.deleteRecursively(this.temp.resolve("logs"));
		}
		logger.warn("{}: {} in {} records", duration, this.tallies, records);
	}

	private void assertEnoughHappened(Tally... exceptions) {
		assertThat(this.tallies.get(Tally.HITS)).isGreaterThan(10_000);
		for (Tally tally : Tally.values()) {
			if (tally != Tally.SKIPPED && tally != Tally.FAILED && !List.of(exceptions).contains(tally)) {
				assertThat(this.tallies.get(tally)).as("%s, seed %d", tally, this.seed).isPositive();
			}
		}
	}

	private void assertStoresAreWhole(Path path, int shards) {
		try (StoreDirectory directory = StoreDirectory.open(path, 0)) {
			for (int cache = 0; cache < Registers.CACHES.size(); cache++) {
				Store store = directory.open(Registers.CACHES.get(cache), Registers.options(cache, shards).store());
				await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(store.check(false)).isEmpty());
			}
		}
	}

	private void pause(int mostMillis) {
		LockSupport.parkNanos(Duration.ofMillis(100 + this.random.nextInt(mostMillis)).toNanos());
	}

	/** One run of all. */
	@FunctionalInterface
	private interface Round {

		History run(Duration duration) throws IOException;

	}

}
