package io.diskcache.web;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The conditions of a request that reads (RFC 9110, section 13), held against a value. A
 * date that is none, or stands there twice, is as if it were not there; an entity tag
 * that is none matches nothing.
 *
 * @param request the request
 * @param validators those of the value
 */
record Preconditions(HttpServletRequest request, Validators validators) {

	/**
	 * An element of a list, which may be empty; what follows on anything else is ignored.
	 */
	private static final Pattern NEXT_TAG = Pattern.compile("\\G[ \\t]*(?:(W/)?(\"[^\"]*\")[ \\t]*)?(?:,|$)");

	/** Whether the value is not the one the client has in mind. */
	boolean fail() {
		String match = header(HttpHeaders.IF_MATCH);
		if (match != null) {
			return !matches(match, true);
		}
		Instant since = date(HttpHeaders.IF_UNMODIFIED_SINCE);
		return since != null && this.validators.lastModified().isAfter(since);
	}

	/** Whether the client has this value. */
	boolean notModified() {
		String noneMatch = header(HttpHeaders.IF_NONE_MATCH);
		if (noneMatch != null) {
			return matches(noneMatch, false);
		}
		Instant since = date(HttpHeaders.IF_MODIFIED_SINCE);
		return since != null && !this.validators.lastModified().isAfter(since);
	}

	/**
	 * The ranges that are asked for, unless they are of another value than the client has
	 * begun with.
	 */
	@Nullable ByteRanges ranges() {
		String range = header(HttpHeaders.RANGE);
		return (range != null && isSameValue()) ? ByteRanges.parse(range) : null;
	}

	/**
	 * Whether only ranges are left to decide on, by a proxy that knows the tag of the
	 * value but does not compare dates as strictly, nor tags before it has this one; and
	 * whether it can only answer with bytes, as it would put headers of the value on a
	 * refusal.
	 * @param length length of the value in bytes
	 */
	boolean leaveOnlyRanges(long length) {
		String condition = header(HttpHeaders.IF_RANGE);
		String range = header(HttpHeaders.RANGE);
		return header(HttpHeaders.IF_MATCH) == null && header(HttpHeaders.IF_UNMODIFIED_SINCE) == null
				&& (condition == null || condition.startsWith("\""))
				&& (range == null || ByteRanges.plainlyIn(range, length));
	}

	private boolean isSameValue() {
		String condition = header(HttpHeaders.IF_RANGE);
		if (condition == null || condition.equals(this.validators.tag())) {
			return true;
		}
		return this.validators.strongDate() && this.validators.lastModified().equals(date(HttpHeaders.IF_RANGE));
	}

	/** Strongly compared a weak tag matches nothing, and ours is always strong. */
	private boolean matches(String tags, boolean strong) {
		if (tags.equals("*")) {
			return true;
		}
		Matcher tag = NEXT_TAG.matcher(tags);
		while (tag.find()) {
			boolean weak = tag.group(1) != null;
			if (this.validators.tag().equals(tag.group(2)) && !(strong && weak)) {
				return true;
			}
		}
		return false;
	}

	private @Nullable String header(String name) {
		List<String> lines = Collections.list(this.request.getHeaders(name));
		return lines.isEmpty() ? null : String.join(", ", lines).strip();
	}

	private @Nullable Instant date(String name) {
		if (Collections.list(this.request.getHeaders(name)).size() != 1) {
			return null;
		}
		try {
			return Instant.ofEpochMilli(this.request.getDateHeader(name));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
