package io.diskcache.web;

import java.util.List;
import java.util.Random;

/** Makes requests that no well-behaved client makes, and some that one does. */
final class HostileRequests {

	private static final List<String> SEGMENTS = List.of("files", "private", "signed", "a", "html", "..", ".", "",
			"%2e%2e", "%252e%252e", "..%2f..%2f", "..%5c", "..\\", "%00", "a%00.png", "%c0%ae%c0%ae", "%c0%af",
			"%e0%80%af", "%f0%80%80%af", "%fc%80%80%80%80%af", "a;x=1", "..;", ";", "%3b", "%0d%0aX-Evil:%201", "%ff",
			"%", "%zz", "%u002e", "etc%2fpasswd", "WEB-INF", "values-00", "v1", "~", "~YQ", "~YQ==", "*", "{a}", "a%20",
			"+", "%7e", "%25", "C:", "file:", "http:%2f%2fx");

	private static final List<String> NUMBERS = List.of("0", "1", "39999", "40000", "9223372036854775807",
			"9223372036854775808", "-1", "99999999999999999999999999", "0x10", "1e9", "", " ", "\u00b2", "00000007");

	private static final List<String> TAGS = List.of("*", "\"x\"", "W/\"x\"", "\"", "\"\"", "x", "W/*", ",,,", "\"\\\"",
			"\"x\", *", "\"\u00e9\"");

	private static final List<String> DATES = List.of("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
			"0", "-1", "now", "Sun, 06 Nov 1994 08:49:37 GMT, x", "Thu, 99 Foo 2026 99:99:99 GMT");

	private static final List<String> METHODS = List.of("HEAD", "HEAD", "HEAD", "OPTIONS", "TRACE", "POST", "PUT",
			"DELETE", "PATCH", "PROPFIND");

	private final Random random;

	private final List<String> keys;

	HostileRequests(long seed, List<String> keys) {
		this.random = new Random(seed);
		this.keys = keys;
	}

	String next() {
		String method = (this.random.nextInt(6) > 0) ? "GET" : any(METHODS);
		StringBuilder head = new StringBuilder(method + ' ' + path() + " HTTP/1.1\r\nHost: localhost\r\n");
		for (int i = this.random.nextInt(4); i > 0; i--) {
			head.append(header()).append("\r\n");
		}
		return head.toString();
	}

	private String path() {
		return switch (this.random.nextInt(13)) {
			case 0 -> "/diskcache/files/" + "a".repeat(this.random.nextInt(9000));
			case 1 -> "/diskcache/files/~" + "A".repeat(this.random.nextInt(7000));
			case 2, 3, 4, 5 -> "/diskcache" + segments();
			case 6 ->
				"/diskcache/signed/" + any(this.keys) + "?e=" + any(NUMBERS).strip() + "&s=" + any(NUMBERS).strip();
			case 7 -> segments() + "/diskcache/files/a";
			default ->
				"/diskcache/files/" + any(this.keys) + ((this.random.nextInt(4) == 0) ? "?e=1&s=" + any(TAGS) : "");
		};
	}

	private String segments() {
		StringBuilder path = new StringBuilder();
		for (int i = this.random.nextInt(6); i >= 0; i--) {
			path.append('/').append(any(SEGMENTS));
		}
		return path.toString();
	}

	private String header() {
		return switch (this.random.nextInt(8)) {
			case 0, 1 -> "Range: bytes=" + range();
			case 2 -> "Range: " + (this.random.nextBoolean() ? "items=0-1" : "bytes=" + (range() + ',').repeat(1000));
			case 3 -> "If-None-Match: " + any(TAGS);
			case 4 -> "If-Match: " + any(TAGS);
			case 5 -> "If-Range: " + (this.random.nextBoolean() ? any(TAGS) : any(DATES));
			case 6 -> (this.random.nextBoolean() ? "If-Modified-Since: " : "If-Unmodified-Since: ") + any(DATES);
			default -> "Range: bytes=" + range() + ',' + range() + ", " + range();
		};
	}

	private String range() {
		return this.random.nextBoolean() ? any(NUMBERS) + '-' + any(NUMBERS)
				: this.random.nextInt(45_000) + "-" + this.random.nextInt(45_000);
	}

	private String any(List<String> of) {
		return of.get(this.random.nextInt(of.size()));
	}

}
