package io.diskcache.web;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * How a browser is to treat a value. What the writer noted came from outside, perhaps
 * with an upload, and is believed only as far as it does no harm.
 *
 * @param type the content type
 * @param disposition whether to show it or to offer it as a file, and under which name
 */
record Presentation(MediaType type, ContentDisposition disposition) {

	/**
	 * Types that cannot act on the page's behalf where they are shown. Not among them:
	 * HTML, XML and so SVG, PDF, and everything that is not known.
	 */
	private static final Set<String> SHOWN = Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/avif",
			"text/plain", "application/json");

	private static final int MAX_TYPE = 255;

	/** Encoded twice, nine characters for one, and that within a header of 8 KB. */
	private static final int MAX_NAME = 150;

	static Presentation of(@Nullable String contentType, @Nullable String fileName) {
		MediaType type = type(contentType);
		ContentDisposition.Builder disposition = isShown(type) ? ContentDisposition.inline()
				: ContentDisposition.attachment();
		String name = (fileName != null) ? name(fileName) : "";
		if (!name.isEmpty()) {
			disposition.filename(name, StandardCharsets.UTF_8);
		}
		return new Presentation(type, disposition.build());
	}

	private static MediaType type(@Nullable String contentType) {
		if (contentType == null || contentType.length() > MAX_TYPE
				|| contentType.chars().anyMatch((c) -> c < ' ' || c > '~')) {
			return MediaType.APPLICATION_OCTET_STREAM;
		}
		try {
			MediaType type = MediaType.parseMediaType(contentType);
			return type.isConcrete() ? type : MediaType.APPLICATION_OCTET_STREAM;
		}
		catch (InvalidMediaTypeException ex) {
			return MediaType.APPLICATION_OCTET_STREAM;
		}
	}

	private static boolean isShown(MediaType type) {
		boolean media = type.getType().equals("audio") || type.getType().equals("video");
		return (media && !"xml".equals(type.getSubtypeSuffix()))
				|| SHOWN.contains(type.getType() + '/' + type.getSubtype());
	}

	/** The end of the name, as its extension says how it will be opened. */
	private static String name(String fileName) {
		String last = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
		String end = last.substring(Math.max(0, last.length() - MAX_NAME));
		return end.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "_");
	}

}
