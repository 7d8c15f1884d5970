package io.diskcache.sample.gallery;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

import io.diskcache.cache.FileValue;
import io.diskcache.sample.PhotoLibrary;
import io.diskcache.sample.Picture;
import io.diskcache.web.CachedValueLoader;

/** Scales photographs when a browser asks the cache for them and they are not there. */
@Component
class PhotoLoader implements CachedValueLoader {

	static final String CACHE = "scaled";

	/**
	 * No other widths: everybody can ask, and each takes computing time and room on the
	 * disk.
	 */
	static final List<Integer> WIDTHS = List.of(360, 720, 1080);

	private static final Pattern KEY = Pattern
		.compile("([a-z-]+)-(" + StringUtils.collectionToDelimitedString(WIDTHS, "|") + ")\\.jpg");

	private final PhotoLibrary photos;

	PhotoLoader(PhotoLibrary photos) {
		this.photos = photos;
	}

	/** Key of a photograph of a width, such as {@code milky-way-720.jpg}. */
	static String key(String photo, int width) {
		return photo.replace(".jpg", "-" + width + ".jpg");
	}

	@Override
	public String cacheName() {
		return CACHE;
	}

	@Override
	public @Nullable FileValue load(String key) throws IOException {
		Matcher parts = KEY.matcher(key);
		Resource photo = parts.matches() ? this.photos.find(parts.group(1) + ".jpg") : null;
		if (photo == null) {
			return null;
		}
		byte[] jpeg = Picture.read(photo).scaledTo(Integer.parseInt(parts.group(2))).toJpeg();
		return FileValue.of(jpeg).withContentType("image/jpeg").withFileName(key);
	}

}
