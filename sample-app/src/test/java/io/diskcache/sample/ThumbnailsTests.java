package io.diskcache.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ThumbnailsTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private final PhotoLibrary photos = new PhotoLibrary(new PathMatchingResourcePatternResolver());

	private final Thumbnails thumbnails = new Thumbnails(this.photos, Clock.fixed(NOW, ZoneOffset.UTC));

	ThumbnailsTests() throws IOException {
	}

	@Test
	void thumbnailIsASmallerJpegOfTheSameShapeAndName() throws IOException {
		Resource thumbnail = this.thumbnails.thumbnail("sea-at-sunset.jpg");

		byte[] bytes = thumbnail.getContentAsByteArray();
		assertThat(bytes).startsWith(0xff, 0xd8, 0xff).hasSizeBetween(5_000, 100_000);
		assertThat(thumbnail.getFilename()).isEqualTo("sea-at-sunset.jpg");
		assertThat(thumbnail.lastModified()).isEqualTo(NOW.toEpochMilli());
		assertThat(thumbnail.isOpen()).isFalse();
		BufferedImage image = ImageIO.read(thumbnail.getInputStream());
		assertThat(image.getWidth()).isEqualTo(Thumbnails.WIDTH);
		assertThat(image.getHeight()).isEqualTo(Thumbnails.WIDTH * 2 / 3);
	}

	@Test
	void thumbnailShowsThePhotograph() throws IOException {
		BufferedImage sunset = ImageIO.read(this.thumbnails.thumbnail("sea-at-sunset.jpg").getInputStream());

		assertThat(brightness(sunset, 288, 228)).as("sun").isGreaterThan(200);
		assertThat(brightness(sunset, 20, 470)).as("sea").isLessThan(90);
	}

	@Test
	void photographThatIsNotThereIsAMistake() {
		assertThat(this.photos.names()).hasSize(6).contains("milky-way.jpg").doesNotContain("SOURCES.md");
		assertThatIllegalArgumentException().isThrownBy(() -> this.thumbnails.thumbnail("absent.jpg"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.thumbnails.thumbnail("../photos/milky-way.jpg"));
	}

	private static int brightness(BufferedImage image, int x, int y) {
		int pixel = image.getRGB(x, y);
		return ((pixel >> 16 & 0xff) + (pixel >> 8 & 0xff) + (pixel & 0xff)) / 3;
	}

}
