package io.diskcache.benchmarks.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Sequences are worked out by hand: a capital letter is a hit. */
class PolicyTests {

	@Test
	void fifoEvictsWhatCameFirstThoughItWasRead() {
		assertThat(hits(Queue::fifo, 3, "abcadabe")).isEqualTo("abcAdabe");
		assertThat(hits(Queue::fifo, 3, "abcadbca")).isEqualTo("abcAdBCa");
	}

	@Test
	void lruEvictsWhatWasReadLongestAgo() {
		assertThat(hits(Queue::lru, 3, "abcadabcd")).isEqualTo("abcAdAbcd");
	}

	@Test
	void naiveLfuEvictsWhatWasReadLeast() {
		assertThat(hits(NaiveLfu::new, 2, "aabcbcac")).isEqualTo("aAbcbcAC");
	}

	@Test
	void naiveLfuForgetsTheUsesOfWhatItEvicted() {
		assertThat(hits(NaiveLfu::new, 2, "aaabbcbda")).isEqualTo("aAAbBcbdA");
	}

	@Test
	void naiveLfuEvictsTheLeastRecentlyUsedAmongEquals() {
		assertThat(hits(NaiveLfu::new, 2, "aabbabcb")).isEqualTo("aAbBABcB");
		assertThat(hits(NaiveLfu::new, 2, "aabbcaa")).isEqualTo("aAbBcaA");
	}

	/** The small queue has one place, the main one nine. */
	@Test
	void s3FifoLetsOneTimeKeysPassTheSmallQueue() {
		// a is used twice more, and goes to main when k comes; then scans do not harm it.
		assertThat(hits(S3Fifo::new, 10, "abcdefghijaaklmnopqrstuvwxyza")).isEqualTo("abcdefghijAAklmnopqrstuvwxyzA");
	}

	@Test
	void s3FifoNeedsMoreThanOneUseInTheSmallQueue() {
		assertThat(hits(S3Fifo::new, 10, "abcdefghijaklmnopqrstuvwxyza")).isEqualTo("abcdefghijAklmnopqrstuvwxyza");
	}

	@Test
	void s3FifoPutsGhostsIntoTheMainQueue() {
		// k evicts a; the ghost a comes back to main, where what passes does not reach
		// it.
		assertThat(hits(S3Fifo::new, 10, "abcdefghijkalmnopqrstuvwxyza")).isEqualTo("abcdefghijkalmnopqrstuvwxyzA");
	}

	@Test
	void optimumKeepsWhatIsUsedSoonest() {
		assertThat(optimum(3, "abcdabeabcde")).isEqualTo("abcdABeABCde");
	}

	@Test
	void optimumPassesByWhatIsUsedLatest() {
		assertThat(optimum(1, "abcabca")).isEqualTo("abcAbcA");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zipf", "scan", "loop", "shift" })
	void optimumIsBetterThanAllOthers(String mix) {
		Totals totals = Totals.of(Trace.named(mix).limitedTo(200_000));
		for (double share : new double[] { 0.3, 0.1, 0.02 }) {
			Map<String, Long> hits = hits(totals, totals.capacity(share));
			assertThat(hits.values()).as(hits.toString()).allMatch((value) -> value <= hits.get("optimum"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "zipf", "scan", "loop", "shift" })
	void whatHoldsAllKeysMissesFirstAccessesOnly(String mix) {
		Totals totals = Totals.of(Trace.named(mix).limitedTo(200_000));

		Map<String, Long> hits = hits(totals, totals.distinct());

		assertThat(hits.values()).as(hits.toString()).containsOnly(totals.accesses() - totals.distinct());
	}

	@Test
	void sizesAreWithinTheCapacity() {
		Trace trace = new Trace("sized", true,
				() -> List.of(4, 5, 4, 5, 20, 4, 3, 4, 5).stream().map((size) -> new Access(size, size)));
		Totals totals = Totals.of(trace);

		Map<String, Long> hits = hits(totals, 10);

		assertThat(totals.distinct()).isEqualTo(32);
		// 20 is never put; 3 takes the place of 5, except where the future is known.
		assertThat(hits).containsEntry("LRU", 4L).containsEntry("Belady", 5L);
	}

	private static Map<String, Long> hits(Totals totals, long capacity) {
		return Replay.BASELINES.stream()
			.map((policy) -> policy.create(capacity, totals))
			.collect(Collectors.toMap(ReplayedCache::name, (cache) -> Replay.hits(totals.trace(), cache)));
	}

	private static String optimum(long capacity, String keys) {
		Totals totals = Totals.of(new Trace("keys", false, () -> keys.chars().mapToObj(Access::to)));
		return hits((entries) -> new Optimum(entries, totals), capacity, keys);
	}

	private static String hits(LongFunction<ReplayedCache> policy, long capacity, String keys) {
		ReplayedCache cache = policy.apply(capacity);
		return Arrays.stream(keys.split(""))
			.map((key) -> cache.access(key.charAt(0), 1) ? key.toUpperCase(Locale.ROOT) : key)
			.collect(Collectors.joining());
	}

}
