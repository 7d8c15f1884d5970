package io.diskcache.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.springframework.http.MediaType;

import io.diskcache.web.Body.Section;
import io.diskcache.web.ByteRange.Part;

/**
 * Several parts of a value in one body: {@code multipart/byteranges} of RFC 9110, section
 * 14.6.
 *
 * @param boundary what stands between parts
 */
record Multipart(String boundary) {

	/** Nobody can put it into a value beforehand, nor is it there by chance. */
	static Multipart create() {
		return new Multipart(UUID.randomUUID().toString());
	}

	MediaType type() {
		return MediaType.parseMediaType("multipart/byteranges;boundary=" + this.boundary);
	}

	/**
	 * Makes the sections of a body.
	 * @param parts the parts, in the order of their bytes
	 * @param type content type of the value
	 * @param total length of the value
	 */
	List<Section> sections(List<Part> parts, MediaType type, long total) {
		List<Section> sections = new ArrayList<>();
		String before = "";
		for (Part part : parts) {
			sections.add(new Section(bytes(before + "--" + this.boundary + "\r\nContent-Type: " + type
					+ "\r\nContent-Range: " + part.of(total) + "\r\n\r\n"), part));
			before = "\r\n";
		}
		long end = parts.get(parts.size() - 1).end();
		sections.add(new Section(bytes("\r\n--" + this.boundary + "--\r\n"), new Part(end, 0)));
		return sections;
	}

	/** A content type has nothing else in it. */
	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
