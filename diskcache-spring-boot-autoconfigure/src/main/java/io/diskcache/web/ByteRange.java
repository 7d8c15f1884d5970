package io.diskcache.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One range of bytes, as it is asked for.
 *
 * @param first the first byte; for the last bytes of a value {@value #SUFFIX}
 * @param last the last byte, or how many of the last bytes
 */
record ByteRange(long first, long last) {

	private static final long SUFFIX = -1;

	private static final Pattern SINGLE = Pattern.compile("[ \\t]*([0-9]*)-([0-9]*)[ \\t]*");

	/** So many digits are a {@code long} in any case. */
	private static final int DIGITS = 18;

	/**
	 * Reads one range.
	 * @param text an element of a {@code Range} header
	 * @return the range, or {@code null} if it is none
	 */
	static @Nullable ByteRange parse(String text) {
		Matcher range = SINGLE.matcher(text);
		if (!range.matches()) {
			return null;
		}
		String first = range.group(1);
		String last = range.group(2);
		if (first.isEmpty()) {
			return last.isEmpty() ? null : new ByteRange(SUFFIX, number(last));
		}
		ByteRange parsed = new ByteRange(number(first), last.isEmpty() ? Long.MAX_VALUE : number(last));
		return (parsed.first <= parsed.last) ? parsed : null;
	}

	/**
	 * Finds the range in a value.
	 * @param length length of the value in bytes
	 * @return the part, or {@code null} if no byte of the value is in the range
	 */
	@Nullable Part in(long length) {
		if (this.first == SUFFIX) {
			long count = Math.min(this.last, length);
			return (count > 0) ? new Part(length - count, count) : null;
		}
		return (this.first < length) ? new Part(this.first, Math.min(this.last, length - 1) - this.first + 1) : null;
	}

	/** Numbers that are too large are larger than any length, and that is enough. */
	private static long number(String digits) {
		String significant = digits.replaceFirst("^0+(?=.)", "");
		return (significant.length() <= DIGITS) ? Long.parseLong(significant) : Long.MAX_VALUE;
	}

	/**
	 * A part of a value.
	 *
	 * @param start the first byte
	 * @param length how many bytes
	 */
	record Part(long start, long length) {

		/** The first byte after it. */
		long end() {
			return this.start + this.length;
		}

		Part upTo(long otherEnd) {
			return new Part(this.start, otherEnd - this.start);
		}

		/** The value of a {@code Content-Range} header; of a part that is not empty. */
		String of(long total) {
			return "bytes " + this.start + '-' + (end() - 1) + '/' + total;
		}

	}

}
