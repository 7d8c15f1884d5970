package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A store that nobody changes. */
class IdleStoreTests extends StoreFixture {

	@Test
	void nothingIsWritten() throws IOException {
		for (int i = 0; i < 100; i++) {
			put(i, "v" + i);
			this.store.put(key("large" + i), content(100_000, i), null);
		}
		Stripes stripes = Stores.stripes(this.temp.resolve("data"));
		// What there was to do after opening is done.
		await().pollDelay(Duration.ofMillis(2500)).until(() -> stripes.complete() == stripes.next());
		long next = stripes.next();
		long log = this.store.walBytes();
		Path database = generation().resolve("shard-00.db");
		long length = database.toFile().length();

		await().pollDelay(Duration.ofSeconds(3)).until(() -> true);

		assertThat(stripes.next()).isEqualTo(next);
		assertThat(this.store.walBytes()).as("emptied when nobody writes any more").isEqualTo(log).isZero();
		assertThat(database.toFile()).hasSize(length);
	}

	@Test
	void logIsTold() {
		put("a", "1");

		assertThat(this.store.walBytes()).isEqualTo(generation().resolve("shard-00.db-wal").toFile().length())
			.isPositive();
	}

}
