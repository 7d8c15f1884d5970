package io.diskcache.sample.gallery;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Objects;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import io.diskcache.cache.FileValue;
import io.diskcache.sample.PhotoLibrary;

import static org.assertj.core.api.Assertions.assertThat;

class PhotoLoaderTests {

	private final PhotoLibrary photos = new PhotoLibrary(new PathMatchingResourcePatternResolver());

	private final PhotoLoader loader = new PhotoLoader(this.photos);

	PhotoLoaderTests() throws IOException {
	}

	@ParameterizedTest
	@ValueSource(ints = { 360, 720, 1080 })
	void photographIsScaledToTheWidthAskedFor(int width) throws Exception {
		String key = PhotoLoader.key("milky-way.jpg", width);

		FileValue file = Objects.requireNonNull(this.loader.load(key));

		BufferedImage image = ImageIO.read(file.getInputStream());
		assertThat(image.getWidth()).isEqualTo(width);
		assertThat(image.getHeight()).isEqualTo(width * 2 / 3);
		assertThat(file.contentType()).isEqualTo("image/jpeg");
		assertThat(file.fileName()).isEqualTo(key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "milky-way.jpg", "milky-way-361.jpg", "milky-way-0720.jpg", "milky-way-720.png",
			"absent-720.jpg", "-720.jpg", "..-720.jpg", "SOURCES.md", "milky-way-720xjpg" })
	void whatIsNotOfferedIsNotMade(String key) throws Exception {
		assertThat(this.loader.load(key)).isNull();
	}

	@Test
	void originalIsThePhotographItself() {
		OriginalLoader originals = new OriginalLoader(this.photos);

		assertThat(originals.load("milky-way.jpg")).isSameAs(this.photos.photo("milky-way.jpg"));
		assertThat(originals.load("SOURCES.md")).isNull();
	}

}
