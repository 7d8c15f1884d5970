package io.diskcache.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A put that fails in a transaction whose work does not mind. */
class FailedPartTests extends StoreFixture {

	@Override
	StoreOptions options() {
		return StoreOptions.defaults().withMaxValueSize(1000);
	}

	@Test
	void valueThatIsTooLargeTakesTheFormerOneAway() {
		put("a", "old");

		boolean stored = this.store.transact(() -> {
			boolean done = this.store.put(key("a"), content(1001, 1), null);
			assertThat(read("a")).isNull();
			return done;
		});

		assertThat(stored).isFalse();
		assertThat(read("a")).isNull();
	}

	@Test
	void streamThatFailsCannotBeLeftOut() {
		put("a", "old");

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.transact(() -> {
			put("b", "2");
			putFailing();
			return true;
		})).withMessageContaining("a part of it failed");

		assertThat(read("a")).isEqualTo("old");
		assertThat(read("b")).isNull();
	}

	/** The statement fails after the row was found, so who knows what was done. */
	@Test
	void changeThatFailedInTheDatabaseCannotBeCommitted() {
		put("a", "old");
		Shard shard = Stores.shard(this.store);
		var reached = new AtomicBoolean();

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.transact(() -> {
			put("b", "2");
			shard.database()
				.writer()
				.execute("CREATE TEMP TRIGGER refuse BEFORE UPDATE ON entry BEGIN "
						+ "SELECT RAISE(ROLLBACK, 'refused'); END");
			assertThatExceptionOfType(StoreException.class)
				.isThrownBy(() -> this.store.put(key("a"), content("new"), null));
			reached.set(true);
			return this.store.put(key("c"), content("3"), null);
		}));

		assertThat(reached).isTrue();
		assertThat(read("a")).isEqualTo("old");
		assertThat(read("b")).isNull();
		assertThat(read("c")).isNull();
	}

	private void putFailing() {
		InputStream failing = new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("broken source");
			}

		};
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.store.put(key("a"), Content.streaming(CODEC, null, failing), null));
	}

}
