package io.diskcache.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.diskcache.actuate.DiskCacheEndpoint.Removed;
import io.diskcache.actuate.DiskCacheEndpoint.Report;

/** Answers over HTTP with 404 where there is no such cache to change. */
@EndpointWebExtension(endpoint = DiskCacheEndpoint.class)
public final class DiskCacheEndpointWebExtension {

	private final DiskCacheEndpoint endpoint;

	/**
	 * Makes the extension.
	 * @param endpoint what it extends
	 */
	public DiskCacheEndpointWebExtension(DiskCacheEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Checks a cache.
	 * @param cache its name
	 * @param fix whether to mend what is found
	 * @return what was found, or 404
	 */
	@WriteOperation
	public WebEndpointResponse<Report> check(@Selector String cache, @Nullable Boolean fix) {
		return foundOr404(this.endpoint.check(cache, fix));
	}

	/**
	 * Removes entries of a cache: those that one of the parameters tells.
	 * @param cache its name
	 * @param all {@code true} for all
	 * @param key a key that is this text, or the whole number or {@code UUID} it stands
	 * for
	 * @param tag a tag of the entries
	 * @param prefix what the keys begin with; of keys that are strings
	 * @param statistics {@code true} for none of them: the statistics begin from 0
	 * @return how many were removed, or 404
	 */
	@DeleteOperation
	public WebEndpointResponse<Removed> remove(@Selector String cache, @Nullable Boolean all, @Nullable String key,
			@Nullable String tag, @Nullable String prefix, @Nullable Boolean statistics) {
		return foundOr404(this.endpoint.remove(cache, all, key, tag, prefix, statistics));
	}

	private static <T> WebEndpointResponse<T> foundOr404(@Nullable T body) {
		return (body != null) ? new WebEndpointResponse<>(body)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
