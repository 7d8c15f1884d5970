package io.diskcache.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.cache.Cache;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriUtils;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

/**
 * Makes the paths under which values of exposed caches are served. Thread-safe.
 * <p>
 * A string of 1 to 200 letters, digits and any of {@code . _ -} that does not begin with
 * a dot and is not all digits stands in the path as it is; every other key is {@code ~}
 * and the base64url of its encoded form, up to 5463 characters. Whether the cache is
 * exposed, and whether it has the key, is not looked at. The name of a cache is
 * percent-encoded; with a slash, a backslash or a percent sign in it servers and
 * firewalls refuse the path by default.
 */
public final class DiskCacheLinks {

	private static final byte[] NO_BYTES = {};

	/** What must not stand in a path, and the quote, for the attributes of pages. */
	private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._~!$&()*+,;=:@%/-]");

	private final DiskCacheManager manager;

	private final WebSettings settings;

	private final InstantSource clock;

	/**
	 * Makes links to the caches of a manager.
	 * @param manager has the caches
	 * @param settings tells where values are served, and how links are signed
	 * @param clock tells from when on a signed link is valid
	 */
	public DiskCacheLinks(DiskCacheManager manager, WebSettings settings, InstantSource clock) {
		this.manager = manager;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * Returns the path of a value within the application: without the context path and,
	 * where the dispatcher servlet has one, without the servlet's own. Makes the cache if
	 * that has not been done. While it cannot be opened, or where there is no cache of
	 * this name, the path of a key that is not a plain string leads to nothing.
	 * @param cacheName name of the cache
	 * @param key the key
	 * @return the path, fit for a URL as it is
	 * @throws IllegalArgumentException if the key cannot be encoded
	 */
	public String path(String cacheName, Object key) {
		return path(valuePath(cacheName, key));
	}

	/**
	 * Returns the path of a value on the server, for who is asked by this request: with
	 * the context path and the servlet's own.
	 * @param request a request of this application
	 * @param cacheName name of the cache
	 * @param key the key
	 * @return the path, fit for a URL as it is
	 * @throws IllegalArgumentException if the key cannot be encoded
	 */
	public String path(HttpServletRequest request, String cacheName, Object key) {
		return application(request) + path(cacheName, key);
	}

	/**
	 * Returns the path of a value within the application as {@link #path(String, Object)}
	 * does, with a query that lets who has it read the value for some time: of this key
	 * only, on any host, and whatever the value is then. Parameters may be added to it.
	 * @param cacheName name of the cache
	 * @param key the key
	 * @param life how long the link is valid, positive; parts of seconds count as whole
	 * ones
	 * @return the path and the query, fit for a URL as they are
	 * @throws IllegalArgumentException if the key cannot be encoded, or the life is not
	 * positive
	 * @throws IllegalStateException if there are no secrets
	 */
	public String signed(String cacheName, Object key, Duration life) {
		ValuePath path = valuePath(cacheName, key);
		return path(path) + '?' + LinkSignature.query(this.settings.secrets(), path, this.clock.instant(), life);
	}

	/**
	 * Returns the path of a value on the server as
	 * {@link #path(HttpServletRequest, String, Object)} does, signed as
	 * {@link #signed(String, Object, Duration)} does it.
	 * @param request a request of this application
	 * @param cacheName name of the cache
	 * @param key the key
	 * @param life how long the link is valid, positive
	 * @return the path and the query, fit for a URL as they are
	 * @throws IllegalArgumentException if the key cannot be encoded, or the life is not
	 * positive
	 * @throws IllegalStateException if there are no secrets
	 */
	public String signed(HttpServletRequest request, String cacheName, Object key, Duration life) {
		return application(request) + signed(cacheName, key, life);
	}

	private ValuePath valuePath(String cacheName, Object key) {
		Cache cache = this.manager.getCache(cacheName);
		return new ValuePath(cacheName, KeySegment.of(key,
				(other) -> (cache instanceof DiskCache diskCache) ? diskCache.encodedKey(other) : NO_BYTES));
	}

	/** The segment of a key needs no encoding. */
	private String path(ValuePath path) {
		return this.settings.path() + '/' + ValuePath.encode(path.cache()) + '/' + path.key();
	}

	/** A prefix that a header of the request tells may be any text. */
	private static String application(HttpServletRequest request) {
		String path = ServletUriComponentsBuilder.fromServletMapping(request).build().getPath();
		if (path == null || path.isEmpty()) {
			return "";
		}
		String rooted = path.startsWith("/") ? path : '/' + path;
		return UNFIT.matcher(rooted).replaceAll((unfit) -> UriUtils.encode(unfit.group(), StandardCharsets.UTF_8));
	}

}
