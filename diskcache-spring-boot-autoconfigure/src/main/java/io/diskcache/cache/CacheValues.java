package io.diskcache.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

import io.diskcache.codec.StreamAttributes;
import io.diskcache.codec.Values;
import io.diskcache.near.Encoded;
import io.diskcache.store.Content;
import io.diskcache.store.ContentSource;
import io.diskcache.store.Entry;
import io.diskcache.store.Store;

/**
 * Values of one cache as content of its store: resources, paths and streams go to files
 * without being held in memory, all else through the codecs. Thread-safe.
 */
final class CacheValues {

	private static final Logger logger = LoggerFactory.getLogger(CacheValues.class);

	/** Content type of a resource of which none is known. */
	static final String UNKNOWN_TYPE = "application/octet-stream";

	/** Marks what was an input stream: a resource always has a content type. */
	private static final StreamAttributes PLAIN_STREAM = StreamAttributes.NONE;

	/** Type of what was a resource, a path or an input stream. */
	private static final long RESOURCE = 0;

	/** Type of what was a file value. */
	private static final long FILE_VALUE = 1;

	private final Values values;

	private final Store store;

	CacheValues(Values values, Store store) {
		this.values = values;
		this.store = store;
	}

	/** Whether the value can be read only once, so that storing it drains it. */
	static boolean isReadOnce(@Nullable Object value) {
		return value instanceof InputStream || (value instanceof Resource resource && resource.isOpen())
				|| (value instanceof FileValue file && file.body().isOpen());
	}

	/** The type is the caller's claim, as it is with every cache of Spring's. */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	static <T> @Nullable T cast(@Nullable Object value) {
		return (T) value;
	}

	/** Closes what nobody will read. */
	static void discard(@Nullable Object value) {
		try {
			if (value instanceof InputStream stream) {
				stream.close();
			}
			else if (value instanceof Resource resource && resource.isOpen()) {
				resource.getInputStream().close();
			}
			else if (value instanceof FileValue file) {
				discard(file.body());
			}
		}
		catch (IOException | RuntimeException ex) {
			// It was read already, or cannot be: then there is nothing to close.
			logger.trace("A stream that was not needed could not be closed", ex);
		}
	}

	/** Whether a value is read from somewhere when it is stored. */
	static boolean isStream(@Nullable Object value) {
		return value instanceof Path || value instanceof Resource || value instanceof InputStream
				|| value instanceof FileValue;
	}

	/** Encodes a value that is no stream. */
	Content encode(@Nullable Object value) {
		return this.values.encode(value);
	}

	/**
	 * Encodes a value and hands it to the store.
	 * @param put stores the content and tells whether it did
	 * @return what {@code put} returned
	 * @throws io.diskcache.codec.EncodingException if there is no way to encode the value
	 * @throws UncheckedIOException if the value is a resource that cannot be read
	 */
	boolean store(@Nullable Object value, Predicate<Content> put) {
		if (value instanceof Path path) {
			return store(new FileSystemResource(path), put);
		}
		if (value instanceof Resource resource) {
			StreamAttributes attributes = attributes(resource);
			return store(opened(resource), attributes, put);
		}
		if (value instanceof InputStream stream) {
			return store(stream, PLAIN_STREAM, put);
		}
		if (value instanceof FileValue file) {
			return store(file, opened(file.body()), put);
		}
		return put.test(this.values.encode(value));
	}

	/** Makes content of what a producer writes, which is found as a resource. */
	Content written(ContentWriter writer, StreamAttributes attributes) {
		String type = Objects.requireNonNullElse(attributes.contentType(), UNKNOWN_TYPE);
		return this.values.stream(RESOURCE, new WrittenValue(writer, attributes.withContentType(type)));
	}

	@Nullable Object read(Entry entry) {
		return Values.isStream(entry) ? readStream(entry) : this.values.decode(entry);
	}

	/** Makes an object of the bytes of an entry that is no stream. */
	@Nullable Object decode(Encoded encoded) {
		return this.values.decode(encoded.codec(), encoded.fingerprint(), encoded.bytes());
	}

	/** As {@link #read(Entry)}, but what is returned need not be closed. */
	@Nullable Object describe(Entry entry) {
		return Values.isStream(entry) ? closed(entry, Values.attributes(entry)) : this.values.decode(entry);
	}

	private Object readStream(Entry entry) {
		StreamAttributes attributes = Values.attributes(entry);
		boolean plain = entry.fingerprint() == RESOURCE && attributes.equals(PLAIN_STREAM);
		return plain ? entry.open() : closed(entry, attributes);
	}

	private Object closed(Entry entry, StreamAttributes attributes) {
		CachedResource resource = new CachedResource(this.store, entry, attributes);
		return (entry.fingerprint() == FILE_VALUE) ? FileValue.found(resource, attributes) : resource;
	}

	private boolean store(InputStream stream, StreamAttributes attributes, Predicate<Content> put) {
		try (stream) {
			return put.test(this.values.stream(stream, attributes));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean store(FileValue file, InputStream stream, Predicate<Content> put) {
		try (stream) {
			ContentSource source = file.isHashed() ? new HashedSource(stream, file.attributes())
					: ContentSource.of(stream, Values.encodeAttributes(file.attributes()));
			return put.test(this.values.stream(FILE_VALUE, source));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static InputStream opened(Resource resource) {
		try {
			return resource.getInputStream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What can be known of a resource. */
	static StreamAttributes attributes(Resource resource) {
		if (resource instanceof CachedResource cached) {
			return cached.attributes();
		}
		String name = resource.getFilename();
		String type = Objects.requireNonNullElse(guessedType(name), UNKNOWN_TYPE);
		return new StreamAttributes(type, name, lastModified(resource));
	}

	private static @Nullable String guessedType(@Nullable String name) {
		return (name != null) ? URLConnection.guessContentTypeFromName(name) : null;
	}

	private static @Nullable Instant lastModified(Resource resource) {
		try {
			long millis = resource.lastModified();
			return (millis > 0) ? Instant.ofEpochMilli(millis) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
