package io.diskcache.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.diskcache.actuate.DiskCacheEndpoint.Cleared;
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
	 * Clears a cache.
	 * @param cache its name
	 * @return that it was cleared, or 404
	 */
	@DeleteOperation
	public WebEndpointResponse<Cleared> clear(@Selector String cache) {
		return foundOr404(this.endpoint.clear(cache));
	}

	private static <T> WebEndpointResponse<T> foundOr404(@Nullable T body) {
		return (body != null) ? new WebEndpointResponse<>(body)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
