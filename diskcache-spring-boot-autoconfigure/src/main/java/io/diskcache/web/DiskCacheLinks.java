package io.diskcache.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.cache.Cache;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

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

	private final DiskCacheManager manager;

	private final WebSettings settings;

	/**
	 * Makes links to the caches of a manager.
	 * @param manager has the caches
	 * @param settings tells where values are served
	 */
	public DiskCacheLinks(DiskCacheManager manager, WebSettings settings) {
		this.manager = manager;
		this.settings = settings;
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
		Cache cache = this.manager.getCache(cacheName);
		String segment = KeySegment.of(key,
				(other) -> (cache instanceof DiskCache diskCache) ? diskCache.encodedKey(other) : NO_BYTES);
		return this.settings.path() + '/' + ValuePath.encode(cacheName) + '/' + segment;
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
		String application = ServletUriComponentsBuilder.fromServletMapping(request).build().getPath();
		return (application != null) ? application + path(cacheName, key) : path(cacheName, key);
	}

}
