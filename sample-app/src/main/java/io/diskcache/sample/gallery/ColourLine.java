package io.diskcache.sample.gallery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.diskcache.cache.FileValue;

/**
 * A line of the {@link ColourTable}.
 *
 * @param photo name of a photograph
 * @param colour one of its colours
 */
record ColourLine(String photo, Palette.Colour colour) {

	/** Reads the table, which may have been made by another process, or long ago. */
	static List<ColourLine> read(FileValue table) {
		try (InputStream bytes = table.getInputStream()) {
			return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).lines()
				.skip(1)
				.map((line) -> line.split(","))
				.map((cells) -> new ColourLine(cells[0], new Palette.Colour(cells[1], Integer.parseInt(cells[2]))))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
