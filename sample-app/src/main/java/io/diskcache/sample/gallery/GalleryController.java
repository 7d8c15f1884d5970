package io.diskcache.sample.gallery;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

import io.diskcache.sample.PhotoLibrary;
import io.diskcache.web.DiskCacheLinks;

/** Shows the gallery. */
@RestController
class GalleryController {

	private static final String ORIGINAL = "high-valley.jpg";

	private final PhotoLibrary photos;

	private final ColourTable colours;

	private final Sounds sounds;

	private final DiskCacheLinks links;

	private final Duration linkLife;

	private final Clock clock;

	GalleryController(PhotoLibrary photos, ColourTable colours, Sounds sounds, DiskCacheLinks links,
			@Value("${sample.link-life}") Duration linkLife, Clock clock) {
		this.photos = photos;
		this.colours = colours;
		this.sounds = sounds;
		this.links = links;
		this.linkLife = linkLife;
		this.clock = clock;
	}

	/**
	 * What nobody loads when it is asked for, the sound and the table, is made before the
	 * page tells browsers of it.
	 */
	@GetMapping("/gallery")
	ResponseEntity<String> gallery(HttpServletRequest request) {
		this.sounds.provide();
		GalleryPage page = new GalleryPage(origin(request),
				this.photos.names().stream().map((photo) -> scaled(photo, request)).toList(),
				this.links.path(request, Sounds.CACHE, Sounds.KEY), this.colours.file(),
				this.links.path(request, ColourTable.CACHE, ColourTable.KEY), scaled(ORIGINAL, request), link(request),
				this.clock.instant());
		return page.toHtml().toResponse();
	}

	private ScaledPhoto scaled(String photo, HttpServletRequest request) {
		Map<Integer, String> paths = PhotoLoader.WIDTHS.stream()
			.collect(Collectors.toMap(Function.identity(),
					(width) -> this.links.path(request, PhotoLoader.CACHE, PhotoLoader.key(photo, width)),
					(one, other) -> one, TreeMap::new));
		return new ScaledPhoto(PhotoLibrary.title(photo), paths);
	}

	private SignedLink link(HttpServletRequest request) {
		return SignedLink.of(this.links.signed(request, OriginalLoader.CACHE, ORIGINAL, this.linkLife), this.linkLife);
	}

	private static String origin(HttpServletRequest request) {
		return ServletUriComponentsBuilder.fromRequest(request).replacePath(null).replaceQuery(null).toUriString();
	}

}
