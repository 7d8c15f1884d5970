package io.diskcache.sample.gallery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import io.diskcache.cache.FileValue;
import io.diskcache.sample.PhotoLibrary;

import static org.assertj.core.api.Assertions.assertThat;

class ColourTableTests {

	private final PhotoLibrary photos = new PhotoLibrary(new PathMatchingResourcePatternResolver());

	private final FileValue file = new ColourTable(this.photos).file();

	ColourTableTests() throws IOException {
	}

	@Test
	void tableIsAFileWithANameAndAType() throws IOException {
		assertThat(this.file.fileName()).isEqualTo("Farben der Fotos – Übersicht.csv");
		assertThat(this.file.contentType()).isEqualTo("text/csv;charset=UTF-8");
		assertThat(new String(this.file.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
			.startsWith("Foto,Farbe,Anteil in Prozent\r\ndesert-dunes.jpg,#")
			.endsWith("\r\n");
	}

	@Test
	void stripsOfColoursAreReadFromIt() {
		List<ColourStrip> strips = ColourStrip.of(ColourLine.read(this.file));

		assertThat(strips).extracting(ColourStrip::photo).containsExactlyElementsOf(this.photos.names());
		assertThat(strips).allSatisfy((strip) -> {
			assertThat(strip.colours()).hasSizeBetween(2, 6).allMatch((colour) -> colour.hex().matches("#[0-9a-f]{6}"));
			assertThat(strip.colours().stream().mapToInt(Palette.Colour::percent).sum()).isBetween(97, 103);
		});
	}

	@Test
	void skyIsInTheColoursOfThePhotograph() {
		ColourStrip valley = ColourStrip.of(ColourLine.read(this.file)).get(2);

		assertThat(valley.toHtml().markup()).startsWith("<li>High valley<svg ")
			.containsPattern("fill=\"#[4-6].[6-8].[9-c].\"");
	}

}
