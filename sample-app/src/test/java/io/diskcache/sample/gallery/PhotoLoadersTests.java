package io.diskcache.sample.gallery;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Objects;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import io.diskcache.cache.FileValue;
import io.diskcache.sample.PhotoLibrary;
import io.diskcache.web.CachedValueLoader;

import static org.assertj.core.api.Assertions.assertThat;

class PhotoLoadersTests {

	private final PhotoLibrary photos = new PhotoLibrary(new PathMatchingResourcePatternResolver());

	private final CachedValueLoader scaled = new PhotoLoaders().scaled(this.photos);

	private final CachedValueLoader originals = new PhotoLoaders().originals(this.photos);

	PhotoLoadersTests() throws IOException {
	}

	@ParameterizedTest
	@ValueSource(ints = { 360, 720, 1080 })
	void photographIsScaledToTheWidthAskedFor(int width) throws Exception {
		String key = PhotoLoaders.key("milky-way.jpg", width);

		FileValue file = (FileValue) Objects.requireNonNull(this.scaled.load(key));

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
		assertThat(this.scaled.load(key)).isNull();
	}

	@Test
	void originalIsThePhotographItself() throws Exception {
		assertThat(this.originals.load("milky-way.jpg")).isInstanceOfSatisfying(Resource.class,
				(photo) -> assertThat(photo.getFilename()).isEqualTo("milky-way.jpg"));
		assertThat(this.originals.load("SOURCES.md")).isNull();
	}

}
