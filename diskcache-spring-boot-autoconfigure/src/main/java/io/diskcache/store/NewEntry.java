package io.diskcache.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An entry that is to be written: all of its row but what the transaction gives it.
 *
 * @param key the key
 * @param hash hash of the key
 * @param content the value
 * @param draft the value's file, or {@code null} if it is inline
 * @param stored now, in milliseconds since 1970
 * @param expires when it expires, or {@link Head#NEVER}
 * @param recomputation what is known of how its value comes to be
 * @param tags its tags
 * @param front whether it comes before all others in their order
 * @param application fingerprint of the application's version
 */
record NewEntry(Key key, long hash, Content content, ValueFiles.@Nullable Draft draft, long stored, long expires,
		Recomputation recomputation, Tags tags, boolean front, long application) {

	private static final byte[] EMPTY = {};

	/** Makes a point in time of a time to live. */
	static long expiry(long now, @Nullable Duration timeToLive) {
		if (timeToLive == null) {
			return Head.NEVER;
		}
		try {
			// A part of a millisecond counts as one, as 0 would mean that it never lived.
			return Math.addExact(now, Math.max(1, timeToLive.toMillis()));
		}
		catch (ArithmeticException ex) {
			// Longer than there are milliseconds: for ever.
			return Head.NEVER;
		}
	}

	int stripe() {
		return Stripes.stripe(this.hash);
	}

	Row toRow(long id, long version) {
		byte[] bytes = this.content.bytes();
		ValueFiles.Draft file = this.draft;
		if (file != null) {
			return Row.of(head(id, version, file.length(), file.name()), this.key.raw(), this.content.attributes(),
					this.tags, file.checksums());
		}
		byte[] inline = (bytes != null) ? bytes : EMPTY;
		return Row.of(head(id, version, inline.length, Head.INLINE), this.key.raw(), this.content.attributes(),
				this.tags, inline);
	}

	private Head head(long id, long version, long length, long file) {
		byte[] attributes = this.content.attributes();
		return new Head(id, this.hash, version, this.stored, this.expires, this.recomputation.staleMillis(),
				this.recomputation.loadMillis(), this.application, this.content.codec(), this.content.fingerprint(),
				length, (attributes != null) ? attributes.length : -1, this.tags.encoded().length, file, 0);
	}

}
