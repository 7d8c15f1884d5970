package io.diskcache.web;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.diskcache.cache.DiskCacheManager;
import io.diskcache.codec.StreamAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/** Spring Security before served values, and values given out by a controller. */
class SecuredServerTests {

	private static final byte[] VALUE = new byte[50_000];

	@TempDir
	static Path directory;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(directory, Secured.class,
				"diskcache.web.link-secrets=0123456789abcdef0123456789abcdef");
		server.put("files", "a", VALUE, new StreamAttributes("image/png", "a.png", null), Duration.ofDays(1));
		server.put("signed", "a", VALUE, StreamAttributes.NONE, null);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void rulesOfTheApplicationHoldForValues() {
		assertThat(server.get("/diskcache/files/a").statusCode()).isEqualTo(401);
		assertThat(server.get("/diskcache/files/none").statusCode()).isEqualTo(401);
		assertThat(get("/diskcache/files/a", "guest").statusCode()).isEqualTo(403);
		assertThat(get("/diskcache/files/a", "reader").body()).isEqualTo(VALUE);
		assertThat(get("/diskcache/files/none", "reader").statusCode()).isEqualTo(404);
		assertThat(get("/diskcache/files/a", "reader", "Range", "bytes=0-9").statusCode()).isEqualTo(206);
	}

	@Test
	void headersOfAValueAreItsOwn() {
		HttpResponse<byte[]> response = get("/diskcache/files/a", "reader");

		assertThat(response.headers().allValues("Cache-Control")).singleElement()
			.asString()
			.matches("max-age=86[0-9]{3}, private");
		assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
		assertThat(response.headers().allValues("Content-Security-Policy"))
			.containsExactly("sandbox; default-src 'none'");
		assertThat(response.headers().map()).doesNotContainKeys("pragma", "expires");
	}

	@Test
	void signedLinkNeedsNoLogin() {
		assertThat(server.get("/diskcache/signed/a").statusCode()).isEqualTo(403);
		assertThat(server.get(server.links().signed("signed", "a", Duration.ofMinutes(1))).body()).isEqualTo(VALUE);
	}

	@Test
	void controllerGivesOutAResourceWithRangesAndConditions() {
		HttpResponse<byte[]> whole = get("/download", "reader");
		assertThat(whole.body()).isEqualTo(VALUE);
		assertThat(whole.headers().firstValue("Content-Length")).hasValue("50000");
		HttpResponse<byte[]> range = get("/download", "reader", "Range", "bytes=10-19");
		assertThat(range.statusCode()).isEqualTo(206);
		assertThat(range.headers().firstValue("Content-Range")).hasValue("bytes 10-19/50000");
		assertThat(get("/download", "reader", "If-None-Match", "\"v1\"").statusCode()).isEqualTo(304);
	}

	/** Spring ignores the condition: if this fails, the docs can be changed. */
	@Test
	void controllerAnswersARangeOfAnotherValueThanTheClientHas() {
		assertThat(get("/download", "reader", "Range", "bytes=10-19", "If-Range", "\"v0\"").statusCode())
			.isEqualTo(206);
		assertThat(get("/diskcache/files/a", "reader", "Range", "bytes=10-19", "If-Range", "\"v0\"").statusCode())
			.isEqualTo(200);
	}

	private static HttpResponse<byte[]> get(String path, String user, String... headers) {
		String[] all = new String[headers.length + 2];
		all[0] = "Authorization";
		all[1] = "Basic " + Base64.getEncoder().encodeToString((user + ":password").getBytes(StandardCharsets.UTF_8));
		System.arraycopy(headers, 0, all, 2, headers.length);
		return server.get(path, all);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class })
	static class Secured {

		@Bean
		SecurityFilterChain security(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/diskcache/signed/**")
					.permitAll()
					.anyRequest()
					.hasRole("READER"))
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("reader").password("{noop}password").roles("READER").build(),
					User.withUsername("guest").password("{noop}password").roles("GUEST").build());
		}

		@Bean
		Downloads downloads(DiskCacheManager manager) {
			return new Downloads(manager);
		}

	}

	@RestController
	static class Downloads {

		private final DiskCacheManager manager;

		Downloads(DiskCacheManager manager) {
			this.manager = manager;
		}

		@GetMapping("/download")
		ResponseEntity<Resource> download() {
			Resource value = this.manager.getCache("files").get("a", Resource.class);
			return ResponseEntity.ok().eTag("\"v1\"").contentType(MediaType.IMAGE_PNG).body(value);
		}

	}

}
