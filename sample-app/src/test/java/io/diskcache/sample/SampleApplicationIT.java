package io.diskcache.sample;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged application, run as users run it. One process, whose first page is kept,
 * serves all tests that need no other.
 */
@Timeout(240)
class SampleApplicationIT {

	private static final String HITS = "/actuator/metrics/cache.gets?tag=result:hit";

	private static final String FOUND_ALL = "<h1>All 10 results found in";

	private static final String THUMBNAIL = "/diskcache/thumbnails/milky-way.jpg";

	@TempDir
	static Path shared;

	private static RunningSample sample;

	private static String firstPage;

	@BeforeAll
	static void startAndLook() throws Exception {
		sample = RunningSample.start(shared).ready();
		firstPage = sample.page();
	}

	@AfterAll
	static void endQuietly() throws Exception {
		try (RunningSample ending = sample) {
			assertQuiet(ending);
		}
		assertQuiet(sample);
	}

	@Test
	void firstStartComputes() throws Exception {
		assertThat(sample.console()).contains("gpl-3.txt: computed").doesNotContain(": hit");
		assertThat(firstPage).contains("<h1>7 of 10 results computed in", "Sea at sunset", "Reload")
			.contains("<dd>" + sample.pid() + "</dd>", shared.toRealPath().resolve("diskcache-data").toString());
	}

	@Test
	void pageThatIsReloadedIsFoundAndCountsAsHits() throws Exception {
		double before = hits();

		assertThat(sample.page()).contains(FOUND_ALL).doesNotContain("badge computed");

		assertThat(hits()).isEqualTo(before + 10);
	}

	@Test
	void thumbnailIsAFileServedByTheCache() throws Exception {
		assertThat(firstPage).contains("src=\"" + THUMBNAIL + "\"");
		try (Stream<Path> files = Files.walk(shared.resolve("diskcache-data/diskcache/v1/thumbnails"))) {
			assertThat(files.filter(Files::isRegularFile).filter((file) -> file.toString().contains("values-")))
				.hasSizeGreaterThanOrEqualTo(5);
		}

		HttpResponse<String> whole = sample.get(THUMBNAIL);

		assertThat(whole.statusCode()).isEqualTo(200);
		assertThat(header(whole, "Content-Type")).isEqualTo("image/jpeg");
		assertThat(header(whole, "Content-Disposition")).contains("inline", "milky-way.jpg");
		assertThat(sample.head(THUMBNAIL).headers().firstValueAsLong("Content-Length")).hasValue(length(whole));
	}

	@Test
	void browserThatHasAThumbnailIsNotSentItAgain() throws Exception {
		String tag = header(sample.head(THUMBNAIL), "ETag");

		HttpResponse<String> response = sample.get(THUMBNAIL, "If-None-Match", tag);

		assertThat(response.statusCode()).isEqualTo(304);
		assertThat(response.body()).isEmpty();
	}

	@Test
	void partOfAThumbnailIsServed() throws Exception {
		HttpResponse<String> response = sample.get(THUMBNAIL, "Range", "bytes=100-199");

		assertThat(response.statusCode()).isEqualTo(206);
		assertThat(length(response)).isEqualTo(100);
		assertThat(header(response, "Content-Range")).startsWith("bytes 100-199/");
	}

	@Test
	void evictedThumbnailIsPaintedAgain() throws Exception {
		HttpResponse<String> response = sample.post("/photos/desert-dunes.jpg/forget");

		assertThat(response.statusCode()).isEqualTo(303);
		assertThat(header(response, "Location")).isEqualTo("/");
		assertThat(sample.get("/diskcache/thumbnails/desert-dunes.jpg").statusCode()).isEqualTo(404);
		assertThat(sample.page()).containsPattern("Desert dunes</h3><span class=\"badge computed\">");
		assertThat(sample.get("/diskcache/thumbnails/desert-dunes.jpg").statusCode()).isEqualTo(200);
	}

	@Test
	void unknownNamesAreNotFound() throws Exception {
		HttpResponse<String> response = sample.get("/stats/absent.txt");

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("There is no such text", "apache-2.0.txt").doesNotContain("absent.txt.");
		assertThat(sample.get("/stats/..%2Fapplication.yml").statusCode()).isBetween(400, 404);
		assertThat(sample.post("/photos/absent.jpg/forget").statusCode()).isEqualTo(404);
		assertThat(sample.post("/photos/..%2Fapplication.yml/forget").statusCode()).isBetween(400, 404);
		assertThat(sample.get("/diskcache/thumbnails/absent.jpg").statusCode()).isEqualTo(404);
		assertThat(sample.get("/diskcache/quotes/DISK").statusCode()).as("not exposed").isEqualTo(404);
	}

	@Test
	void whatThePageLinksToIsThere() throws Exception {
		assertThat(sample.json("/actuator/caches").at("/cacheManagers/cacheManager/caches/thumbnails").isObject())
			.isTrue();
		assertThat(sample.json("/actuator/diskcache").at("/caches/thumbnails/volume").asLong()).isPositive();
		assertThat(sample.json("/actuator/health").at("/components/diskcache/status").asString()).isEqualTo("UP");
		assertThat(header(sample.get("/page.css"), "Content-Type")).startsWith("text/css");
		assertThat(header(sample.get("/icon.svg"), "Content-Type")).startsWith("image/svg+xml");
		assertThat(firstPage).contains("href=\"actuator/metrics/cache.gets?tag=result:hit\"",
				"href=\"actuator/caches\"", "href=\"actuator/diskcache\"", "href=\"actuator/health\"",
				"href=\"page.css\"", "href=\"icon.svg\"");
	}

	@Test
	void secondProcessFindsWhatTheFirstMadeAndEvictsForBoth() throws Exception {
		try (RunningSample other = RunningSample.start(shared).ready()) {
			assertThat(other.console()).contains("apache-2.0.txt: hit").doesNotContain(": computed");
			assertThat(other.page()).contains(FOUND_ALL);
			for (String file : new String[] { "apache-2.0.txt", "gpl-3.txt", "mpl-2.0.txt" }) {
				assertThat(other.stats(file).at("/statistics/computedBy").asLong()).isEqualTo(sample.pid());
			}

			other.post("/photos/high-valley.jpg/forget");

			assertThat(sample.page()).containsPattern("High valley</h3><span class=\"badge computed\">");
			assertQuiet(other);
		}
	}

	@Test
	void killedAndRestartedApplicationIsWarm(@TempDir Path directory) throws Exception {
		RunningSample killed = RunningSample.start(directory).ready();
		assertThat(killed.page()).contains("<h1>7 of 10");
		JsonNode computed = killed.stats("gpl-3.txt");
		killed.kill();

		for (String start : new String[] { "after the kill", "after an orderly end" }) {
			try (RunningSample warm = RunningSample.start(directory).ready()) {
				assertThat(warm.page()).as(start).contains(FOUND_ALL);
				assertThat(warm.console()).as(start).contains("gpl-3.txt: hit").doesNotContain(": computed");
				JsonNode found = warm.stats("gpl-3.txt");
				assertThat(found.path("result").asString()).isEqualTo("hit");
				assertThat(found.path("answeredBy").asLong()).isEqualTo(warm.pid());
				assertThat(found.path("statistics")).isEqualTo(computed.path("statistics"));
				assertThat(found.at("/statistics/computedBy").asLong()).isEqualTo(killed.pid());
				assertQuiet(warm);
			}
		}
	}

	@Test
	void unusableDirectoryIsExplained(@TempDir Path directory) throws Exception {
		Files.writeString(directory.resolve("diskcache-data"), "a file");

		try (RunningSample failing = RunningSample.start(directory)) {
			failing.ended();
			assertThat(failing.console()).contains("APPLICATION FAILED TO START", "diskcache-data",
					"Set 'diskcache.directory'");
		}
	}

	private static void assertQuiet(RunningSample running) throws IOException {
		assertThat(running.console()).doesNotContain("WARN", "ERROR", "Exception");
	}

	private static double hits() throws Exception {
		return sample.json(HITS).at("/measurements/0/value").asDouble();
	}

	private static String header(HttpResponse<String> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

	private static long length(HttpResponse<String> response) {
		return response.headers().firstValueAsLong("Content-Length").orElse(-1);
	}

}
