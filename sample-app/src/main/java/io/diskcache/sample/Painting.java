package io.diskcache.sample;

import org.springframework.core.io.Resource;

/**
 * A thumbnail on the page.
 *
 * @param photo name of the photograph
 * @param path where the browser gets the file
 * @param call the call that found it or made it
 */
record Painting(String photo, String path, Call<Resource> call) {

	/** The name in words. */
	String title() {
		return PhotoLibrary.title(this.photo);
	}

}
