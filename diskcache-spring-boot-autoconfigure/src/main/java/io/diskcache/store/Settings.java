package io.diskcache.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.jspecify.annotations.Nullable;

/**
 * The options with what is derived from them.
 *
 * @param options the options
 * @param application fingerprint of the application's version, 0 for none
 */
record Settings(StoreOptions options, long application) {

	static Settings of(StoreOptions options) {
		return new Settings(options, fingerprint(options.applicationVersion()));
	}

	private static long fingerprint(@Nullable String version) {
		if (version == null) {
			return 0;
		}
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(version.getBytes(StandardCharsets.UTF_8));
			return ByteBuffer.wrap(digest).getLong();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
