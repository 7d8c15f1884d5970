package io.diskcache.sample;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged application, run as users run it. */
@Timeout(240)
class SampleApplicationIT {

	@TempDir
	Path directory;

	@Test
	void restartedApplicationIsWarm() throws Exception {
		long first;
		JsonNode computed;
		try (RunningSample sample = RunningSample.start(this.directory).ready()) {
			first = sample.pid();
			assertThat(sample.console()).contains("gpl-3.txt: computed").doesNotContain(": hit", "WARN");
			computed = sample.stats("gpl-3.txt");
			assertThat(computed.path("result").asString()).isEqualTo("hit");
			assertThat(computed.at("/statistics/computedBy").asLong()).isEqualTo(first);
			assertThat(computed.at("/statistics/topWords/the").asLong()).isPositive();
		}
		assertThat(this.directory.resolve("diskcache-data")).isDirectory();

		try (RunningSample sample = RunningSample.start(this.directory).ready()) {
			assertThat(sample.console()).contains("gpl-3.txt: hit").doesNotContain(": computed", "WARN");
			assertThat(sample.stats("gpl-3.txt").path("statistics")).isEqualTo(computed.path("statistics"));
			assertThat(sample.stats("gpl-3.txt").path("answeredBy").asLong()).isEqualTo(sample.pid())
				.isNotEqualTo(first);
		}
	}

	@Test
	void twoProcessesShareWhatOneOfThemParsed() throws Exception {
		try (RunningSample one = RunningSample.start(this.directory).ready();
				RunningSample other = RunningSample.start(this.directory).ready()) {
			assertThat(other.console()).contains("apache-2.0.txt: hit").doesNotContain(": computed", "WARN");
			for (String file : new String[] { "apache-2.0.txt", "gpl-3.txt", "mpl-2.0.txt" }) {
				assertThat(other.stats(file).at("/statistics/computedBy").asLong()).isEqualTo(one.pid());
				assertThat(one.stats(file).path("statistics")).isEqualTo(other.stats(file).path("statistics"));
			}
		}
	}

	@Test
	void killedApplicationIsWarmAfterwards() throws Exception {
		RunningSample killed = RunningSample.start(this.directory).ready();
		killed.kill();

		try (RunningSample sample = RunningSample.start(this.directory).ready()) {
			assertThat(sample.console()).doesNotContain(": computed", "WARN");
			assertThat(sample.stats("mpl-2.0.txt").at("/statistics/computedBy").asLong()).isEqualTo(killed.pid());
		}
	}

	@Test
	void unknownTextIsNotFound() throws Exception {
		try (RunningSample sample = RunningSample.start(this.directory).ready()) {
			HttpResponse<String> response = sample.get("/stats/absent.txt");

			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(response.body()).contains("There is no such text", "apache-2.0.txt")
				.doesNotContain("absent.txt.");
			assertThat(sample.get("/stats/..%2Fapplication.yml").statusCode()).isBetween(400, 404);
		}
	}

	@Test
	void unusableDirectoryIsExplained() throws Exception {
		Files.writeString(this.directory.resolve("diskcache-data"), "a file");

		try (RunningSample sample = RunningSample.start(this.directory)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> sample.console().contains("APPLICATION FAILED TO START"));
			assertThat(sample.console()).contains("diskcache-data", "Set 'diskcache.directory'");
		}
	}

}
