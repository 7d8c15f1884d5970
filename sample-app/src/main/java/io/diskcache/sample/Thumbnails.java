package io.diskcache.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Service;

/**
 * Small oil paintings of the photographs. Each is painted once and is a file on the disk
 * afterwards.
 */
@Service
public class Thumbnails {

	static final String CACHE = "thumbnails";

	/** Twice of what is shown, for screens with small pixels. */
	static final int WIDTH = 720;

	/** Reach of the brush in pixels. */
	private static final int BRUSH = 4;

	private final PhotoLibrary photos;

	private final Clock clock;

	Thumbnails(PhotoLibrary photos, Clock clock) {
		this.photos = photos;
		this.clock = clock;
	}

	/**
	 * Paints a photograph, which takes some hundred milliseconds.
	 * @param photo name of the photograph
	 * @return the painting, a JPEG file of the same name
	 * @throws IllegalArgumentException if there is no photograph of this name
	 */
	@Cacheable(cacheNames = CACHE, sync = true)
	public Resource thumbnail(String photo) {
		try {
			Picture painting = Picture.read(this.photos.photo(photo)).scaledTo(WIDTH).oilPainted(BRUSH);
			return new JpegResource(photo, painting.toJpeg(), this.clock.instant());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Forgets a painting, for all processes.
	 * @param photo name of the photograph
	 */
	@CacheEvict(cacheNames = CACHE)
	public void forget(String photo) {
	}

}
