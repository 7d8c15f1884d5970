package io.diskcache.store;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A process that is killed in the middle of a write to many stripes. */
class DeadWriterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Key KEY = StoreFixture.key("k1");

	@TempDir
	Path temp;

	/** Whether it is this process that tidies up, or the one that dies; nobody writes. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void numbersItBeganAreEndedByAnother(boolean leading) throws IOException {
		try (Neighbour writer = Neighbour.start()) {
			if (!leading) {
				writer.open(this.temp, PATIENCE);
				awaitLeader();
			}
			try (StoreDirectory directory = StoreDirectory.open(this.temp, 0)) {
				Store store = directory.open("test", StoreOptions.defaults());
				if (leading) {
					awaitLeader();
					writer.open(this.temp, PATIENCE);
				}
				Stripes stripes = Stores.stripes(this.temp);
				assertThat(store.put(KEY, KnownValue.small("old"), null)).isTrue();
				await().atMost(PATIENCE).until(() -> !stripes.wantsRecount() && isQuiet(stripes));
				assertThat(read(store).stamp().isCurrent()).isTrue();
				writer.expect("begun", "begin");
				writer.expect("put", "many", "k", 3000);
				assertThat(open(stripes)).isGreaterThan(2000);
				assertThat(read(store).stamp().isHoldable()).isFalse();

				writer.kill();

				await().atMost(Duration.ofSeconds(2))
					.until(() -> open(stripes) == 0 && read(store).stamp().isCurrent());
				await().atMost(PATIENCE).until(() -> isQuiet(stripes));
				assertThat(read(store).value()).isEqualTo("old");
				assertThat(store.check(false)).isEmpty();
			}
		}
	}

	/** Whoever began them: numbers are drawn all the time, so it is never quiet. */
	@Test
	void numbersAreEndedThoughOthersAreDrawn() throws IOException {
		try (StoreDirectory directory = StoreDirectory.open(this.temp, 0)) {
			directory.open("test", StoreOptions.defaults());
			Stripes stripes = Stores.stripes(this.temp);
			await().atMost(PATIENCE).until(() -> !stripes.wantsRecount() && isQuiet(stripes));
			stripes.begin(7, stripes.draw());

			await().atMost(Duration.ofSeconds(2)).pollInterval(Duration.ofMillis(50)).until(() -> {
				stripes.draw();
				return open(stripes) == 0;
			});
		}
	}

	private static Read<String> read(Store store) {
		return store.read(KEY, KnownValue::text);
	}

	/** Stripes on which a write has begun that has not ended. */
	private static long open(Stripes stripes) {
		return IntStream.range(0, Stripes.COUNT).filter((stripe) -> stripes.begun(stripe) > stripes.complete()).count();
	}

	private static boolean isQuiet(Stripes stripes) {
		return stripes.complete() == stripes.next();
	}

	private void awaitLeader() throws IOException {
		Path file = this.temp.resolve("diskcache/v1/test").resolve(LockFile.NAME);
		try (LockFile locks = LockFile.open(file)) {
			await().atMost(PATIENCE).until(() -> {
				FileLock free = locks.tryExclusive(LockFile.UPKEEP);
				if (free != null) {
					locks.release(free);
				}
				return free == null;
			});
		}
	}

}
