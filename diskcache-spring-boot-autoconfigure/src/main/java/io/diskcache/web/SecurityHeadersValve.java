package io.diskcache.web;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Sets the headers of values on what Tomcat answers by itself, before anything of the
 * application is asked: requests it refuses, and methods it does not let through. Where a
 * request is so broken that its path is not known, it may have been for a value.
 * Thread-safe.
 */
public final class SecurityHeadersValve extends ValveBase {

	private final Supplier<String> prefix;

	/**
	 * Makes a valve.
	 * @param prefix tells how paths of values begin, with that of the application, up to
	 * a slash; asked for each request
	 */
	public SecurityHeadersValve(Supplier<String> prefix) {
		super(true);
		this.prefix = prefix;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		String uri = request.getRequestURI();
		if (uri == null || uri.startsWith(this.prefix.get())) {
			SecurityHeaders.set(response);
		}
		getNext().invoke(request, response);
	}

}
