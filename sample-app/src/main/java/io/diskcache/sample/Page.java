package io.diskcache.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.diskcache.cache.CacheStatistics;

/**
 * The page: what the slow methods returned this time, where that came from, and what to
 * try next.
 *
 * @param tookMicros how long all calls took, in microseconds
 * @param paintings the thumbnails
 * @param quote the quote
 * @param texts the statistics of texts
 * @param caches the caches, after the calls
 * @param directory where they are on the disk
 * @param process the process that shows the page
 * @param port the port it listens on
 * @param now when it shows it
 */
record Page(long tookMicros, List<Painting> paintings, Call<Quote> quote, List<Answer> texts, List<CacheLine> caches,
		String directory, long process, int port, Instant now) {

	private static final String UNKNOWN = "–";

	Html toHtml() {
		return Html.of("""
				<!DOCTYPE html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<title>diskcache: the sample</title>
				<link rel="icon" href="icon.svg">
				<link rel="stylesheet" href="page.css">
				</head>
				<body>
				{}<main>
				{}{}{}{}{}</main>
				</body>
				</html>
				""", header(), thumbnails(), quotes(), statistics(), cacheTable(), next());
	}

	private Html header() {
		return Html.of("""
				<header>
				<nav class="name"><span>diskcache sample</span> <a href="gallery">Gallery</a></nav>
				<h1>{}</h1>
				<p class="lead">{}</p>
				<dl class="facts">
				<div><dt>process</dt><dd>{}</dd></div>
				<div><dt>port</dt><dd>{}</dd></div>
				<div class="wide"><dt>on the disk</dt><dd><code>{}</code></dd></div>
				</dl>
				</header>
				""", headline(), lead(), this.process, this.port, this.directory);
	}

	private String headline() {
		return (computed() == 0) ? "All " + calls() + " results found in " + Shown.micros(this.tookMicros)
				: computed() + " of " + calls() + " results computed in " + Shown.micros(this.tookMicros);
	}

	private String lead() {
		return (computed() == 0)
				? "No slow method ran for this page: everything was in the caches. Restart the application and look again."
				: "Slow methods ran for this page, and what they returned is on the disk now. Reload to see it found.";
	}

	private long calls() {
		return results().count();
	}

	private long computed() {
		return results().filter((result) -> result == Result.computed).count();
	}

	private Stream<Result> results() {
		return Stream
			.of(this.paintings.stream().map((painting) -> painting.call().result()),
					this.texts.stream().map(Answer::result), Stream.of(this.quote.result()))
			.flatMap((results) -> results);
	}

	private Html thumbnails() {
		return Html.of("""
				<section aria-labelledby="thumbnails">
				<h2 id="thumbnails">Thumbnails</h2>
				<p>A <code>@Cacheable</code> method scales a photograph and paints it in oil, pixel by pixel. Each
				painting is a file of the cache, and the browser gets it from there.</p>
				<ul class="paintings">
				{}</ul>
				</section>
				""", Html.each(this.paintings, Page::painting));
	}

	private static Html painting(Painting painting) {
		return Html.of("""
				<li>
				<img src="{}" alt="{}, painted in oil" width="360" height="240">
				<div class="caption"><h3>{}</h3>{}
				<form method="post" action="photos/{}/forget"><button aria-label="Evict {}">Evict</button></form></div>
				</li>
				""", painting.path(), painting.title(), painting.title(),
				badge(painting.call().result(), painting.call().tookMicros()), painting.photo(), painting.title());
	}

	private static Html badge(Result result, long tookMicros) {
		return Html.of("""
				<span class="badge {}">{} {}</span>""", result, (result == Result.hit) ? "found in" : "computed in",
				Shown.micros(tookMicros));
	}

	private Html quotes() {
		Quote value = this.quote.value();
		return Html.of("""
				<section aria-labelledby="quote">
				<h2 id="quote">A quote</h2>
				<p>The price of a share that does not exist, from a server that answers slowly. It may be {} old;
				then it is fetched again.</p>
				<p class="quote"><span class="symbol">{}</span> <strong>{}</strong> {}</p>
				<p class="origin">Fetched {} in {} by {}.</p>
				</section>
				""", timeToLive(Quotes.CACHE), value.symbol(), value.price(),
				badge(this.quote.result(), this.quote.tookMicros()), time(value.computedAt()),
				Shown.micros(value.computedInMicros()), by(value));
	}

	private String timeToLive(String name) {
		return this.caches.stream()
			.filter((cache) -> cache.name().equals(name))
			.map((cache) -> length(cache.timeToLive()))
			.findFirst()
			.orElse(UNKNOWN);
	}

	private Html statistics() {
		return Html.of("""
				<section aria-labelledby="texts">
				<h2 id="texts">Statistics of texts</h2>
				<p>The texts are parsed when the application starts, unless somebody has done so before.</p>
				<div class="scroll" role="region" aria-labelledby="texts" tabindex="0"><table>
				<thead><tr><th>text</th><th>this call</th>
				<th class="number">words</th><th class="number">distinct</th>
				<th>longest word</th><th>parsed</th></tr></thead>
				<tbody>
				{}</tbody>
				</table></div>
				</section>
				""", Html.each(this.texts, this::text));
	}

	private Html text(Answer answer) {
		TextStatistics text = answer.statistics();
		return Html.of("""
				<tr><td><a href="stats/{}">{}</a></td><td>{}</td>
				<td class="number">{}</td><td class="number">{}</td><td>{}</td><td class="long">{} in {} by {}</td></tr>
				""", answer.file(), answer.file(), badge(answer.result(), answer.tookMicros()), text.words(),
				text.distinctWords(), text.longestWord(), time(text.computedAt()),
				Shown.micros(text.computedInMicros()), by(text));
	}

	private Html time(Instant instant) {
		return Html.of("<time datetime=\"{}\">{}</time>", instant, Shown.ago(instant, this.now));
	}

	private String by(Computed value) {
		return (value.computedBy() == this.process) ? "this process" : "process " + value.computedBy();
	}

	private Html cacheTable() {
		return Html.of("""
				<section aria-labelledby="caches">
				<h2 id="caches">The caches</h2>
				<p>Entries and volume are those of all processes; the rest is what this process did. The browser's
				requests for thumbnails count as hits, too.</p>
				<div class="scroll" role="region" aria-labelledby="caches" tabindex="0"><table>
				<thead><tr><th>cache</th><th class="number">hits</th><th class="number">misses</th>
				<th class="number">entries</th><th class="number">volume</th><th class="number">mean load</th>
				<th>kept for</th></tr></thead>
				<tbody>
				{}</tbody>
				</table></div>
				</section>
				""", Html.each(this.caches, Page::cache));
	}

	private static Html cache(CacheLine cache) {
		CacheStatistics statistics = cache.statistics();
		return Html.of("""
				<tr><td>{}</td><td class="number">{}</td><td class="number">{}</td>
				<td class="number">{}</td><td class="number">{}</td><td class="number">{}</td>
				<td>{}</td></tr>
				""", cache.name(), statistics.hits(), statistics.misses(),
				(cache.entries() != null) ? cache.entries() : UNKNOWN,
				(cache.volume() != null) ? Shown.bytes(cache.volume()) : UNKNOWN, meanLoad(statistics),
				length(cache.timeToLive()));
	}

	private static String meanLoad(CacheStatistics statistics) {
		return (statistics.loads() > 0) ? Shown.micros(statistics.loadNanos() / statistics.loads() / 1_000) : UNKNOWN;
	}

	private static String length(@Nullable Duration timeToLive) {
		return (timeToLive != null) ? Shown.length(timeToLive) : "as long as there is room";
	}

	private Html next() {
		String thumbnail = this.paintings.isEmpty() ? "" : this.paintings.get(0).path();
		String url = "http://localhost:" + this.port;
		return Html.of("""
				<section aria-labelledby="next">
				<h2 id="next">Try next</h2>
				<ol class="steps">
				<li><strong>Reload.</strong> <a href="">Everything is found</a>, except a quote that is too old.</li>
				<li><strong>Restart,</strong> or kill me the hard way and start me again: the first request finds
				everything.
				<pre><code>kill -9 {}</code></pre></li>
				<li><strong>Start me twice.</strong> The second process finds what the first one made, and an
				eviction counts for both.
				<pre><code>java -jar sample-app/target/sample-app.jar --server.port={}</code></pre></li>
				<li><strong>Evict a painting</strong> above: that one is painted again.</li>
				<li><strong>Look inside:</strong>
				<a href="actuator/metrics/cache.gets?tag=result:hit">hits</a>,
				<a href="actuator/caches">caches</a>,
				<a href="actuator/diskcache">disk caches</a>,
				<a href="actuator/health">health</a>.</li>
				<li><strong>Ask for a file</strong> as a browser does: its headers, then a part of it.
				<pre><code>curl -I {}{}
				curl -s -D - -o part.bin -H 'Range: bytes=0-999' {}{}</code></pre></li>
				<li><strong>See files of all kinds</strong> in the <a href="gallery">gallery</a>: photographs in many
				sizes, a sound that seeks, a download with a name, a link that expires.</li>
				</ol>
				</section>
				""", this.process, this.port + 1, url, thumbnail, url, thumbnail);
	}

}
