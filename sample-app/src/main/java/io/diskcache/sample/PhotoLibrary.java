package io.diskcache.sample;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Service;
import org.springframework.util.StringUtils;

/** The photographs of the application. */
@Service
public class PhotoLibrary {

	private final Map<String, Resource> photos = new TreeMap<>();

	/**
	 * Finds all photographs.
	 * @param resources finds what is on the class path
	 * @throws IOException if they cannot be listed
	 */
	public PhotoLibrary(ResourcePatternResolver resources) throws IOException {
		Arrays.stream(resources.getResources("classpath:photos/*.jpg"))
			.forEach((photo) -> this.photos.put(Objects.requireNonNull(photo.getFilename()), photo));
	}

	/**
	 * Returns the names of all photographs.
	 * @return names of files, in the order of the alphabet
	 */
	public List<String> names() {
		return List.copyOf(this.photos.keySet());
	}

	/**
	 * Finds a photograph. A name is never made a path.
	 * @param name name of the file
	 * @return the photograph, or {@code null} if there is none of this name
	 */
	public @Nullable Resource find(String name) {
		return this.photos.get(name);
	}

	/**
	 * Returns a photograph.
	 * @param name name of the file
	 * @return the photograph
	 * @throws IllegalArgumentException if there is none of this name
	 */
	public Resource photo(String name) {
		Resource photo = find(name);
		if (photo == null) {
			throw new IllegalArgumentException("There is no such photograph. There are " + names());
		}
		return photo;
	}

	/**
	 * Returns the name of a photograph in words.
	 * @param name name of the file
	 * @return the words
	 */
	public static String title(String name) {
		return StringUtils.capitalize(StringUtils.stripFilenameExtension(name).replace('-', ' '));
	}

}
