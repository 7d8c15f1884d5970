package io.diskcache.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What is to be stored under a key: either bytes at hand or the source of a stream,
 * together with what the reader needs to know to make an object of them again. Bytes up
 * to the store's inline limit become part of the row, longer ones and every stream a
 * file. Not thread-safe where it has a source, which is read once.
 */
public final class Content {

	private final int codec;

	private final long fingerprint;

	private final byte @Nullable [] bytes;

	private final @Nullable ContentSource source;

	private Content(int codec, long fingerprint, byte @Nullable [] bytes, @Nullable ContentSource source) {
		if (codec < 0) {
			throw new IllegalArgumentException("The number of a codec is not negative, this one is " + codec);
		}
		this.codec = codec;
		this.fingerprint = fingerprint;
		this.bytes = bytes;
		this.source = source;
	}

	/**
	 * Makes content of bytes at hand.
	 * @param codec number of the codec that made the bytes, 0 or more
	 * @param fingerprint the codec's mark of the type it encoded
	 * @param bytes the encoded value; not copied, so it must not be changed afterwards
	 * @return the content
	 */
	public static Content of(int codec, long fingerprint, byte[] bytes) {
		return new Content(codec, fingerprint, Objects.requireNonNull(bytes), null);
	}

	/**
	 * Makes content of a stream, which is written to a file without being held in memory.
	 * @param codec number of the codec that can read the bytes, 0 or more
	 * @param attributes what is to be remembered of the value besides its bytes, or
	 * {@code null}
	 * @param stream the value; read to its end and left open by the store
	 * @return the content
	 */
	public static Content streaming(int codec, byte @Nullable [] attributes, InputStream stream) {
		return from(codec, 0, ContentSource.of(stream, attributes));
	}

	/**
	 * Makes content of what a source writes, which goes to a file without being held in
	 * memory.
	 * @param codec number of the codec that can read the bytes, 0 or more
	 * @param fingerprint the codec's mark of the type of the value
	 * @param source writes the value, once
	 * @return the content
	 */
	public static Content from(int codec, long fingerprint, ContentSource source) {
		return new Content(codec, fingerprint, null, Objects.requireNonNull(source));
	}

	/**
	 * Returns the number of the codec that made the bytes.
	 * @return the codec's number
	 */
	public int codec() {
		return this.codec;
	}

	/**
	 * Returns the codec's mark of the type it encoded.
	 * @return the fingerprint
	 */
	public long fingerprint() {
		return this.fingerprint;
	}

	byte @Nullable [] attributes() {
		return (this.source != null) ? this.source.attributes() : null;
	}

	/**
	 * Returns the bytes.
	 * @return the encoded value, not to be changed, or {@code null} where it is a stream
	 */
	public byte @Nullable [] bytes() {
		return this.bytes;
	}

	/** Where the value is read from, be it bytes or not. */
	ContentSource source() {
		if (this.source != null) {
			return this.source;
		}
		return ContentSource.of(new ByteArrayInputStream(Objects.requireNonNull(this.bytes)), null);
	}

}
