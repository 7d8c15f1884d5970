package io.diskcache.cache;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.AbstractResource;

import io.diskcache.codec.StreamAttributes;
import io.diskcache.codec.Values;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.PinnedFile;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;

/**
 * A streamed value of a cache. Nothing is open until {@link #getInputStream()}, which
 * looks the entry up again: it gives the value of that moment, which no later change of
 * the entry touches, and from then on no other one. So ranges that are read one by one
 * are of one value. Each lookup of the cache gives a resource of its own. The length and
 * the other attributes are those of the moment the resource was obtained. Thread-safe.
 */
public final class CachedResource extends AbstractResource {

	/** A stale value is given out only to who may have it. */
	private static final Duration ALWAYS = Duration.ofMillis(Long.MAX_VALUE);

	private final Store store;

	private final Key key;

	private final StreamAttributes attributes;

	private final Instant stored;

	private final long length;

	/** Number of the value that was opened first; 0 while none was. */
	private final AtomicLong opened = new AtomicLong();

	CachedResource(Store store, Entry entry, StreamAttributes attributes) {
		this.store = store;
		this.key = entry.key();
		this.attributes = attributes;
		this.stored = entry.stored();
		this.length = entry.length();
	}

	/**
	 * Returns the content type noted by the writer of the value.
	 * @return the content type, or {@code null} if it is not known
	 */
	public @Nullable String contentType() {
		return this.attributes.contentType();
	}

	/**
	 * Returns how clients may keep the value, as its writer noted.
	 * @return value of the header {@code Cache-Control}, or {@code null} if nothing is
	 * said
	 */
	public @Nullable String cacheControl() {
		return this.attributes.cacheControl();
	}

	/**
	 * Returns the hash of the bytes noted with the value.
	 * @return the hash, or {@code null} if it is not known
	 */
	public @Nullable String contentHash() {
		return this.attributes.contentHash();
	}

	/** What is known of the value, to be stored with a copy of it. */
	StreamAttributes attributes() {
		String type = Objects.requireNonNullElse(this.attributes.contentType(), CacheValues.UNKNOWN_TYPE);
		return this.attributes.withContentType(type).withLastModified(Instant.ofEpochMilli(lastModified()));
	}

	/**
	 * Opens the value: that of this moment, or the one this resource was first opened as.
	 * @throws IOException if it is not there any more, or the value of this moment is of
	 * another length or kind: what was said of this one does not hold for it. Not a
	 * {@link java.io.FileNotFoundException}, which Spring takes for an empty body
	 */
	@Override
	public InputStream getInputStream() throws IOException {
		return found(this::openSame);
	}

	private @Nullable InputStream openSame(Entry entry) {
		if (!isSame(this.opened.get(), entry)) {
			return null;
		}
		// First opened, then noted: a file that is gone by now was replaced.
		InputStream stream = entry.open();
		if (isSame(this.opened.compareAndExchange(0, entry.valueId()), entry)) {
			return stream;
		}
		CacheValues.discard(stream);
		return null;
	}

	private static boolean isSame(long first, Entry entry) {
		return first == 0 || first == entry.valueId();
	}

	/**
	 * Makes the value of this moment a file, for tools that need a path. All of it is
	 * read and verified first.
	 * @return the file, only to be read, which no later change or removal of the entry
	 * touches; it takes its space on the disk until it is closed
	 * @throws IOException as {@link #getInputStream()} does, or if the value is damaged
	 * or a file cannot be made
	 */
	public PinnedFile pin() throws IOException {
		return found(Entry::pin);
	}

	private <T> T found(Store.EntryReader<T> reader) throws IOException {
		Store.EntryReader<T> ifAlike = (entry) -> isAlike(entry) ? reader.read(entry) : null;
		T found;
		try {
			found = this.store.get(this.key, ifAlike);
			if (found == null) {
				found = this.store.readStale(this.key, ALWAYS, ifAlike);
			}
		}
		catch (StoreException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
		if (found == null) {
			throw new IOException(getDescription() + " is no longer in the cache, or was replaced by another one");
		}
		return found;
	}

	private boolean isAlike(Entry entry) {
		return Values.isStream(entry) && entry.length() == this.length;
	}

	@Override
	public boolean exists() {
		try {
			return this.store.contains(this.key);
		}
		catch (StoreException ex) {
			return false;
		}
	}

	@Override
	public long contentLength() {
		return this.length;
	}

	@Override
	public long lastModified() {
		return Objects.requireNonNullElse(this.attributes.lastModified(), this.stored).toEpochMilli();
	}

	@Override
	public @Nullable String getFilename() {
		return this.attributes.fileName();
	}

	@Override
	public String getDescription() {
		return "cached value of " + this.key;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof CachedResource that && this.store.equals(that.store) && this.key.equals(that.key);
	}

	@Override
	public int hashCode() {
		return this.key.hashCode();
	}

}
