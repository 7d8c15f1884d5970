package io.diskcache.cache;

import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.diskcache.codec.StreamAttributes;
import io.diskcache.codec.Values;
import io.diskcache.store.Entry;

/**
 * A value that is a stream of bytes as it is stored, for who passes it on without making
 * an object of it: a resource, a byte array or a string of Unicode. Only for use within
 * the call it is handed to; a stream it opened may be kept.
 */
public final class StoredValue {

	private static final StreamAttributes TEXT = new StreamAttributes("text/plain;charset=UTF-8", null, null);

	/** Heap of all the objects that describe a value. */
	private static final int OBJECTS = 290;

	/** Attributes are there as bytes and as strings. */
	private static final int NOTED = 3;

	/** What a tag takes besides its characters, of up to three bytes. */
	private static final int TAG = 4;

	/** Bytes of a file that have one byte of checksums. */
	private static final int PER_CHECKSUM = 16 << 10;

	private final Entry entry;

	private final StreamAttributes attributes;

	private final long length;

	private final Supplier<InputStream> content;

	private StoredValue(Entry entry, StreamAttributes attributes, long length, Supplier<InputStream> content) {
		this.entry = entry;
		this.attributes = attributes;
		this.length = length;
		this.content = content;
	}

	/** Makes one of an entry, unless its value is an object. */
	static @Nullable StoredValue of(Entry entry) {
		if (Values.isStream(entry)) {
			return new StoredValue(entry, Values.attributes(entry), entry.length(), entry::open);
		}
		if (entry.codec() == Values.BYTES) {
			return new StoredValue(entry, StreamAttributes.NONE, entry.length(), entry::open);
		}
		// As bytes, so that long texts are not held in memory; rare ones are not in
		// UTF-8.
		return (entry.codec() == Values.STRING) ? new StoredValue(entry, TEXT, entry.length(), entry::open) : null;
	}

	/**
	 * Returns a text that no other value of this key has or had, to be used as a strong
	 * entity tag.
	 * @return hexadecimal digits and a hyphen
	 */
	public String tag() {
		return Long.toHexString(this.entry.version()) + '-' + Long.toHexString(this.entry.stored().toEpochMilli());
	}

	/**
	 * Returns when the value was stored.
	 * @return the instant, in milliseconds
	 */
	public Instant stored() {
		return this.entry.stored();
	}

	/**
	 * Returns when the value expires.
	 * @return the instant, in milliseconds, or {@code null} if it does not
	 */
	public @Nullable Instant expires() {
		return this.entry.expires();
	}

	/**
	 * Returns when the source of the value was changed.
	 * @return what the writer noted, else when the value was stored
	 */
	public Instant lastModified() {
		return Objects.requireNonNullElse(this.attributes.lastModified(), this.entry.stored());
	}

	/**
	 * Returns the content type noted by the writer of the value.
	 * @return the content type as it was written, or {@code null} if it is not known
	 */
	public @Nullable String contentType() {
		return this.attributes.contentType();
	}

	/**
	 * Returns the file name noted by the writer of the value.
	 * @return the file name as it was written, or {@code null} if there is none
	 */
	public @Nullable String fileName() {
		return this.attributes.fileName();
	}

	/**
	 * Returns how clients may keep the value, as its writer noted.
	 * @return value of the header {@code Cache-Control}, of printable ASCII, or
	 * {@code null} if nothing is said
	 */
	public @Nullable String cacheControl() {
		return this.attributes.cacheControl();
	}

	/**
	 * Returns the hash of the bytes noted with the value.
	 * @return the hash, of printable ASCII without spaces and quotes, or {@code null} if
	 * it is not known
	 */
	public @Nullable String contentHash() {
		return this.attributes.contentHash();
	}

	/**
	 * Returns the length of the value.
	 * @return the length in bytes
	 */
	public long length() {
		return this.length;
	}

	/**
	 * Opens the value: exactly the one described here, whatever happens to its entry
	 * afterwards.
	 * @return the stream, to be closed by the caller; it throws an
	 * {@link java.io.IOException} before it gives out a damaged byte
	 */
	public InputStream open() {
		return this.content.get();
	}

	/**
	 * Makes the file of the value available to a program that opens it within the next
	 * minute: exactly the value described here, whatever happens to its entry afterwards,
	 * but not verified.
	 * @return the path of the file below {@code diskcache/handover} in the directory of
	 * all caches, or {@code null} where the value is not a file, or the file system has
	 * no links
	 */
	public @Nullable String handOver() {
		return this.entry.handOver();
	}

	/** How many bytes of the heap this takes. */
	long heap() {
		byte[] noted = this.entry.attributes();
		long tags = this.entry.tags().names().stream().mapToLong((tag) -> TAG + 3L * tag.length()).sum();
		return OBJECTS + (this.entry.inFile() ? this.length / PER_CHECKSUM : this.length)
				+ ((noted != null) ? (long) NOTED * noted.length : 0) + tags;
	}

	/**
	 * Makes something of a stored value.
	 *
	 * @param <T> what it makes
	 */
	@FunctionalInterface
	public interface Reader<T> {

		/**
		 * Reads a value.
		 * @param value the value
		 * @return the result, or {@code null} if the value is of no use
		 */
		@Nullable T read(StoredValue value);

	}

}
