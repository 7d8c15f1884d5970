package io.diskcache.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Entry made of content without a store.
 */
public record ContentEntry(Content content, byte[] bytes, boolean inFile) implements Entry {

	public static ContentEntry of(Content content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			content.source().writeTo(bytes);
			return new ContentEntry(content, bytes.toByteArray(), content.bytes() == null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Key key() {
		return Key.of(new byte[1]);
	}

	@Override
	public PinnedFile pin() {
		throw new UnsupportedOperationException();
	}

	@Override
	public long id() {
		return 1;
	}

	@Override
	public long version() {
		return 1;
	}

	@Override
	public long valueId() {
		return this.inFile ? 1 : 0;
	}

	@Override
	public Instant stored() {
		return Instant.EPOCH;
	}

	@Override
	public @Nullable Instant expires() {
		return null;
	}

	@Override
	public @Nullable Instant used() {
		return null;
	}

	@Override
	public int codec() {
		return this.content.codec();
	}

	@Override
	public long fingerprint() {
		return this.content.fingerprint();
	}

	@Override
	public byte @Nullable [] attributes() {
		return this.content.attributes();
	}

	@Override
	public Tags tags() {
		return Tags.NONE;
	}

	@Override
	public long length() {
		return this.bytes.length;
	}

	@Override
	public InputStream open() {
		return new ByteArrayInputStream(this.bytes);
	}

	@Override
	public @Nullable String handOver() {
		return null;
	}

}
