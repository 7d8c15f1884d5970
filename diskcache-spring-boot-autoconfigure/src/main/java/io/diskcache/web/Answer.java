package io.diskcache.web;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

import io.diskcache.cache.StoredValue;
import io.diskcache.web.Body.Section;
import io.diskcache.web.ByteRange.Part;

/**
 * What is answered to a request.
 *
 * @param status the status
 * @param headers the headers that depend on the request
 * @param body the open body, to be closed, or {@code null} if there is none
 */
record Answer(HttpStatus status, HttpHeaders headers, @Nullable Body body) {

	static Answer notFound() {
		return failure(HttpStatus.NOT_FOUND);
	}

	/** Whether there is such a value is not said. */
	static Answer forbidden() {
		return failure(HttpStatus.FORBIDDEN);
	}

	/**
	 * Nobody is to keep it, as a client may do without a word on that: the next one who
	 * asks may have more luck.
	 */
	static Answer failure(HttpStatus status) {
		HttpHeaders headers = new HttpHeaders();
		headers.setCacheControl(CacheControl.noStore());
		return refusal(status, headers);
	}

	static Answer refusal(HttpStatus status, HttpHeaders headers) {
		headers.setContentLength(0);
		return new Answer(status, headers, null);
	}

	/**
	 * Answers a GET or HEAD of a value. Opens the value, and only where its bytes are
	 * asked for and as the last thing done. A file may be left to a proxy, which then
	 * sends what was asked for of it.
	 * @param accelLocation location of the proxy, or {@code null} if there is none
	 */
	static Answer of(HttpServletRequest request, StoredValue value, Freshness freshness,
			@Nullable String accelLocation) {
		Validators validators = Validators.of(value);
		Preconditions preconditions = new Preconditions(request, validators);
		if (preconditions.fail()) {
			return refusal(HttpStatus.PRECONDITION_FAILED, new HttpHeaders());
		}
		HttpHeaders headers = new HttpHeaders();
		headers.setETag(validators.tag());
		headers.setLastModified(validators.lastModified());
		headers.setCacheControl(freshness.of(value));
		if (preconditions.notModified()) {
			return new Answer(HttpStatus.NOT_MODIFIED, headers, null);
		}
		Presentation presentation = Presentation.of(value.contentType(), value.fileName());
		headers.setContentType(presentation.type());
		headers.setContentDisposition(presentation.disposition());
		headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
		if (HttpMethod.HEAD.matches(request.getMethod())) {
			headers.setContentLength(value.length());
			return new Answer(HttpStatus.OK, headers, null);
		}
		boolean sentByProxy = accelLocation != null && preconditions.leaveOnlyRanges(value.length());
		String file = sentByProxy ? value.handOver() : null;
		if (file != null) {
			return handedOver(accelLocation + '/' + file, headers);
		}
		// Of what is empty there is no part to name.
		ByteRanges ranges = (value.length() > 0) ? preconditions.ranges() : null;
		return (ranges != null) ? partial(value, ranges.in(value.length()), presentation, headers)
				: opened(HttpStatus.OK, headers, value, List.of(Section.of(new Part(0, value.length()))));
	}

	/**
	 * The proxy would copy {@code Cache-Control} to its own errors too, so it gets it
	 * under another name, and {@code Accept-Ranges} beside its own. {@code Pragma}, which
	 * it does not copy, keeps filters such as Spring Security's from saying that nothing
	 * is to be kept.
	 */
	private static Answer handedOver(String location, HttpHeaders headers) {
		headers.set("X-Accel-Redirect", location);
		headers.set("X-Diskcache-Cache-Control", headers.getCacheControl());
		headers.setPragma("no-cache");
		headers.remove(HttpHeaders.CACHE_CONTROL);
		headers.remove(HttpHeaders.ACCEPT_RANGES);
		headers.setContentLength(0);
		return new Answer(HttpStatus.OK, headers, null);
	}

	private static Answer partial(StoredValue value, List<Part> parts, Presentation presentation, HttpHeaders headers) {
		if (parts.isEmpty()) {
			HttpHeaders unsatisfiable = new HttpHeaders();
			unsatisfiable.set(HttpHeaders.CONTENT_RANGE, "bytes */" + value.length());
			return refusal(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, unsatisfiable);
		}
		if (parts.size() == 1) {
			headers.set(HttpHeaders.CONTENT_RANGE, parts.get(0).of(value.length()));
			return opened(HttpStatus.PARTIAL_CONTENT, headers, value, List.of(Section.of(parts.get(0))));
		}
		Multipart multipart = Multipart.create();
		List<Section> sections = multipart.sections(parts, presentation.type(), value.length());
		headers.setContentType(multipart.type());
		return opened(HttpStatus.PARTIAL_CONTENT, headers, value, sections);
	}

	private static Answer opened(HttpStatus status, HttpHeaders headers, StoredValue value, List<Section> sections) {
		headers.setContentLength(Body.length(sections));
		return new Answer(status, headers, new Body(value.open(), sections));
	}

}
