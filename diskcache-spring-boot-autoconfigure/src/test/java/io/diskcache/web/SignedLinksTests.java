package io.diskcache.web;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.codec.StreamAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SignedLinksTests {

	private static final String OLD = "0123456789abcdef0123456789abcdef";

	private static final String NEW = "the second secret of this test long enough";

	@TempDir
	static Path directory;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(directory, "diskcache.web.link-secrets[0]=" + NEW,
				"diskcache.web.link-secrets[1]=" + OLD);
		for (Object key : List.of("a", "b", 42, "x/y")) {
			server.cache("signed").put(key, "value");
		}
		server.cache("signed2").put("a", "value");
		server.cache("signed public immutable").put("a", "value");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void signedLinkIsAnswered() {
		for (Object key : List.of("a", 42, "x/y")) {
			HttpResponse<byte[]> response = server.get(server.links().signed("signed", key, Duration.ofMinutes(1)));
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("value".getBytes(StandardCharsets.UTF_8));
		}
		assertThat(server.get(link() + "&utm=1").statusCode()).isEqualTo(200);
		assertThat(server.send("HEAD", link()).statusCode()).isEqualTo(200);
		assertThat(server.get(link(), "Range", "bytes=0-1").statusCode()).isEqualTo(206);
		assertThat(server.get(server.links().signed("signed", "none", Duration.ofMinutes(1))).statusCode())
			.isEqualTo(404);
	}

	@Test
	void everythingElseIsForbiddenWhetherThereIsAValueOrNot() {
		String link = link();
		String query = link.substring(link.indexOf('?'));
		long end = Long.parseLong(query.replaceFirst(".*e=([0-9]+).*", "$1"));
		for (String path : List.of("/diskcache/signed/a", "/diskcache/signed/none", "/diskcache/signed/~",
				"/diskcache/signed/b" + query, "/diskcache/signed2/a" + query,
				link.replace("e=" + end, "e=" + (end + 1)), link.replace("e=", "e=0"), link.replace("e=", "e=+"),
				link + "A", link.substring(0, link.length() - 1), link.replace("s=", "S="),
				link.replace("&s=", "&s=&s="), link + "&e=" + (end + 1), link + "&s=",
				link.replaceFirst("e=.*", "e=" + "9".repeat(5000) + "&s=x"))) {
			for (String method : List.of("GET", "HEAD")) {
				HttpResponse<byte[]> response = server.send(method, path, "If-None-Match", "*");
				assertThat(response.statusCode()).as(path).isEqualTo(403);
				assertThat(response.body()).as(path).isEmpty();
				assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
				assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
				assertThat(response.headers().map()).doesNotContainKeys("etag", "last-modified");
			}
		}
	}

	@Test
	void signatureOfAnyOfTheSecretsIsValid() {
		assertThat(server.get(signedBy(OLD, Instant.now())).statusCode()).isEqualTo(200);
		assertThat(server.get(signedBy(NEW, Instant.now())).statusCode()).isEqualTo(200);
		assertThat(server.get(signedBy("x" + OLD, Instant.now())).statusCode()).isEqualTo(403);
		assertThat(link().replaceFirst(".*s=", "")).isEqualTo(LinkSecrets.of(List.of(NEW))
			.sign("diskcache-link-1:signed/a?" + link().replaceFirst(".*e=([0-9]+).*", "$1")));
	}

	@Test
	void linkThatIsOverIsForbidden() {
		assertThat(server.get(signedBy(OLD, Instant.now().minusSeconds(55))).statusCode()).isEqualTo(200);
		assertThat(server.get(signedBy(OLD, Instant.now().minusSeconds(61))).statusCode()).isEqualTo(403);
	}

	@Test
	void responseIsNotKeptLongerThanTheLinkIsValid() {
		String control = server.get(server.links().signed("signed public immutable", "a", Duration.ofSeconds(100)))
			.headers()
			.firstValue("Cache-Control")
			.orElse("");

		assertThat(control).matches("max-age=(9[0-9]|100|101), public, immutable");
	}

	@Test
	void valueThatIsNotToBeKeptIsNotOnALinkEither() {
		server.put("signed", "secret", new byte[] { 1 }, StreamAttributes.NONE.withCacheControl("No-Store, max-age=5"),
				null);
		server.put("signed", "said", new byte[] { 1 }, StreamAttributes.NONE.withCacheControl("max-age=500"),
				Duration.ofDays(1));

		assertThat(control("secret")).isEqualTo("No-Store, max-age=5");
		for (String said : new String[] { "private, max-age=500", "no-cache, max-age=500" }) {
			server.put("signed public", "said", new byte[] { 1 }, StreamAttributes.NONE.withCacheControl(said),
					Duration.ofDays(1));
			String control = server.get(server.links().signed("signed public", "said", Duration.ofSeconds(50)))
				.headers()
				.firstValue("Cache-Control")
				.orElse("");
			assertThat(control).as(said).matches(said.startsWith("p") ? "max-age=[0-9]{2}, private" : said);
		}
		assertThat(control("said")).matches("max-age=[0-9]{2}, private");
	}

	private static String control(String key) {
		return server.get(server.links().signed("signed", key, Duration.ofSeconds(50)))
			.headers()
			.firstValue("Cache-Control")
			.orElse("");
	}

	@Test
	void linkNeedsALifeAndASecret() {
		assertThatIllegalArgumentException().isThrownBy(() -> server.links().signed("signed", "a", Duration.ZERO));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> server.links().signed("signed", "a", Duration.ofDays(400_000_000)));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> server.links().signed("signed", "a", ChronoUnit.FOREVER.getDuration()))
			.withMessageContaining("too long");
		var unsigned = new DiskCacheLinks(server.manager(), new WebSettings("/a", LinkSecrets.of(List.of()), null),
				InstantSource.system());
		assertThatIllegalStateException().isThrownBy(() -> unsigned.signed("signed", "a", Duration.ofMinutes(1)))
			.withMessageContaining("diskcache.web.link-secrets");
	}

	@Test
	void weakSecretIsRefusedAndNotShown() {
		for (String secret : List.of("", "0123456789abcdef0123456789abcde", "x".repeat(40))) {
			assertThatIllegalArgumentException().isThrownBy(() -> LinkSecrets.of(List.of(OLD, secret)))
				.withMessageContaining("number 2 of 2")
				.withMessageNotContaining("xxx")
				.withMessageNotContaining("0123");
		}
		assertThat(LinkSecrets.of(List.of(OLD)).toString() + new WebSettings("/a", LinkSecrets.of(List.of(OLD)), null))
			.doesNotContain(OLD);
	}

	private static String link() {
		return server.links().signed("signed", "a", Duration.ofMinutes(1));
	}

	private static String signedBy(String secret, Instant at) {
		return new DiskCacheLinks(server.manager(),
				new WebSettings("/diskcache", LinkSecrets.of(List.of(secret)), null), InstantSource.fixed(at))
			.signed("signed", "a", Duration.ofMinutes(1));
	}

}
