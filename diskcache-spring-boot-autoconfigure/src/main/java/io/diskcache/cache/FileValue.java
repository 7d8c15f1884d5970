package io.diskcache.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamSource;
import org.springframework.core.io.Resource;

import io.diskcache.codec.StreamAttributes;

/**
 * A value that is a file, with what is to be known of it: a method whose results are
 * cached can return one, and it comes back as one, over restarts too. Its bytes are
 * streamed to the disk and never held as a whole, unless they were given as an array.
 * Immutable; as thread-safe as the body it was made of.
 */
public final class FileValue implements InputStreamSource {

	private final Resource body;

	private final StreamAttributes attributes;

	private final boolean hashed;

	private FileValue(Resource body, StreamAttributes attributes, boolean hashed) {
		this.body = body;
		this.attributes = attributes;
		this.hashed = hashed;
	}

	/**
	 * Makes a value of a resource, with its file name, the content type this name
	 * suggests, and the time of its last modification; of a {@link CachedResource} with
	 * all that is known of it.
	 * @param body the bytes
	 * @return the value
	 */
	public static FileValue of(Resource body) {
		return new FileValue(body, CacheValues.attributes(body), false);
	}

	/**
	 * Makes a value of a file, with its name, the content type this name suggests, and
	 * the time of its last modification.
	 * @param body the file, which is read when the value is stored
	 * @return the value
	 */
	public static FileValue of(Path body) {
		return of(new FileSystemResource(body));
	}

	/**
	 * Makes a value of bytes.
	 * @param body the bytes, which are copied
	 * @return the value
	 */
	public static FileValue of(byte[] body) {
		return of(new ByteArrayResource(body.clone()));
	}

	/**
	 * Makes a value of streams.
	 * @param body opens a new stream at each call: one is read when the value is stored,
	 * and others may be by who has the value
	 * @return the value
	 */
	public static FileValue of(InputStreamSource body) {
		return of((body instanceof Resource resource) ? resource : new OpenedResource(body));
	}

	/** Makes the value of what was found. */
	static FileValue found(CachedResource body, StreamAttributes attributes) {
		return new FileValue(body, attributes, false);
	}

	/**
	 * Returns the same with another content type.
	 * @param contentType the media type, or {@code null} if unknown
	 * @return the value
	 */
	public FileValue withContentType(@Nullable String contentType) {
		return with(this.attributes.withContentType(contentType));
	}

	/**
	 * Returns the same with another file name.
	 * @param fileName the name, or {@code null} for none
	 * @return the value
	 */
	public FileValue withFileName(@Nullable String fileName) {
		return with(this.attributes.withFileName(fileName));
	}

	/**
	 * Returns the same with another time of modification.
	 * @param lastModified when its source was changed, or {@code null} if unknown
	 * @return the value
	 */
	public FileValue withLastModified(@Nullable Instant lastModified) {
		return with(this.attributes.withLastModified(lastModified));
	}

	/**
	 * Returns the same with a word on how clients may keep it.
	 * @param cacheControl value of the HTTP header {@code Cache-Control}, such as that of
	 * Spring's {@code CacheControl.getHeaderValue()}, or {@code null} for none
	 * @return the value
	 * @throws IllegalArgumentException if it is blank, longer than
	 * {@value StreamAttributes#MAX_CACHE_CONTROL} characters, or has other characters
	 * than printable ASCII
	 */
	public FileValue withCacheControl(@Nullable String cacheControl) {
		return with(this.attributes.withCacheControl(cacheControl));
	}

	/**
	 * Returns the same with a hash of its bytes, which is believed.
	 * @param contentHash text that no other bytes have, or {@code null} for none
	 * @return the value
	 * @throws IllegalArgumentException if it has other characters than printable ASCII, a
	 * space or a quote
	 */
	public FileValue withContentHash(@Nullable String contentHash) {
		return new FileValue(this.body, this.attributes.withContentHash(contentHash), false);
	}

	/**
	 * Returns the same, whose {@link #contentHash()} will be the SHA-256 of its bytes, in
	 * 64 lower-case hexadecimal digits, when it comes back: it is computed as the value
	 * is stored.
	 * @return the value
	 */
	public FileValue withSha256() {
		return new FileValue(this.body, this.attributes, true);
	}

	/**
	 * Returns the bytes, for who serves them or has more to ask of them.
	 * @return what it was made of; a {@link CachedResource} where the value was found
	 */
	public Resource body() {
		return this.body;
	}

	/**
	 * Opens the bytes.
	 * @return the stream, to be closed by the caller
	 */
	@Override
	public InputStream getInputStream() throws IOException {
		return this.body.getInputStream();
	}

	/**
	 * Returns the content type.
	 * @return the media type, or {@code null} if unknown
	 */
	public @Nullable String contentType() {
		return this.attributes.contentType();
	}

	/**
	 * Returns the file name.
	 * @return the name, or {@code null} if there is none
	 */
	public @Nullable String fileName() {
		return this.attributes.fileName();
	}

	/**
	 * Returns when the source was changed.
	 * @return the time, or {@code null} if unknown
	 */
	public @Nullable Instant lastModified() {
		return this.attributes.lastModified();
	}

	/**
	 * Returns how clients may keep the value.
	 * @return value of the header {@code Cache-Control}, or {@code null} if nothing is
	 * said
	 */
	public @Nullable String cacheControl() {
		return this.attributes.cacheControl();
	}

	/**
	 * Returns the hash of the bytes.
	 * @return the hash, or {@code null} if unknown
	 */
	public @Nullable String contentHash() {
		return this.attributes.contentHash();
	}

	StreamAttributes attributes() {
		return this.attributes;
	}

	/** Whether the hash is to be computed. */
	boolean isHashed() {
		return this.hashed;
	}

	private FileValue with(StreamAttributes changed) {
		return new FileValue(this.body, changed, this.hashed);
	}

	@Override
	public String toString() {
		return "file value of " + this.body.getDescription();
	}

	/** Opens a new stream each time; Spring's takes every stream for its last one. */
	private static final class OpenedResource extends AbstractResource {

		private final InputStreamSource source;

		OpenedResource(InputStreamSource source) {
			this.source = source;
		}

		@Override
		public InputStream getInputStream() throws IOException {
			return this.source.getInputStream();
		}

		@Override
		public long lastModified() {
			return 0;
		}

		@Override
		public String getDescription() {
			return "streams that are opened when needed";
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
