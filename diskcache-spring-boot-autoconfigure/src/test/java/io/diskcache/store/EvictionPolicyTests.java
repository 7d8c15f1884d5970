package io.diskcache.store;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What entries are worth, by what is known of their use. */
class EvictionPolicyTests {

	private static final int ENTRIES = 1000;

	@ParameterizedTest
	@EnumSource(names = { "ADAPTIVE", "LRU", "LFU" })
	void theNewestAreWorthMoreThanAllOthers(EvictionPolicy policy) {
		double newest = worth(policy, 1, 0);
		double new9 = worth(policy, 1, 9);
		double best = worth(policy, 4096, 10);

		assertThat(newest).isGreaterThan(new9);
		assertThat(new9).isGreaterThan(best);
		assertThat(worth(policy, 1, 10)).isLessThanOrEqualTo(best);
	}

	@ParameterizedTest
	@EnumSource(names = { "ADAPTIVE", "LRU", "LFU" })
	void whatIsUnknownIsWorthLeast(EvictionPolicy policy) {
		assertThat(policy.worth(null, ENTRIES)).isLessThan(worth(policy, 0, Integer.MAX_VALUE));
	}

	private static double worth(EvictionPolicy policy, double score, int age) {
		return policy.worth(new UseTable.Use(score, age), ENTRIES);
	}

}
