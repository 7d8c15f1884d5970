package io.diskcache.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

import io.diskcache.codec.StreamAttributes;
import io.diskcache.codec.Values;
import io.diskcache.store.ContentSource;

/** A value whose SHA-256 is computed while it is stored. Not thread-safe. */
final class HashedSource implements ContentSource {

	private final InputStream stream;

	private final StreamAttributes known;

	private @Nullable StreamAttributes complete;

	/**
	 * Makes a source.
	 * @param stream the value, left open
	 * @param known what is known of it besides its hash
	 */
	HashedSource(InputStream stream, StreamAttributes known) {
		this.stream = stream;
		this.known = known;
	}

	@Override
	public void writeTo(OutputStream target) throws IOException {
		MessageDigest digest = sha256();
		ContentSource.of(this.stream, null).writeTo(new DigestOutputStream(target, digest));
		this.complete = this.known.withContentHash(HexFormat.of().formatHex(digest.digest()));
	}

	@Override
	public byte[] attributes() {
		return Values.encodeAttributes((this.complete != null) ? this.complete : this.known);
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
