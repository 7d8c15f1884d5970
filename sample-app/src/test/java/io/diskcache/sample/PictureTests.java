package io.diskcache.sample;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class PictureTests {

	private static final int WHITE = 0xffffffff;

	private static final int BLACK = 0xff000000;

	@Test
	void scalingKeepsTheShape() {
		Picture scaled = plain(1000, 501, WHITE).scaledTo(100);

		assertThat(scaled.width()).isEqualTo(100);
		assertThat(scaled.height()).isEqualTo(50);
		assertThat(scaled.pixels().getRGB(50, 25)).isEqualTo(WHITE);
	}

	@Test
	void scalingLeavesNoPixelOut() {
		Picture stripes = plain(1024, 1024, WHITE);
		for (int x = 0; x < 1024; x += 2) {
			for (int y = 0; y < 1024; y++) {
				stripes.pixels().setRGB(x, y, BLACK);
			}
		}

		BufferedImage scaled = stripes.scaledTo(64).pixels();

		assertThat(scaled.getRGB(32, 32) & 0xff).isBetween(110, 145);
	}

	@Test
	void pictureOfOneColourStaysItWhenPainted() {
		Picture painted = plain(20, 10, 0xff336699).oilPainted(3);

		assertThat(painted.pixels().getRGB(0, 0)).isEqualTo(0xff336699);
		assertThat(painted.pixels().getRGB(19, 9)).isEqualTo(0xff336699);
	}

	@Test
	void whatIsSmallerThanTheBrushIsPaintedOverAndEdgesStay() {
		Picture picture = plain(40, 20, WHITE);
		for (int y = 0; y < 20; y++) {
			for (int x = 0; x < 20; x++) {
				picture.pixels().setRGB(x, y, BLACK);
			}
		}
		picture.pixels().setRGB(8, 8, WHITE);

		BufferedImage painted = picture.oilPainted(3).pixels();

		assertThat(painted.getRGB(8, 8)).isEqualTo(BLACK);
		assertThat(painted.getRGB(19, 10)).isEqualTo(BLACK);
		assertThat(painted.getRGB(20, 10)).isEqualTo(WHITE);
	}

	@Test
	void jpegCanBeReadAgain() throws IOException {
		byte[] jpeg = plain(30, 20, 0xff336699).toJpeg();

		Picture read = Picture.read(new ByteArrayResource(jpeg));

		assertThat(read.width()).isEqualTo(30);
		assertThat(read.height()).isEqualTo(20);
		assertThat(read.pixels().getRGB(10, 10) & 0xff).isBetween(0x95, 0x9d);
	}

	@Test
	void textIsNotAPicture() {
		byte[] text = "a text".getBytes(StandardCharsets.UTF_8);

		assertThatIOException().isThrownBy(() -> Picture.read(new ByteArrayResource(text)))
			.withMessageContaining("not a picture");
	}

	private static Picture plain(int width, int height, int colour) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				image.setRGB(x, y, colour);
			}
		}
		return new Picture(image);
	}

}
