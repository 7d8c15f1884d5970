package io.diskcache.sample.gallery;

import java.util.Map;
import java.util.stream.Collectors;

import io.diskcache.sample.Html;

/**
 * A photograph in several widths, of which the browser takes the one that suits its
 * window and screen.
 *
 * @param title what it shows
 * @param paths paths by widths in pixels, ascending
 */
record ScaledPhoto(String title, Map<Integer, String> paths) {

	/** As gallery.css has them: the first one is the large one. */
	private static final String LARGE = "(min-width: 72rem) 33rem, (min-width: 56rem) 40vw, (min-width: 40rem) 61vw, 46vw";

	private static final String SMALL = "(min-width: 72rem) 16rem, (min-width: 56rem) 20vw, (min-width: 40rem) 30vw, 46vw";

	String smallest() {
		return this.paths.values().iterator().next();
	}

	Html toHtml(boolean large) {
		return Html.of("""
				<img src="{}" srcset="{}" sizes="{}" alt="{}" width="720" height="480" loading="lazy">
				""", smallest(), srcset(), large ? LARGE : SMALL, this.title);
	}

	private String srcset() {
		return this.paths.entrySet()
			.stream()
			.map((path) -> path.getValue() + ' ' + path.getKey() + 'w')
			.collect(Collectors.joining(", "));
	}

}
