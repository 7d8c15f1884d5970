package io.diskcache.sample.gallery;

import java.util.List;

import io.diskcache.sample.Html;

/**
 * The part of the page that shows how a value is answered: its script asks what the
 * buttons say, the first at once. Without the script there is a command to do so.
 *
 * @param of what is asked for, in words
 * @param origin scheme, host and port of the application
 * @param path path of the value, as far as the query
 * @param requests what can be asked
 */
record ResponsePanel(String of, String origin, String path, List<Request> requests) {

	/**
	 * A request.
	 *
	 * @param label text of the button
	 * @param method the method
	 * @param range the header {@code Range}, or an empty text for none
	 * @param conditional whether it has the {@code ETag} that is known as
	 * {@code If-None-Match}
	 */
	record Request(String label, String method, String range, boolean conditional) {

		static final Request HEAD = new Request("HEAD", "HEAD", "", false);

		static final Request AGAIN = new Request("If-None-Match", "GET", "", true);

		static Request range(long first, long last) {
			return new Request("Range", "GET", "bytes=" + first + '-' + last, false);
		}

		Html toHtml() {
			return Html.of(
					"""
							<button type="button" aria-pressed="false" data-method="{}" data-range="{}" data-conditional="{}">{}</button>
							""",
					this.method, this.range, this.conditional, this.label);
		}

	}

	Html toHtml() {
		return Html.of("""
				<aside class="panel" aria-label="Response headers of {}" data-origin="{}" data-path="{}">
				<div class="requests" role="group" aria-label="Requests for {}" hidden>
				{}</div>
				<div class="answer"></div>
				<pre><code>curl -I '{}{}'</code></pre>
				</aside>
				""", this.of, this.origin, this.path, this.of, Html.each(this.requests, Request::toHtml), this.origin,
				this.path);
	}

}
