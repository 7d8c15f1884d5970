package io.diskcache.sample.gallery;

import org.springframework.stereotype.Service;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.codec.StreamAttributes;

/** Puts a sound into its cache: it is written straight to the disk, and held nowhere. */
@Service
class Sounds {

	static final String CACHE = "sounds";

	static final String KEY = "sea.wav";

	static final Surf SURF = new Surf(60);

	private final DiskCacheManager manager;

	Sounds(DiskCacheManager manager) {
		this.manager = manager;
	}

	/** Writes the sound, unless it is there. */
	synchronized void provide() {
		DiskCache cache = this.manager.getDiskCache(CACHE);
		if (cache.get(KEY) == null) {
			cache.write(KEY, SURF, StreamAttributes.NONE.withContentType("audio/wav").withFileName(KEY));
		}
	}

}
