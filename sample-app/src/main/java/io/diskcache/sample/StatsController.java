package io.diskcache.sample;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers {@code GET /stats/{file}}. */
@RestController
class StatsController {

	private final TextLibrary library;

	StatsController(TextLibrary library) {
		this.library = library;
	}

	@GetMapping("/stats/{file}")
	Answer stats(@PathVariable String file) {
		if (!this.library.files().contains(file)) {
			throw new ErrorResponseException(HttpStatus.NOT_FOUND, ProblemDetail.forStatusAndDetail(
					HttpStatus.NOT_FOUND, "There is no such text. There are " + this.library.files()), null);
		}
		return this.library.ask(file);
	}

}
