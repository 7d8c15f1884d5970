package io.diskcache.sample.gallery;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * A link that ends.
 *
 * @param path path and query
 * @param life how long it is valid
 * @param end when it ends
 */
record SignedLink(String path, Duration life, Instant end) {

	/** Reads the end from the query, where it is exact. */
	static SignedLink of(String path, Duration life) {
		String end = UriComponentsBuilder.fromUriString(path).build().getQueryParams().getFirst("e");
		return new SignedLink(path, life, Instant.ofEpochSecond(Long.parseLong(Objects.requireNonNull(end))));
	}

}
