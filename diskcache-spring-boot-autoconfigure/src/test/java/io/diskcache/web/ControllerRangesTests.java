package io.diskcache.web;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourceRegion;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ResourceRegionHttpMessageConverter;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Ranges of a resource that is the body of a controller's response, as Spring sends them.
 */
class ControllerRangesTests {

	private static final int LENGTH = 300_000;

	@TempDir
	Path directory;

	@Test
	void rangesThatGoBackwardsAreNotOfTwoValues() {
		try (DiskCacheManager manager = DiskCacheManager.builder(this.directory).build()) {
			DiskCache cache = manager.getDiskCache("reports");
			cache.put("report", value('a'));
			Resource body = cache.get("report", Resource.class);
			ByteArrayOutputStream sent = new ByteArrayOutputStream();

			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> send(body, response(sent, () -> cache.put("report", value('z')))));

			assertThat(sent.toString(StandardCharsets.US_ASCII)).contains("a".repeat(100)).doesNotContain("zz");
		}
	}

	private static void send(Resource body, HttpOutputMessage response) throws IOException {
		new ResourceRegionHttpMessageConverter().write(
				List.of(new ResourceRegion(body, 200_000, 100), new ResourceRegion(body, 100_000, 100)),
				MediaType.TEXT_PLAIN, response);
	}

	/** Does something before the first byte is sent, when the value is open. */
	private static HttpOutputMessage response(OutputStream sent, Runnable first) {
		OutputStream body = new FilterOutputStream(sent) {

			private boolean begun;

			@Override
			public void write(int value) throws IOException {
				if (!this.begun) {
					this.begun = true;
					first.run();
				}
				super.write(value);
			}

		};
		HttpHeaders headers = new HttpHeaders();
		return new HttpOutputMessage() {

			@Override
			public OutputStream getBody() {
				return body;
			}

			@Override
			public HttpHeaders getHeaders() {
				return headers;
			}

		};
	}

	private static Resource value(char filling) {
		return new ByteArrayResource(String.valueOf(filling).repeat(LENGTH).getBytes(StandardCharsets.US_ASCII));
	}

}
