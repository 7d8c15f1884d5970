package io.diskcache.codec;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a streamed value besides its bytes. Immutable.
 *
 * @param contentType media type, or {@code null} if unknown
 * @param fileName name the value had as a file, or {@code null} if unknown
 * @param lastModified when its source was changed, or {@code null} if unknown
 * @param cacheControl value of the HTTP header {@code Cache-Control} the value is to be
 * served with, of printable ASCII and not blank, or {@code null} if nothing is said
 * @param contentHash text that no other bytes have, such as a hexadecimal SHA-256, of
 * printable ASCII without spaces and quotes, or {@code null} if unknown
 */
public record StreamAttributes(@Nullable String contentType, @Nullable String fileName, @Nullable Instant lastModified,
		@Nullable String cacheControl, @Nullable String contentHash) {

	/** Nothing is known. */
	public static final StreamAttributes NONE = new StreamAttributes(null, null, null);

	/** Longest text, in characters. */
	public static final int MAX_LENGTH = 4096;

	/**
	 * Longest {@code Cache-Control}, in characters: proxies give all headers of an answer
	 * 4 KB together.
	 */
	public static final int MAX_CACHE_CONTROL = 255;

	/**
	 * Makes attributes.
	 * @throws IllegalArgumentException if a text is longer than {@value #MAX_LENGTH}
	 * characters, {@code cacheControl} than {@value #MAX_CACHE_CONTROL}, or has
	 * characters it must not have
	 */
	public StreamAttributes {
		requireShort("contentType", contentType, MAX_LENGTH);
		requireShort("fileName", fileName, MAX_LENGTH);
		requireShort("cacheControl", cacheControl, MAX_CACHE_CONTROL);
		requireShort("contentHash", contentHash, MAX_LENGTH);
		requirePlain("cacheControl", cacheControl, " *[!-~][ -~]*");
		requirePlain("contentHash", contentHash, "[!#-~]+");
	}

	/**
	 * Makes attributes of a value of which nothing else is known.
	 * @param contentType media type, or {@code null} if unknown
	 * @param fileName name the value had as a file, or {@code null} if unknown
	 * @param lastModified when its source was changed, or {@code null} if unknown
	 * @throws IllegalArgumentException if a text is longer than {@value #MAX_LENGTH}
	 * characters
	 */
	public StreamAttributes(@Nullable String contentType, @Nullable String fileName, @Nullable Instant lastModified) {
		this(contentType, fileName, lastModified, null, null);
	}

	/**
	 * Returns the same with another content type.
	 * @param contentType the media type, or {@code null} if unknown
	 * @return the attributes
	 */
	public StreamAttributes withContentType(@Nullable String contentType) {
		return new StreamAttributes(contentType, this.fileName, this.lastModified, this.cacheControl, this.contentHash);
	}

	/**
	 * Returns the same with another file name.
	 * @param fileName the name, or {@code null} if unknown
	 * @return the attributes
	 */
	public StreamAttributes withFileName(@Nullable String fileName) {
		return new StreamAttributes(this.contentType, fileName, this.lastModified, this.cacheControl, this.contentHash);
	}

	/**
	 * Returns the same with another time of modification.
	 * @param lastModified when the source was changed, or {@code null} if unknown
	 * @return the attributes
	 */
	public StreamAttributes withLastModified(@Nullable Instant lastModified) {
		return new StreamAttributes(this.contentType, this.fileName, lastModified, this.cacheControl, this.contentHash);
	}

	/**
	 * Returns the same with another value of {@code Cache-Control}.
	 * @param cacheControl the header's value, at most {@value #MAX_CACHE_CONTROL}
	 * characters, or {@code null} if nothing is said
	 * @return the attributes
	 */
	public StreamAttributes withCacheControl(@Nullable String cacheControl) {
		return new StreamAttributes(this.contentType, this.fileName, this.lastModified, cacheControl, this.contentHash);
	}

	/**
	 * Returns the same with another hash of the bytes.
	 * @param contentHash the hash, or {@code null} if unknown
	 * @return the attributes
	 */
	public StreamAttributes withContentHash(@Nullable String contentHash) {
		return new StreamAttributes(this.contentType, this.fileName, this.lastModified, this.cacheControl, contentHash);
	}

	private static void requireShort(String name, @Nullable String text, int length) {
		if (text != null && text.length() > length) {
			throw new IllegalArgumentException(
					name + " has at most " + length + " characters, this one has " + text.length());
		}
	}

	private static void requirePlain(String name, @Nullable String text, String pattern) {
		if (text != null && !text.matches(pattern)) {
			throw new IllegalArgumentException(name + " is blank or has characters it must not have");
		}
	}

}
