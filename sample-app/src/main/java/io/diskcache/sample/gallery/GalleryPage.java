package io.diskcache.sample.gallery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.IntStream;

import io.diskcache.cache.FileValue;
import io.diskcache.sample.Html;
import io.diskcache.sample.Shown;
import io.diskcache.sample.gallery.ResponsePanel.Request;

/**
 * The page of the gallery: four kinds of files, each beside the headers the cache answers
 * with.
 *
 * @param origin scheme, host and port of the application
 * @param photos the photographs
 * @param sound path of the sound
 * @param table the table of colours
 * @param tablePath path of the table
 * @param original a photograph that there is a link to
 * @param link link to its original
 * @param now when the page is shown
 */
record GalleryPage(String origin, List<ScaledPhoto> photos, String sound, FileValue table, String tablePath,
		ScaledPhoto original, SignedLink link, Instant now) {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'")
		.withZone(ZoneOffset.UTC);

	Html toHtml() {
		return Html.of(
				"""
						<!DOCTYPE html>
						<html lang="en">
						<head>
						<meta charset="utf-8">
						<meta name="viewport" content="width=device-width, initial-scale=1">
						<title>diskcache: the gallery</title>
						<link rel="icon" href="icon.svg">
						<link rel="stylesheet" href="page.css">
						<link rel="stylesheet" href="gallery.css">
						<script src="gallery.js" defer></script>
						</head>
						<body>
						<header>
						<nav class="name"><a href="./">diskcache sample</a> <span>Gallery</span></nav>
						<h1>Files, straight from the cache</h1>
						<p class="lead">No controller sends them. The cache answers by itself, with ranges, conditions, file names
						and signed links; beside each file is what it answers.</p>
						</header>
						<main>
						{}{}{}{}</main>
						</body>
						</html>
						""",
				photographs(), seekingSound(), download(), signedLink());
	}

	private Html photographs() {
		return exhibit("photographs", "Photographs in the size that fits",
				Html.of("""
						<p>Each photograph comes in {} widths, made when a browser asks for one of them: by a
						<code>CachedValueLoader</code> of ten lines. The headers are those of the file this window got for the first.</p>
						<ul class="photos">
						<li>{}</li>
						{}</ul>
						""",
						PhotoLoader.WIDTHS.size(), this.photos.get(0).toHtml(true),
						Html.each(this.photos.subList(1, this.photos.size()),
								(photo) -> Html.of("<li>{}</li>\n", photo.toHtml(false)))),
				panel("a photograph", this.photos.get(0).smallest(), Request.HEAD, Request.range(0, 99),
						Request.AGAIN));
	}

	private Html seekingSound() {
		long middle = Sounds.SURF.length() / 2;
		return exhibit("sound", "A sound that seeks", Html.of("""
				<p>A minute of surf, {} of noise shaped by waves, written straight into the cache. Jump ahead: the
				browser asks for the bytes from there on, and nothing before them is read.</p>
				{}<audio controls preload="metadata" src="{}" aria-label="The sea"></audio>
				<div class="jumps" role="group" aria-label="Jump to" hidden>
				<button type="button" data-second="15">0:15</button>
				<button type="button" data-second="30">0:30</button>
				<button type="button" data-second="45">0:45</button>
				</div>
				""", Shown.bytes(Sounds.SURF.length()), wave(), this.sound),
				panel("the sound", this.sound, Request.range(middle, middle + 99), Request.HEAD, Request.AGAIN));
	}

	/** The loudness of the sound, half a second in each bar. */
	private static Html wave() {
		int bars = 2 * Sounds.SURF.seconds();
		return Html.of("""
				<svg class="wave" viewBox="0 -1 {} 2" preserveAspectRatio="none" aria-hidden="true">{}</svg>
				""", bars, Html.each(IntStream.range(0, bars).boxed().toList(), GalleryPage::bar));
	}

	private static Html bar(int index) {
		double loudness = Surf.loudness((index + 0.5) / 2);
		return Html.of("<rect x=\"{}\" y=\"{}\" width=\"0.6\" height=\"{}\"/>", index + 0.2, -loudness, 2 * loudness);
	}

	private Html download() {
		return exhibit("download", "A download with a name", Html.of("""
				<p>The colours of the photographs, in a <code>FileValue</code> that a <code>@Cacheable</code> method
				returned. Its key is <code>{}</code>, and it is saved under the name that was given to it.</p>
				<ul class="palettes" aria-label="Main colours">
				{}</ul>
				<p><a class="button" href="{}">Download {}</a></p>
				{}""", ColourTable.KEY, Html.each(ColourStrip.of(ColourLine.read(this.table)), ColourStrip::toHtml),
				this.tablePath, ColourTable.FILE_NAME, hash()),
				panel("the download", this.tablePath, Request.HEAD, Request.AGAIN));
	}

	/** Known from the second time on, as it was computed when the table was stored. */
	private Html hash() {
		String hash = this.table.contentHash();
		return (hash != null) ? Html.of("""
				<p class="hash">SHA-256 <code>{}</code></p>
				""", hash) : Html.of("");
	}

	private Html signedLink() {
		return exhibit("link", "A link that expires",
				Html.of("""
						<p>The originals are for those who have a signed link. This one is valid for {}, until
						<time datetime="{}">{}</time>. Afterwards the answer is 403, as it is for a link with one letter changed.</p>
						<div class="ticket">
						{}<div>
						<p class="left" data-millis="{}" hidden><span role="timer">–</span> s left</p>
						<p class="ended" role="status"></p>
						<p><a class="button" href="{}">{}, the original</a></p>
						<p><a href="">Reload</a> for a new link.</p>
						</div>
						</div>
						""",
						Shown.length(this.link.life()), this.link.end(), TIME.format(this.link.end()),
						this.original.toHtml(false), Duration.between(this.now, this.link.end()).toMillis(),
						this.link.path(), this.original.title()),
				panel("the link", this.link.path(), Request.HEAD, Request.range(0, 99), Request.AGAIN));
	}

	private ResponsePanel panel(String of, String path, Request... requests) {
		return new ResponsePanel(of, this.origin, path, List.of(requests));
	}

	private static Html exhibit(String id, String title, Html content, ResponsePanel panel) {
		return Html.of("""
				<section class="exhibit" aria-labelledby="{}">
				<div>
				<h2 id="{}">{}</h2>
				{}</div>
				{}</section>
				""", id, id, title, content, panel.toHtml());
	}

}
