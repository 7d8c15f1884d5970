package io.diskcache.sample;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.diskcache.cache.DiskCacheManager;
import io.diskcache.web.DiskCacheLinks;

/** Calls all slow methods and shows what that took. */
@RestController
class PageController {

	private final PhotoLibrary photos;

	private final Thumbnails thumbnails;

	private final Quotes quotes;

	private final TextLibrary texts;

	private final DiskCacheManager manager;

	private final DiskCacheLinks links;

	private final Watch watch;

	private final Clock clock;

	PageController(PhotoLibrary photos, Thumbnails thumbnails, Quotes quotes, TextLibrary texts,
			DiskCacheManager manager, DiskCacheLinks links, Watch watch, Clock clock) {
		this.photos = photos;
		this.thumbnails = thumbnails;
		this.quotes = quotes;
		this.texts = texts;
		this.manager = manager;
		this.links = links;
		this.watch = watch;
		this.clock = clock;
	}

	@GetMapping("/")
	ResponseEntity<String> page(HttpServletRequest request) {
		long begin = System.nanoTime();
		List<Painting> paintings = this.photos.names().stream().map((photo) -> painting(photo, request)).toList();
		Call<Quote> quote = this.watch.call(() -> this.quotes.quote("DISK"));
		List<Answer> answers = this.texts.files().stream().map(this.texts::ask).toList();
		long took = Watch.microsSince(begin);
		Page page = new Page(took, paintings, quote, answers, caches(), this.manager.directory().toString(),
				ProcessHandle.current().pid(), request.getLocalPort(), this.clock.instant());
		return page.toHtml().toResponse();
	}

	/** Forgets one thumbnail and goes back to the page. */
	@PostMapping("/photos/{photo}/forget")
	ResponseEntity<Void> forget(@PathVariable String photo, HttpServletRequest request) {
		if (!this.photos.names().contains(photo)) {
			return ResponseEntity.notFound().build();
		}
		this.thumbnails.forget(photo);
		return ResponseEntity.status(HttpStatus.SEE_OTHER).location(URI.create(request.getContextPath() + "/")).build();
	}

	/**
	 * The browser is given files that are in the cache only, so the method is called
	 * first.
	 */
	private Painting painting(String photo, HttpServletRequest request) {
		return new Painting(photo, this.links.path(request, Thumbnails.CACHE, photo),
				this.watch.callForFile(() -> this.thumbnails.thumbnail(photo)));
	}

	private List<CacheLine> caches() {
		return new TreeSet<>(this.manager.getCacheNames()).stream()
			.map(this.manager::getDiskCache)
			.map(CacheLine::of)
			.toList();
	}

}
