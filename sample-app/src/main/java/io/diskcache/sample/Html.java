package io.diskcache.sample;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/**
 * Markup in which every text is escaped: there is no way to put one in that is not.
 *
 * @param markup the markup
 */
public record Html(String markup) {

	private static final String PLACE = "{}";

	private static final MediaType TYPE = MediaType.parseMediaType("text/html;charset=UTF-8");

	/**
	 * Fills the places of a template, each marked by a pair of braces.
	 * @param template markup, a constant of the program
	 * @param values what stands there in turn: {@link Html} as it is, all else as text,
	 * escaped for elements and for attributes in quotes
	 * @return the markup
	 * @throws IllegalArgumentException if there are more or fewer values than places
	 */
	public static Html of(String template, Object... values) {
		StringBuilder markup = new StringBuilder();
		int rest = 0;
		for (Object value : values) {
			int place = template.indexOf(PLACE, rest);
			if (place < 0) {
				throw new IllegalArgumentException("There are more values than places: " + values.length);
			}
			markup.append(template, rest, place).append(escaped(value));
			rest = place + PLACE.length();
		}
		if (template.indexOf(PLACE, rest) >= 0) {
			throw new IllegalArgumentException("There are fewer values than places: " + values.length);
		}
		return new Html(markup.append(template, rest, template.length()).toString());
	}

	/**
	 * Makes markup of each element, one after the other.
	 * @param <T> type of the elements
	 * @param elements the elements
	 * @param toHtml makes markup of one
	 * @return the markup
	 */
	public static <T> Html each(Collection<T> elements, Function<T, Html> toHtml) {
		return new Html(elements.stream().map(toHtml).map(Html::markup).collect(Collectors.joining()));
	}

	/**
	 * Answers with this as a page, which nobody keeps, and in which nothing runs or loads
	 * but what is the application's own.
	 * @return the answer
	 */
	public ResponseEntity<String> toResponse() {
		return ResponseEntity.ok()
			.contentType(TYPE)
			.cacheControl(CacheControl.noStore())
			.header("Content-Security-Policy", "default-src 'self'")
			.body(this.markup);
	}

	private static String escaped(Object value) {
		return (value instanceof Html html) ? html.markup() : HtmlUtils.htmlEscape(value.toString(), "UTF-8");
	}

}
