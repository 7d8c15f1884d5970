package io.diskcache.web;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.codec.StreamAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Values that are replaced and removed while they are downloaded. Compared without
 * AssertJ, which takes seconds for so many bytes.
 */
class ConcurrentDownloadTests {

	private static final int LENGTH = 400_000;

	@TempDir
	Path directory;

	private TestServer server;

	@BeforeEach
	void start() {
		this.server = TestServer.start(this.directory);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void startedDownloadIsFinishedWhateverHappensToTheEntry() throws Exception {
		byte[] large = filled(30_000_000, (byte) 1);
		this.server.put("files", "a", large, StreamAttributes.NONE, null);
		this.server.put("files", "b", large, StreamAttributes.NONE, null);
		this.server.put("files", "c", large, StreamAttributes.NONE, null);
		try (var overwritten = this.server.stream("/diskcache/files/a").body();
				var evicted = this.server.stream("/diskcache/files/b").body();
				var cleared = this.server.stream("/diskcache/files/c", "Range", "bytes=1000-").body()) {

			this.server.put("files", "a", new byte[large.length], StreamAttributes.NONE, null);
			this.server.cache("files").evict("b");
			this.server.cache("files").clear();

			assertThat(Arrays.equals(overwritten.readAllBytes(), large)).isTrue();
			assertThat(Arrays.equals(evicted.readAllBytes(), large)).isTrue();
			assertThat(Arrays.equals(cleared.readAllBytes(), filled(large.length - 1000, (byte) 1))).isTrue();
		}
		assertThat(this.server.get("/diskcache/files/c").statusCode()).isEqualTo(404);
	}

	@Test
	void everyBodyIsOneValueAsAWhole() throws Exception {
		download(400, Duration.ofSeconds(60));
	}

	@Test
	@Tag("stress")
	void everyOneOfTenThousandBodiesIsOneValueAsAWhole() throws Exception {
		download(10_000, Duration.ofMinutes(10));
	}

	/** Each value consists of one byte, and its name and its length tell which. */
	private void download(int count, Duration patience) throws Exception {
		AtomicBoolean stop = new AtomicBoolean();
		AtomicInteger found = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(5);
		List<Future<?>> running = new ArrayList<>();
		running.add(threads.submit(() -> {
			for (int i = 0; !stop.get(); i++) {
				change(i);
			}
		}));
		for (int reader = 0; reader < 4; reader++) {
			running.add(threads.submit(() -> {
				while (!stop.get()) {
					download(found);
				}
			}));
		}

		await().atMost(patience).until(() -> found.get() >= count || running.stream().anyMatch(Future::isDone));
		stop.set(true);
		for (Future<?> task : running) {
			task.get(20, TimeUnit.SECONDS);
		}
		threads.shutdown();
	}

	private void change(int i) {
		byte version = (byte) (i & 0x7f);
		switch (i % 10) {
			case 7 -> this.server.cache("files").evict("a");
			case 9 -> this.server.cache("files").clear();
			default -> {
				byte[] bytes = filled(LENGTH + version, version);
				this.server.put("files", "a", bytes, new StreamAttributes("image/png", "v" + version, null), null);
			}
		}
	}

	private void download(AtomicInteger found) {
		int start = ThreadLocalRandom.current().nextBoolean() ? 0 : ThreadLocalRandom.current().nextInt(LENGTH);
		HttpResponse<byte[]> response = (start > 0)
				? this.server.get("/diskcache/files/a", "Range", "bytes=" + start + '-')
				: this.server.get("/diskcache/files/a");
		if (response.statusCode() == 404) {
			return;
		}
		assertThat(response.statusCode()).isEqualTo((start > 0) ? 206 : 200);
		byte version = response.body()[0];
		assertThat(Arrays.equals(response.body(), filled(LENGTH + version - start, version))).isTrue();
		assertThat(response.headers().firstValue("Content-Disposition").orElse("")).endsWith("'v" + version);
		found.incrementAndGet();
	}

	private static byte[] filled(int length, byte with) {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, with);
		return bytes;
	}

}
