package io.diskcache.sample.gallery;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.diskcache.sample.gallery.Palette.Colour;

import static org.assertj.core.api.Assertions.assertThat;

class PaletteTests {

	@Test
	void plainPictureHasOneColour() {
		int[] pixels = new int[50];
		Arrays.fill(pixels, 0xff336699);

		assertThat(Palette.of(pixels, 6)).containsExactly(new Colour("#336699", 100));
	}

	@Test
	void coloursAreGivenFromDarkToBrightWithTheirParts() {
		int[] pixels = IntStream.range(0, 100).map((i) -> (i % 4 == 0) ? 0xfff0e0d0 : 0xff001020).toArray();

		assertThat(Palette.of(pixels, 2)).containsExactly(new Colour("#001020", 75), new Colour("#f0e0d0", 25));
	}

	@Test
	void colourIsTheMeanOfThoseThatAreLikeIt() {
		int[] pixels = { 0x101010, 0x121212, 0x141414, 0xf00000, 0xf20000 };

		List<Colour> colours = Palette.of(pixels, 2);

		assertThat(colours).extracting(Colour::hex).containsExactly("#121212", "#f10000");
	}

}
