package io.diskcache.sample;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Service;

/** The photographs of the application. */
@Service
class PhotoLibrary {

	private final Map<String, Resource> photos = new TreeMap<>();

	PhotoLibrary(ResourcePatternResolver resources) throws IOException {
		Arrays.stream(resources.getResources("classpath:photos/*.jpg"))
			.forEach((photo) -> this.photos.put(Objects.requireNonNull(photo.getFilename()), photo));
	}

	List<String> names() {
		return List.copyOf(this.photos.keySet());
	}

	/**
	 * Finds a photograph. A name is never made a path.
	 * @throws IllegalArgumentException if there is none of this name
	 */
	Resource photo(String name) {
		Resource photo = this.photos.get(name);
		if (photo == null) {
			throw new IllegalArgumentException("There is no such photograph. There are " + names());
		}
		return photo;
	}

}
