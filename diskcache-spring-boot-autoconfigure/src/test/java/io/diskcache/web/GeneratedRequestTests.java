package io.diskcache.web;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.codec.StreamAttributes;
import io.diskcache.store.OpenFiles;
import io.diskcache.web.RawClient.Response;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds of every answer, whatever the request. */
class GeneratedRequestTests {

	private static final long SEED = 20_260_901;

	private static final Set<Integer> STATUSES = Set.of(200, 206, 304, 400, 403, 404, 405, 412, 414, 416);

	private static final Pattern RANGE = Pattern.compile("bytes ([0-9]+)-([0-9]+)/40000");

	private static final byte[] VALUE = new byte[40_000];

	private static final List<String> KEYS = List.of("a", "html", "svg", "split");

	@TempDir
	Path directory;

	@Test
	void everyAnswerIsOneOfAFewAndIsRight() throws IOException {
		ask(1_000);
	}

	@Test
	@Tag("stress")
	void everyAnswerOfManyIsOneOfAFewAndIsRight() throws IOException {
		ask(5_000);
	}

	private void ask(int requests) throws IOException {
		new Random(4).nextBytes(VALUE);
		TreeMap<Integer, Integer> counts = new TreeMap<>();
		try (TestServer server = TestServer.start(this.directory,
				"diskcache.web.link-secrets=" + "0123456789abcdef".repeat(2));
				RawClient client = new RawClient(server)) {
			put(server);
			var hostile = new HostileRequests(SEED, KEYS);
			long before = 0;
			for (int i = 0; i < requests; i++) {
				if (i == requests / 5) {
					before = heap();
				}
				String request = hostile.next();
				Response response = client.send(request);
				check("number " + i + ", " + request.substring(0, Math.min(300, request.length())), request, response);
				counts.merge(response.status(), 1, Integer::sum);
			}
			assertThat(heap() - before).as("heap that has grown").isLessThan(32 << 20);
			assertThat(OpenFiles.ofValues()).as("files that are open").isZero();
		}
		assertThat(counts.keySet()).as("%s", counts).contains(200, 206, 304, 400, 403, 404, 405, 412, 416);
	}

	private static void put(TestServer server) {
		server.put("files", "a", VALUE, new StreamAttributes("image/png", "a.png", null), null);
		server.put("files", "html", VALUE, new StreamAttributes("text/html", "a.html", null), null);
		server.put("files", "svg", VALUE, new StreamAttributes("image/svg+xml", "a.svg", null), null);
		server.put("files", "split", VALUE,
				new StreamAttributes("text/html\r\nX-Evil: 1", "a\r\nX-Evil: 1\r\n\r\n<script>", null), null);
		server.put("signed", "a", VALUE, StreamAttributes.NONE, null);
		server.put("private", "a", VALUE, StreamAttributes.NONE, null);
	}

	private void check(String about, String request, Response response) {
		assertThat(STATUSES).as(about).contains(response.status());
		assertThat(response.headers()).as(about).doesNotContainKey("x-evil");
		if (request.split(" ")[1].startsWith("/diskcache/")) {
			assertThat(response.header("x-content-type-options")).as(about).isEqualTo("nosniff");
			assertThat(response.header("content-security-policy")).as(about).isEqualTo("sandbox; default-src 'none'");
			assertThat(response.header("cross-origin-resource-policy")).as(about).isEqualTo("same-origin");
		}
		boolean bytes = response.status() == 206 || response.status() == 200 && request.startsWith("GET ");
		if (bytes) {
			checkBytes(about, response);
		}
		else {
			assertThat(response.text()).as(about)
				.doesNotContain("diskcache.", "springframework", ".java:", "java.", "jakarta.", "org.apache",
						"Exception", this.directory.toString());
			if (isOurs(response)) {
				assertThat(response.body()).as(about).isEmpty();
			}
		}
	}

	/** The rest is refused by the server, or leads out of the path, and has a page. */
	private static boolean isOurs(Response response) {
		return response.headers().containsKey("x-content-type-options") && switch (response.status()) {
			case 400, 405, 414 -> false;
			case 404 -> response.header("cache-control").equals("no-store");
			default -> true;
		};
	}

	private static void checkBytes(String about, Response response) {
		assertThat(response.header("content-disposition")).as(about)
			.matches(response.header("content-disposition").contains("a.png") ? "inline.*" : "attachment.*");
		if (response.status() == 200) {
			assertThat(Arrays.equals(response.body(), VALUE)).as(about).isTrue();
		}
		else if (response.headers().containsKey("content-range")) {
			assertThat(checkPart(about, response.header("content-range"), response.body(), 0)).as(about)
				.isEqualTo(response.body().length);
		}
		else {
			checkParts(about, response);
		}
	}

	/** Walks from part to part, and is at the end after the last. */
	private static void checkParts(String about, Response response) {
		String boundary = "--" + response.header("content-type").replaceFirst("multipart/byteranges;boundary=", "");
		String text = response.text();
		int at = 0;
		while (text.startsWith(boundary + "\r\n", at)) {
			int bytes = text.indexOf("\r\n\r\n", at) + 4;
			String range = text.substring(text.indexOf("Content-Range: ", at) + 15, bytes - 4);
			at = checkPart(about, range, response.body(), bytes) + 2;
		}
		assertThat(at).as(about).isPositive();
		assertThat(text.substring(at)).as(about).isEqualTo(boundary + "--\r\n");
	}

	private static int checkPart(String about, String range, byte[] body, int at) {
		Matcher matcher = RANGE.matcher(range);
		assertThat(matcher.matches()).as(about + range).isTrue();
		int first = Integer.parseInt(matcher.group(1));
		int end = Integer.parseInt(matcher.group(2)) + 1;
		assertThat(Arrays.equals(body, at, at + end - first, VALUE, first, end)).as(about).isTrue();
		return at + end - first;
	}

	private static long heap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
