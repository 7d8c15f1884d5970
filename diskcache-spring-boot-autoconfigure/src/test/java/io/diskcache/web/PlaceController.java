package io.diskcache.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells where the application believes to be. */
@RestController
class PlaceController {

	private final DiskCacheLinks links;

	PlaceController(DiskCacheLinks links) {
		this.links = links;
	}

	@GetMapping("/place")
	String place(HttpServletRequest request) {
		return request.getRequestURL() + " from " + request.getRemoteAddr() + " links to "
				+ this.links.path(request, "files", "a");
	}

}
