package io.diskcache.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Another file in the place of the counters, under processes that use them. */
class ReplacedCountersTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	/** Of a process whose removals are to become tombstones. */
	private static final Duration SHORT = Duration.ofMillis(50);

	/* Started once for all tests, as starting costs more than most of them. */
	private static Neighbour first;

	private static Neighbour second;

	private static Neighbour late;

	@TempDir
	Path temp;

	@BeforeAll
	static void start() {
		first = Neighbour.start();
		second = Neighbour.start();
		late = Neighbour.start();
	}

	@AfterAll
	static void stop() {
		List.of(first, second, late).forEach(Neighbour::close);
	}

	@AfterEach
	void close() {
		List.of(first, second, late).forEach((neighbour) -> neighbour.ask("close"));
	}

	@ParameterizedTest
	@EnumSource(Replacement.class)
	void processThatStartsWaitsUntilTheOthersHaveNoticed(Replacement replacement) throws IOException {
		byte[] older = removeAfterCopying();
		Path counters = Stores.generation(this.temp).shard(0).stripes();
		first.freeze();
		second.freeze();
		try {
			replacement.replace(counters, older);

			assertThat(late.ask("open", this.temp, 1000)).startsWith("StoreCorruptedException");
			assertThat(late.ask("open", this.temp, 1000)).contains("processes");
		}
		finally {
			first.resume();
			second.resume();
		}
		second.ask("commit");

		meetWithoutWhatWasRemoved();
	}

	@Test
	void countersOverwrittenWithOlderOnesAreGivenUp() throws IOException {
		byte[] older = removeAfterCopying();
		Path counters = Stores.generation(this.temp).shard(0).stripes();
		long next = Stores.stripes(this.temp).next();
		Object file = ShardFiles.key(counters);

		try (FileChannel channel = FileChannel.open(counters, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(older), 0);
		}
		second.ask("commit");

		await().atMost(SOON).until(() -> Files.exists(counters) && !ShardFiles.key(counters).equals(file));
		meetWithoutWhatWasRemoved();
		assertThat(Stores.stripes(this.temp).next()).isGreaterThan(next + Stripes.GAP / 2);
	}

	@Test
	void countersThatAreCutOffAreMadeAnew() throws IOException {
		removeAfterCopying();
		Path counters = Stores.generation(this.temp).shard(0).stripes();
		second.ask("commit");

		try (FileChannel channel = FileChannel.open(counters, StandardOpenOption.WRITE)) {
			channel.truncate(0);
		}

		await().atMost(SOON).until(() -> Files.exists(counters) && StripesFile.hasLength(counters));
		meetWithoutWhatWasRemoved();
	}

	/**
	 * As a neighbour holds the lock, the row stays where it is and only the counters hide
	 * it.
	 */
	private byte[] removeAfterCopying() throws IOException {
		first.open(this.temp, SHORT);
		second.open(this.temp, SOON);
		second.expect("true", "put", "a", "old");
		second.expect("true", "put", "b", "1");
		byte[] older = Files.readAllBytes(Stores.generation(this.temp).shard(0).stripes());
		second.expect("begun", "begin");
		first.expect("true", "remove", "a");
		first.expect(Neighbour.MISS, "get", "a");
		return older;
	}

	private void meetWithoutWhatWasRemoved() {
		await().atMost(SOON).untilAsserted(() -> late.open(this.temp, SOON));
		late.expect(Neighbour.MISS, "get", "a");
		await().atMost(SOON).untilAsserted(() -> {
			for (Neighbour neighbour : List.of(first, second, late)) {
				neighbour.expect("true", "put", "b", neighbour.pid());
				for (Neighbour other : List.of(first, second, late)) {
					other.expect(String.valueOf(neighbour.pid()), "get", "b");
					other.expect(Neighbour.MISS, "get", "a");
				}
			}
		});
		await().atMost(SOON).untilAsserted(() -> late.expect("[]", "check"));
	}

	/** What stands in the place of the file. */
	enum Replacement {

		NOTHING, OLDER_COPY, SHORT, ZEROS, OTHER_MAGIC, OTHER_FORMAT;

		void replace(Path counters, byte[] older) throws IOException {
			byte[] content = content(older);
			if (content == null) {
				Files.delete(counters);
				return;
			}
			Path other = Files.write(counters.resolveSibling("other"), content);
			Files.move(other, counters, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}

		private byte @Nullable [] content(byte[] older) {
			byte[] content = older.clone();
			switch (this) {
				case NOTHING -> {
					return null;
				}
				case SHORT -> {
					return Arrays.copyOf(older, older.length / 2);
				}
				case ZEROS -> Arrays.fill(content, (byte) 0);
				case OTHER_MAGIC -> content[0]++;
				case OTHER_FORMAT -> content[Long.BYTES] = 2;
				case OLDER_COPY -> {
				}
			}
			return content;
		}

	}

}
