package io.diskcache.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.InputStreamResource;

import io.diskcache.cache.FileValue;
import io.diskcache.codec.StreamAttributes;
import io.diskcache.store.OpenFiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/** Values that are loaded as they are asked for over HTTP. */
class CachedValueLoaderTests {

	private static final Map<String, AtomicInteger> LOADS = new ConcurrentHashMap<>();

	private static final CountDownLatch SLOW = new CountDownLatch(1);

	@TempDir
	static Path directory;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(directory, Loaders.class);
		server.cache("images");
		server.cache("private-images");
		server.cache("other");
		server.cache("proxy");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void missIsLoadedOnceAndServedAsAHitIs() {
		HttpResponse<byte[]> first = server.get("/diskcache/images/cat.png");
		HttpResponse<byte[]> second = server.get("/diskcache/images/cat.png", "Range", "bytes=1-2");

		assertThat(first.statusCode()).isEqualTo(200);
		assertThat(first.body()).isEqualTo("cat.png".getBytes());
		assertThat(first.headers().firstValue("Content-Type")).hasValue("image/png");
		assertThat(second.statusCode()).isEqualTo(206);
		assertThat(second.headers().firstValue("ETag")).isEqualTo(first.headers().firstValue("ETag"));
		assertThat(loads("cat.png")).isEqualTo(1);
		assertThat(server.cache("images").get("cat.png", FileValue.class)).isNotNull();
	}

	@Test
	void manyWhoAskAtOnceWaitForOneLoad() {
		List<CompletableFuture<HttpResponse<byte[]>>> answers = Stream.generate(() -> "/diskcache/images/slow")
			.limit(8)
			.map((path) -> CompletableFuture.supplyAsync(() -> server.get(path)))
			.toList();
		await().until(() -> loads("slow") == 1);
		SLOW.countDown();

		assertThat(answers).extracting((answer) -> answer.join().statusCode()).containsOnly(200);
		assertThat(loads("slow")).isEqualTo(1);
	}

	@Test
	void nothingIsNotFound() {
		assertThat(server.get("/diskcache/images/none").statusCode()).isEqualTo(404);
		assertThat(server.get("/diskcache/images/none").statusCode()).isEqualTo(404);

		assertThat(loads("none")).as("null values are allowed, so it is stored").isEqualTo(1);
	}

	@Test
	void failureIsABadGatewayWithoutDetailsAndIsCounted() {
		long before = server.cache("images").statistics().failures();

		for (int i = 1; i <= 2; i++) {
			HttpResponse<byte[]> response = server.get("/diskcache/images/broken");
			assertThat(response.statusCode()).isEqualTo(502);
			assertThat(response.body()).isEmpty();
			assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
			assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
			assertThat(loads("broken")).isEqualTo(i);
			assertThat(server.cache("images").statistics().failures()).isEqualTo(before + i);
		}
	}

	@Test
	void whatCouldNotBeStoredIsUnavailable() {
		assertThat(server.get("/diskcache/images/evicted").statusCode()).isEqualTo(503);
	}

	@Test
	void sourceThatBreaksOffIsUnavailableAndAskedOnce() throws IOException {
		int files = server.files().size();

		assertThat(server.get("/diskcache/images/torn").statusCode()).isEqualTo(503);

		assertThat(loads("torn")).isEqualTo(1);
		assertThat(server.files()).hasSize(files);
	}

	@Test
	void objectsAreNotServed() {
		assertThat(server.get("/diskcache/images/object").statusCode()).isEqualTo(404);
		assertThat(server.get("/diskcache/images/object").statusCode()).isEqualTo(404);
		assertThat(loads("object")).isEqualTo(1);
	}

	@Test
	void streamThatWasLoadedIsServedAndClosed() throws IOException {
		long open = OpenFiles.ofValues();

		assertThat(server.get("/diskcache/images/stream").body()).hasSize(100_000);

		await().untilAsserted(() -> assertThat(OpenFiles.ofValues()).isEqualTo(open));
	}

	@Test
	void eachRequestIsOneLookup() {
		server.get("/diskcache/images/counted");
		long hits = server.cache("images").statistics().hits();
		long misses = server.cache("images").statistics().misses();

		server.get("/diskcache/images/counted");
		server.get("/diskcache/images/counted-too");

		assertThat(server.cache("images").statistics().hits()).isEqualTo(hits + 1);
		assertThat(server.cache("images").statistics().misses()).isEqualTo(misses + 1);
	}

	@Test
	void onlyPlainKeysOfTheExposedCacheAreLoaded() {
		LOADS.clear();

		assertThat(server.get(server.links().path("images", 5)).statusCode()).isEqualTo(404);
		assertThat(server.get(server.links().path("images", "a b")).statusCode()).isEqualTo(404);
		assertThat(server.get("/diskcache/images/~" + "AA").statusCode()).isEqualTo(404);
		assertThat(server.get("/diskcache/private-images/cat.png").statusCode()).isEqualTo(404);
		assertThat(server.get("/diskcache/other/cat.png").statusCode()).isEqualTo(404);
		assertThat(server.send("POST", "/diskcache/images/new").statusCode()).isEqualTo(405);

		assertThat(LOADS).isEmpty();
	}

	@Test
	void imageProxyTakesItsValuesFromAnotherServer() {
		server.put("other", "cat.gif", new byte[100_000], new StreamAttributes("image/gif", null, null), null);

		HttpResponse<byte[]> image = server.get("/diskcache/proxy/cat.gif");
		assertThat(image.body()).hasSize(100_000);
		assertThat(image.headers().firstValue("Content-Type")).hasValue("image/gif");
		server.cache("other").clear();
		assertThat(server.get("/diskcache/proxy/cat.gif").body()).hasSize(100_000);
		assertThat(server.get("/diskcache/proxy/dog.gif").statusCode()).isEqualTo(404);
	}

	@Test
	void cacheHasOneLoader() {
		CachedValueLoader loader = CachedValueLoader.of("images", (key) -> key);

		assertThatIllegalStateException().isThrownBy(() -> new CachedValueLoaders(List.of(loader, loader)))
			.withMessage("Cache 'images' has two beans of type CachedValueLoader: one has to go");
	}

	/** A stream that ends in a failure. */
	private static InputStream torn() {
		return new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), new InputStream() {

			@Override
			public int read() throws IOException {
				throw new IOException("The origin went away");
			}

		});
	}

	private static int loads(String key) {
		AtomicInteger loads = LOADS.get(key);
		return (loads != null) ? loads.get() : 0;
	}

	private static Object load(String key) throws IOException, InterruptedException {
		LOADS.computeIfAbsent(key, (any) -> new AtomicInteger()).incrementAndGet();
		return switch (key) {
			case "none" -> null;
			case "broken" -> throw new IOException("details");
			case "object" -> 5;
			case "evicted" -> {
				server.cache("images").evict(key);
				yield "older than the eviction";
			}
			case "stream" -> new ByteArrayInputStream(new byte[100_000]);
			case "torn" -> FileValue.of(new InputStreamResource(torn()));
			case "slow" -> SLOW.await(20, TimeUnit.SECONDS) ? "slow" : "never";
			default -> FileValue.of(key.getBytes()).withContentType("image/png");
		};
	}

	@Configuration(proxyBeanMethods = false)
	static class Loaders {

		@Bean
		CachedValueLoader images() {
			return CachedValueLoader.of("images", CachedValueLoaderTests::load);
		}

		@Bean
		CachedValueLoader proxy() {
			HttpClient client = HttpClient.newHttpClient();
			return CachedValueLoader.of("proxy", (name) -> {
				URI origin = URI.create("http://localhost:" + server.port() + "/diskcache/other/");
				HttpResponse<InputStream> response = client.send(HttpRequest.newBuilder(origin.resolve(name)).build(),
						BodyHandlers.ofInputStream());
				if (response.statusCode() == 200) {
					return FileValue.of(new InputStreamResource(response.body()))
						.withContentType(response.headers().firstValue("Content-Type").orElse(null));
				}
				response.body().close();
				return null;
			});
		}

		@Bean
		CachedValueLoader privateImages() {
			return CachedValueLoader.of("private-images", CachedValueLoaderTests::load);
		}

	}

}
