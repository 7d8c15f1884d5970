package io.diskcache.sample.gallery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

import io.diskcache.cache.FileValue;
import io.diskcache.sample.PhotoLibrary;
import io.diskcache.sample.Picture;

/** Makes a file to be downloaded: a table of the main colours of the photographs. */
@Service
public class ColourTable {

	static final String CACHE = "tables";

	static final String KEY = "colours.csv";

	/** As it is to be called where it is downloaded. */
	static final String FILE_NAME = "Farben der Fotos – Übersicht.csv";

	private static final int COLOURS = 6;

	/** Enough pixels to know the colours by. */
	private static final int WIDTH = 90;

	private final PhotoLibrary photos;

	ColourTable(PhotoLibrary photos) {
		this.photos = photos;
	}

	/**
	 * Makes the table.
	 * @return a CSV file, with a line for each colour of each photograph
	 */
	@Cacheable(cacheNames = CACHE, key = "'" + KEY + "'", sync = true)
	public FileValue file() {
		StringBuilder lines = new StringBuilder("Foto,Farbe,Anteil in Prozent\r\n");
		for (String photo : this.photos.names()) {
			for (Palette.Colour colour : palette(photo)) {
				lines.append(photo + ',' + colour.hex() + ',' + colour.percent() + "\r\n");
			}
		}
		return FileValue.of(lines.toString().getBytes(StandardCharsets.UTF_8))
			.withContentType("text/csv;charset=UTF-8")
			.withFileName(FILE_NAME)
			.withSha256();
	}

	private Iterable<Palette.Colour> palette(String photo) {
		try {
			Picture small = Picture.read(this.photos.photo(photo)).scaledTo(WIDTH);
			return Palette.of(small.pixels().getRGB(0, 0, small.width(), small.height(), null, 0, small.width()),
					COLOURS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
