package io.diskcache.sample.gallery;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

import io.diskcache.cache.FileValue;
import io.diskcache.sample.PhotoLibrary;
import io.diskcache.sample.Picture;
import io.diskcache.web.CachedValueLoader;

/** Loads photographs when a browser asks the cache for them for the first time. */
@Configuration(proxyBeanMethods = false)
class PhotoLoaders {

	/** Photographs in the widths of {@link #WIDTHS}. */
	static final String SCALED = "scaled";

	/** Photographs as they are, for who has a signed link. */
	static final String ORIGINALS = "originals";

	/**
	 * No other widths: everybody can ask, and each takes computing time and room on the
	 * disk.
	 */
	static final List<Integer> WIDTHS = List.of(360, 720, 1080);

	private static final Pattern KEY = Pattern
		.compile("([a-z-]+)-(" + StringUtils.collectionToDelimitedString(WIDTHS, "|") + ")\\.jpg");

	/** Key of a photograph of a width, such as {@code milky-way-720.jpg}. */
	static String key(String photo, int width) {
		return photo.replace(".jpg", "-" + width + ".jpg");
	}

	@Bean
	CachedValueLoader scaled(PhotoLibrary photos) {
		return CachedValueLoader.of(SCALED, (key) -> {
			Matcher parts = KEY.matcher(key);
			Resource photo = parts.matches() ? photos.find(parts.group(1) + ".jpg") : null;
			if (photo == null) {
				return null;
			}
			byte[] jpeg = Picture.read(photo).scaledTo(Integer.parseInt(parts.group(2))).toJpeg();
			return FileValue.of(jpeg).withContentType("image/jpeg").withFileName(key);
		});
	}

	@Bean
	CachedValueLoader originals(PhotoLibrary photos) {
		return CachedValueLoader.of(ORIGINALS, photos::find);
	}

}
