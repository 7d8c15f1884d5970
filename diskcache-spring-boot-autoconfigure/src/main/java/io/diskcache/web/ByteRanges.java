package io.diskcache.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.diskcache.web.ByteRange.Part;

/**
 * The ranges of bytes that are asked for.
 *
 * @param ranges one or more, as they were asked for
 */
record ByteRanges(List<ByteRange> ranges) {

	/** Who asks for more wants work done rather than bytes. */
	private static final int MAX_RANGES = 16;

	private static final String UNIT = "bytes=";

	private static final String PLAIN_RANGE = " *(?:[0-9]{1,18}-[0-9]{0,18}|-[0-9]{1,18}) *";

	private static final Pattern PLAIN = Pattern.compile("bytes=" + PLAIN_RANGE + "(?:," + PLAIN_RANGE + ")*");

	/**
	 * Reads a header. A header with something in it that is no range, or with more than
	 * {@value #MAX_RANGES} ranges, is to be ignored, as RFC 9110, section 14.2, allows.
	 * @param header the value of a {@code Range} header
	 * @return the ranges, or {@code null} if they are to be ignored
	 */
	static @Nullable ByteRanges parse(String header) {
		if (!header.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
			return null;
		}
		List<ByteRange> ranges = new ArrayList<>();
		for (String element : header.substring(UNIT.length()).split(",", -1)) {
			if (element.isBlank()) { // as any list may have them
				continue;
			}
			ByteRange range = (ranges.size() < MAX_RANGES) ? ByteRange.parse(element) : null;
			if (range == null) {
				return null;
			}
			ranges.add(range);
		}
		return ranges.isEmpty() ? null : new ByteRanges(List.copyOf(ranges));
	}

	/**
	 * Whether a header asks for bytes of a value in a way that no server refuses: nginx
	 * does so with empty elements, tabs and numbers beyond 64 bits.
	 * @param header the value of a {@code Range} header
	 * @param length length of the value in bytes
	 */
	static boolean plainlyIn(String header, long length) {
		ByteRanges ranges = parse(header);
		return ranges != null && PLAIN.matcher(header).matches() && !ranges.in(length).isEmpty();
	}

	/**
	 * Finds the ranges in a value. They are put in the order of their bytes, as a value
	 * is read from its beginning to its end, and those that overlap or touch are one.
	 * @param length length of the value in bytes
	 * @return the parts, none if no byte of the value is in any range
	 */
	List<Part> in(long length) {
		List<Part> sorted = this.ranges.stream()
			.map((range) -> range.in(length))
			.filter(Objects::nonNull)
			.sorted(Comparator.comparingLong(Part::start))
			.toList();
		List<Part> joined = new ArrayList<>();
		for (Part part : sorted) {
			Part last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
			if (last != null && part.start() <= last.end()) {
				joined.set(joined.size() - 1, last.upTo(Math.max(last.end(), part.end())));
			}
			else {
				joined.add(part);
			}
		}
		return joined;
	}

}
