package io.diskcache.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A check that mends, while others write: it takes nothing from them. */
class CheckBesideWritersTests extends StoreFixture {

	private static final int LARGE = 200_000;

	@Test
	void fileThatIsBeingWrittenStays() throws Exception {
		Pause pause = new Pause();
		InputStream stream = new SequenceInputStream(
				new SequenceInputStream(new ByteArrayInputStream(bytes(LARGE, 1)), pause),
				new ByteArrayInputStream(bytes(LARGE, 2)));
		CompletableFuture<Boolean> put = CompletableFuture.supplyAsync(
				() -> this.store.put(key("a"), Content.streaming(CODEC, null, stream), null),
				(task) -> new Thread(task).start());
		pause.begun.await();

		assertThat(this.store.check(true)).isEmpty();
		pause.end.countDown();

		assertThat(put.get()).isTrue();
		assertThat(readBytes("a")).hasSize(2 * LARGE);
	}

	@Test
	void nothingIsFoundWhereNothingIsWrong() {
		CompletableFuture<?> writers = CompletableFuture
			.allOf(Stream.of("a", "b").map((name) -> CompletableFuture.runAsync(() -> write(name), (task) -> {
				Thread writer = new Thread(task);
				writer.start();
			})).toArray(CompletableFuture[]::new));

		int checks = 0;
		while (!writers.isDone() || checks == 0) {
			List<Problem> problems = this.store.check(true);
			checks++;
			assertThat(problems).as("check %s", checks).isEmpty();
		}

		writers.join();
		for (String name : List.of("a", "b")) {
			for (int i = 0; i < 10; i++) {
				assertThat(readBytes(name + i)).isEqualTo(bytes(LARGE, 190 + i));
			}
		}
	}

	/** Whatever was done to a store, one run that mends leaves it sound. */
	@Test
	void allAtOnceIsMendedInOneRun() throws IOException {
		for (int i = 0; i < 6; i++) {
			this.store.put(key("file" + i), content(LARGE, i), null);
			put("row" + i, "value");
		}
		List<Path> files = valueFiles();
		Files.delete(files.get(0));
		Files.move(files.get(1), files.get(1).resolveSibling("moved.val"));
		Files.write(files.get(2), new byte[10]);
		try (Session session = Session.open(generation().resolve("shard-00.db"), Durability.PROCESS, 1 << 20)) {
			session.jdbc().execute("UPDATE entry SET value = CAST('x' AS BLOB) WHERE key = CAST('row0' AS BLOB)");
		}

		assertThat(this.store.check(true)).extracting(Problem::kind)
			.contains(Problem.Kind.FILE_MISSING, Problem.Kind.LENGTH, Problem.Kind.CHECKSUM);

		assertThat(this.store.check(false)).isEmpty();
		assertThat(this.store.count()).isEqualTo(8);
		assertThat(this.store.count(Selection.all())).isEqualTo(8);
		assertThat(read("row1")).isEqualTo("value");
		put("row0", "again");
		assertThat(read("row0")).isEqualTo("again");
	}

	private void write(String name) {
		for (int i = 0; i < 200; i++) {
			this.store.put(key(name + i % 10), content(LARGE, i), null);
		}
	}

	private List<Path> valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(generation().resolve("values-00"))) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
	}

	/** An empty stream that takes its time. */
	private static final class Pause extends InputStream {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch end = new CountDownLatch(1);

		@Override
		public int read() {
			this.begun.countDown();
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return -1;
		}

	}

}
