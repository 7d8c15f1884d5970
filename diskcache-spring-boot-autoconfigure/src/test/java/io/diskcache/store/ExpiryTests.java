package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What has expired is deleted without being asked for. */
class ExpiryTests extends StoreFixture {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@ParameterizedTest
	@EnumSource
	void whatHasExpiredGoesAndNothingElseUnderEveryPolicy(EvictionPolicy policy) {
		reopen(options().withEvictionPolicy(policy));
		this.store.transact(() -> {
			for (int second = 1; second <= 100; second++) {
				this.store.put(key(second), content("value"), SECOND.multipliedBy(second));
			}
			return true;
		});
		put("endless", "value");

		this.clock.advance(Duration.ofMillis(10_500));

		await().until(() -> this.store.count() == 91);
		assertThat(this.store.statistics().expired()).isEqualTo(10);
		for (int second = 1; second <= 100; second++) {
			assertThat(this.store.contains(key(second))).isEqualTo(second > 10);
		}
		assertThat(read("endless")).isEqualTo("value");
	}

	/** More than fit into one step. */
	@Test
	void allThatExpireAtTheSameMomentGo() throws IOException {
		this.store.transact(() -> {
			for (int i = 0; i < 3000; i++) {
				this.store.put(key(i), content("value"), SECOND);
			}
			return true;
		});
		for (int i = 0; i < 5; i++) {
			this.store.put(key("file" + i), content(100_000, i), SECOND);
		}

		this.clock.advance(SECOND);

		assertThat(this.store.count(Selection.all())).isZero();
		await().until(() -> this.store.count() == 0);
		assertThat(this.store.statistics().expired()).isEqualTo(3005);
		assertThat(valueFiles()).isZero();
	}

	@Test
	void entryWhoseEndWasPutOffStays() {
		this.store.put(key("touched"), content("1"), SECOND);
		this.store.put(key("replaced"), content("2"), SECOND);
		this.store.put(key("expired"), content("3"), SECOND);
		this.store.touch(key("touched"), null);
		put("replaced", "4");

		this.clock.advance(Duration.ofHours(1));

		await().until(() -> this.store.count() == 2);
		assertThat(read("touched")).isEqualTo("1");
		assertThat(read("replaced")).isEqualTo("4");
	}

	@Test
	void whatIsComputedInTheMeantimeIsStored() throws IOException {
		this.store.put(key("expired"), content(100_000, 1), SECOND);
		this.store.put(key("cleared"), content(100_000, 2), null);
		this.clock.advance(SECOND);
		this.store.clear();
		Fence expired = this.store.fence(key("expired"));
		Fence cleared = this.store.fence(key("cleared"));

		await().until(() -> valueFiles() == 0);

		assertThat(this.store.write(key("expired"), content("new"), PutOptions.of(null).withFence(expired)))
			.isNotNull();
		assertThat(this.store.write(key("cleared"), content("new"), PutOptions.of(null).withFence(cleared)))
			.isNotNull();
	}

	private long valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(generation().resolve("values-00"))) {
			return files.filter(Files::isRegularFile).count();
		}
	}

}
