package io.diskcache.web;

import jakarta.servlet.http.HttpServletResponse;

/**
 * What every answer below the path of values says: a value may be anything, so nothing in
 * it may run, or be taken for something else.
 */
final class SecurityHeaders {

	private SecurityHeaders() {
	}

	static void set(HttpServletResponse response) {
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
		response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
	}

}
