package io.diskcache.web;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.util.ServletRequestPathUtils;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.cache.ServingOptions;

/**
 * Serves values of exposed caches: resources, byte arrays and strings. To everything else
 * there is one answer, 404 without a body, which does not tell a cache that is not
 * exposed from one that does not exist; where links have to be signed, to all that are
 * not there is 403. No cache is opened for a request. Thread-safe.
 * <p>
 * A response is made from one opened value, so that a later change of the entry neither
 * cuts nor mixes it, also where it has several ranges.
 */
final class CachedValueHandler implements HttpRequestHandler {

	private static final Logger logger = LoggerFactory.getLogger(CachedValueHandler.class);

	private final DiskCacheManager manager;

	private final WebSettings settings;

	private final InstantSource clock;

	private final CachedValueLoaders loaders;

	CachedValueHandler(DiskCacheManager manager, WebSettings settings, InstantSource clock,
			CachedValueLoaders loaders) {
		this.manager = manager;
		this.settings = settings;
		this.clock = clock;
		this.loaders = loaders;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		SecurityHeaders.set(response);
		switch (request.getMethod()) {
			case "GET", "HEAD" -> serve(request, response);
			case "OPTIONS" -> start(response, Answer.refusal(HttpStatus.OK, allow()));
			default -> start(response, Answer.refusal(HttpStatus.METHOD_NOT_ALLOWED, allow()));
		}
	}

	private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
		ValuePath path = ValuePath.parse(
				ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().value(),
				this.settings.path());
		Answer answer = (path != null) ? find(path, request) : null;
		if (path == null || answer == null) {
			start(response, Answer.notFound());
			return;
		}
		try (Body body = answer.body()) {
			if (body == null) {
				start(response, answer);
			}
			else {
				stream(answer, body, response, path.cache());
			}
		}
	}

	private @Nullable Answer find(ValuePath path, HttpServletRequest request) {
		DiskCache cache = exposed(path.cache());
		if (cache == null) {
			return null;
		}
		ServingOptions options = cache.options().serving();
		Instant linkEnd = options.signed()
				? LinkSignature.end(this.settings.secrets(), path, request.getQueryString(), this.clock.instant())
				: null;
		if (options.signed() && linkEnd == null) {
			return Answer.forbidden();
		}
		byte[] key = KeySegment.encodedKey(path.key(), cache::encodedKey);
		Freshness freshness = new Freshness(options, this.clock, linkEnd);
		return (key != null) ? this.loaders.answer(path, cache, key,
				(value) -> Answer.of(request, value, freshness, this.settings.accelLocation())) : null;
	}

	private @Nullable DiskCache exposed(String name) {
		return (this.manager.getCacheNames().contains(name) && this.manager.getCache(name) instanceof DiskCache cache
				&& cache.options().serving().exposed()) ? cache : null;
	}

	/** The first piece is verified before anything is answered: if it is damaged, 404. */
	private static void stream(Answer answer, Body body, HttpServletResponse response, String cache)
			throws IOException {
		int count;
		try {
			count = body.read();
		}
		catch (IOException ex) {
			logger.warn("A value of cache '{}' cannot be served: {}", cache, ex.getMessage());
			start(response, Answer.notFound());
			return;
		}
		start(response, answer);
		OutputStream out = response.getOutputStream();
		while (count > 0) {
			out.write(body.piece(), 0, count);
			count = next(body, out, cache);
		}
	}

	private static int next(Body body, OutputStream out, String cache) throws IOException {
		try {
			return body.read();
		}
		catch (IOException ex) {
			logger.warn("A response was cut, as a value of cache '{}' is damaged: {}", cache, ex.getMessage());
			// Else the server would write its error page where bytes of the value are
			// missing.
			out.close();
			throw ex;
		}
	}

	private static void start(HttpServletResponse response, Answer answer) {
		response.setStatus(answer.status().value());
		// What a filter or an interceptor said before is not about this answer.
		response.setHeader(HttpHeaders.CACHE_CONTROL, null);
		answer.headers().forEach((name, values) -> values.forEach((value) -> response.setHeader(name, value)));
	}

	private static HttpHeaders allow() {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS");
		return headers;
	}

}
