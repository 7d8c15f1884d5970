package io.diskcache.sample.gallery;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

import io.diskcache.sample.PhotoLibrary;
import io.diskcache.web.CachedValueLoader;

/** Gives the cache the photographs as they are, for those who have a signed link. */
@Component
class OriginalLoader implements CachedValueLoader {

	static final String CACHE = "originals";

	private final PhotoLibrary photos;

	OriginalLoader(PhotoLibrary photos) {
		this.photos = photos;
	}

	@Override
	public String cacheName() {
		return CACHE;
	}

	@Override
	public @Nullable Resource load(String key) {
		return this.photos.find(key);
	}

}
