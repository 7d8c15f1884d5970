package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A machine that went down, as far as files show: another boot, and marks of processes.
 */
class UncleanRebootTests {

	@TempDir
	Path temp;

	@ParameterizedTest
	@CsvSource({ "true, true, true, LRU, cleared", "true, true, true, NONE, cleared", "true, true, false, NONE, kept",
			"true, false, true, NONE, kept", "false, true, true, NONE, kept" })
	void entriesGoOnlyWhereThatIsWantedAndProcessesOfAnEarlierBootLeftTheirMarks(boolean wanted, boolean killed,
			boolean rebooted, String policy, String expected) throws IOException {
		StoreOptions options = StoreOptions.defaults().withClearAfterUncleanReboot(wanted);
		if ("NONE".equals(policy)) {
			options = options.withEvictionPolicy(EvictionPolicy.NONE).withLossless(true);
		}
		leave(killed);
		if (rebooted) {
			reboot();
		}

		for (int opening = 0; opening < 2; opening++) {
			try (StoreDirectory directory = StoreDirectory.open(this.temp, 0)) {
				Store store = directory.open("test", options);
				assertThat(store.get(StoreFixture.key("a"), KnownValue::text))
					.isEqualTo("cleared".equals(expected) ? null : "1");
				assertThat(store.contains(StoreFixture.key("large"))).isEqualTo("kept".equals(expected));
				assertThat(store.put(StoreFixture.key("new" + opening), KnownValue.small("1"), null)).isTrue();
				int entries = ("kept".equals(expected) ? 2 : 0) + opening + 1;
				await().atMost(Duration.ofSeconds(10)).until(() -> store.count() == entries);
				assertThat(store.check(false)).isEmpty();
			}
		}
		if ("cleared".equals(expected)) {
			// As recorded, should the counters get lost as well.
			Files.delete(Stores.generation(this.temp).shard(0).stripes());
			try (StoreDirectory directory = StoreDirectory.open(this.temp, 0)) {
				Store store = directory.open("test", options);
				assertThat(store.contains(StoreFixture.key("a"))).isFalse();
				assertThat(store.contains(StoreFixture.key("new1"))).isEqualTo("NONE".equals(policy));
			}
		}
	}

	private void leave(boolean killed) {
		try (Neighbour neighbour = Neighbour.start().open(this.temp, Duration.ofSeconds(10))) {
			neighbour.expect("true", "put", "a", "1");
			neighbour.expect("true", "large", "large", "1");
			if (!killed) {
				neighbour.expect("closed", "close");
			}
		}
	}

	private void reboot() throws IOException {
		Path stripes = Stores.generation(this.temp).shard(0).stripes();
		byte[] words = Files.readAllBytes(stripes);
		Arrays.fill(words, 40, 56, (byte) 1);
		Files.write(stripes, words);
	}

}
