package io.diskcache.sample.gallery;

import java.util.ArrayList;
import java.util.List;

import io.diskcache.sample.Html;
import io.diskcache.sample.PhotoLibrary;
import io.diskcache.sample.gallery.Palette.Colour;

/**
 * The colours of a photograph, each as wide as its part.
 *
 * @param photo name of the photograph
 * @param colours its colours
 */
record ColourStrip(String photo, List<Colour> colours) {

	/** Makes a strip of each photograph's lines in the table. */
	static List<ColourStrip> of(List<ColourLine> lines) {
		return lines.stream()
			.map(ColourLine::photo)
			.distinct()
			.map((photo) -> new ColourStrip(photo,
					lines.stream().filter((line) -> line.photo().equals(photo)).map(ColourLine::colour).toList()))
			.toList();
	}

	Html toHtml() {
		List<Html> parts = new ArrayList<>();
		int width = 0;
		for (Colour colour : this.colours) {
			parts.add(Html.of("<rect x=\"{}\" width=\"{}\" height=\"1\" fill=\"{}\"/>", width, colour.percent(),
					colour.hex()));
			width += colour.percent();
		}
		return Html.of(
				"""
						<li>{}<svg viewBox="0 0 {} 1" preserveAspectRatio="none" shape-rendering="crispEdges" aria-hidden="true">\
						{}</svg></li>
						""",
				PhotoLibrary.title(this.photo), width, Html.each(parts, (part) -> part));
	}

}
