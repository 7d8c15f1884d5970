package io.diskcache.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/** The Actuator over HTTP, of a whole application. */
class DiskCacheActuatorTests {

	@TempDir
	Path directory;

	private final HttpClient http = HttpClient.newHttpClient();

	private ConfigurableApplicationContext application;

	private DiskCache users;

	@BeforeEach
	void start() {
		this.application = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "diskcache.directory=" + this.directory,
					"diskcache.caches.users.time-to-live=1h", "management.endpoints.web.exposure.include=*",
					"management.endpoint.health.show-details=always", "spring.main.banner-mode=off")
			.run();
		this.users = this.application.getBean(DiskCacheManager.class).getDiskCache("users");
		this.users.put("secret key", "secret value");
		this.users.get("secret key");
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void endpointListsTheCachesWithoutKeysAndValues() throws Exception {
		HttpResponse<String> response = send("GET", "/actuator/diskcache", "");

		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode body = json(response);
		assertThat(body.path("directory").asString()).isEqualTo(this.directory.toRealPath().toString());
		assertThat(body.at("/caches/users/entries").asLong()).isEqualTo(1);
		assertThat(body.at("/caches/users/hits").asLong()).isEqualTo(1);
		assertThat(body.at("/caches/users/condition/status").asString()).isEqualTo("WELL");
		assertThat(response.body()).doesNotContain("secret");
	}

	@Test
	void endpointDescribesOneCache() throws Exception {
		JsonNode body = json(send("GET", "/actuator/diskcache/users", ""));

		assertThat(body.path("name").asString()).isEqualTo("users");
		assertThat(body.path("volume").asLong()).isPositive();
		assertThat(body.at("/cache/puts").asLong()).isEqualTo(1);
		assertThat(body.at("/store/evicted").asLong(-1)).isZero();
		assertThat(body.at("/settings/timeToLive").asString()).isEqualTo("PT1H");
		assertThat(body.at("/settings/sizeLimit").asLong()).isEqualTo(1 << 30);
		assertThat(body.at("/settings/near/enabled").asBoolean()).isTrue();
		assertThat(body.at("/settings/near/sizeLimit").isNull()).isTrue();
		assertThat(body.at("/near/limit").asLong()).isEqualTo(32 << 20);
	}

	@Test
	void cacheThatThereIsNotIsNotFoundAndNotMade() throws Exception {
		assertThat(send("GET", "/actuator/diskcache/others", "").statusCode()).isEqualTo(404);
		assertThat(send("POST", "/actuator/diskcache/others", "{}").statusCode()).isEqualTo(404);
		assertThat(send("DELETE", "/actuator/diskcache/others", "").statusCode()).isEqualTo(404);
		assertThat(this.application.getBean(DiskCacheManager.class).getCacheNames()).containsExactly("users");
	}

	@Test
	void checkFindsAndMends() throws Exception {
		this.users.put("large", new byte[100_000]);
		deleteValueFiles();

		JsonNode found = json(send("POST", "/actuator/diskcache/users", "{}"));
		assertThat(found.path("fixed").asBoolean(true)).isFalse();
		assertThat(found.at("/problems/0/kind").asString()).isEqualTo("FILE_MISSING");

		assertThat(json(send("POST", "/actuator/diskcache/users", "{\"fix\":true}")).path("problems")).hasSize(1);
		assertThat(json(send("POST", "/actuator/diskcache/users", "{}")).path("problems")).isEmpty();
	}

	@Test
	void deleteClears() throws Exception {
		assertThat(removed("?all=true")).isOne();

		assertThat(this.users.get("secret key")).isNull();
		assertThat(removed("?all=true")).isZero();
	}

	@Test
	void deleteRemovesByKeyTagAndPrefix() throws Exception {
		this.users.put(7, "seven");
		this.users.put(7L, "seven");
		UUID uuid = UUID.randomUUID();
		this.users.put(uuid, "unique");
		this.users.put("user:1", 1, null, "red & blue");
		this.users.put("user:2", 2, null);
		this.users.put("group", 3, null);

		assertThat(removed("?key=secret%20key")).isOne();
		assertThat(removed("?key=secret%20key")).isZero();
		assertThat(removed("?key=7")).isEqualTo(2);
		assertThat(removed("?key=" + uuid)).isOne();
		assertThat(removed("?tag=red%20%26%20blue")).isOne();
		assertThat(removed("?prefix=user:")).isOne();
		assertThat(this.users.keys()).containsExactly("group");
	}

	@Test
	void statisticsAreReset() throws Exception {
		this.users.get("secret key");
		assertThat(json(send("GET", "/actuator/diskcache/users", "")).at("/cache/hits").asLong()).isPositive();

		assertThat(removed("?statistics=true")).isZero();

		assertThat(json(send("GET", "/actuator/diskcache/users", "")).at("/cache/hits").asLong(-1)).isZero();
		assertThat(this.users.get("secret key")).isNotNull();
	}

	@Test
	void deleteOfWhatThereCannotBeIsABadRequest() throws Exception {
		for (String query : List.of("", "?keys=a", "?all=false", "?all=true&key=a", "?statistics=true&all=true",
				"?key=a&tag=b", "?tag=a&prefix=b", "?tag=", "?prefix=", "?tag=" + "t".repeat(1025))) {
			HttpResponse<String> response = send("DELETE", "/actuator/diskcache/users" + query, "");
			assertThat(response.statusCode()).as(query).isEqualTo(400);
		}
		assertThat(this.users.get("secret key")).isNotNull();
	}

	private long removed(String query) throws Exception {
		return json(send("DELETE", "/actuator/diskcache/users" + query, "")).path("removed").asLong(-1);
	}

	@Test
	void bootsOwnEndpointsKnowTheCaches() throws Exception {
		JsonNode caches = json(send("GET", "/actuator/caches", ""));
		assertThat(caches.at("/cacheManagers/cacheManager/caches/users/target").asString()).startsWith("io.diskcache.");

		JsonNode gets = json(send("GET", "/actuator/metrics/cache.gets?tag=result:hit&tag=cache:users", ""));
		assertThat(gets.at("/measurements/0/value").asDouble()).isEqualTo(1);

		assertThat(send("DELETE", "/actuator/caches/users", "").statusCode()).isEqualTo(204);
		assertThat(this.users.get("secret key")).isNull();
	}

	@Test
	void healthIsUp() throws Exception {
		JsonNode health = json(send("GET", "/actuator/health", ""));

		assertThat(health.path("status").asString()).isEqualTo("UP");
		assertThat(health.at("/components/diskcache/status").asString()).isEqualTo("UP");
		assertThat(health.at("/components/diskcache/details/caches").asInt()).isEqualTo(1);
	}

	private void deleteValueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.filter((path) -> path.toString().contains("values-00/") && Files.isRegularFile(path))
				.toList()) {
				Files.delete(file);
			}
		}
	}

	private HttpResponse<String> send(String method, String path, String body) throws Exception {
		URI uri = URI
			.create("http://localhost:" + this.application.getEnvironment().getProperty("local.server.port") + path);
		return this.http.send(HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private static JsonNode json(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@EnableAutoConfiguration(exclude = { ServletWebSecurityAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class })
	static class Application {

	}

}
