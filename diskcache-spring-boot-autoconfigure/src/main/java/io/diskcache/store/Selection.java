package io.diskcache.store;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Which entries of a store are meant, and in which order: all, those with a tag, or those
 * whose encoded keys begin alike. What is stored {@linkplain PutOptions#atFront at the
 * front} counts as stored before all that was there. Immutable and thread-safe.
 */
public final class Selection {

	private static final Selection ALL = new Selection(null, null, false);

	private final byte @Nullable [] tag;

	private final byte @Nullable [] prefix;

	private final boolean descending;

	private Selection(byte @Nullable [] tag, byte @Nullable [] prefix, boolean descending) {
		this.tag = tag;
		this.prefix = prefix;
		this.descending = descending;
	}

	/**
	 * Returns the selection of all entries, in the order in which their keys were first
	 * stored.
	 * @return the selection
	 */
	public static Selection all() {
		return ALL;
	}

	/**
	 * Returns the selection of the entries with a tag, in the order in which their keys
	 * were first stored.
	 * @param tag the tag
	 * @return the selection
	 * @throws IllegalArgumentException if it is no {@linkplain Tags#of tag}
	 */
	public static Selection tagged(String tag) {
		return new Selection(Tags.encode(tag), null, false);
	}

	/**
	 * Returns the selection of the entries with a {@linkplain Tags#reserved reserved
	 * tag}, in the order in which their keys were first stored.
	 * @param name what the entries are a part of
	 * @return the selection
	 * @throws IllegalArgumentException if it is no name of such a tag
	 */
	public static Selection reserved(String name) {
		return new Selection(Tags.encodeReserved(name), null, false);
	}

	/**
	 * Returns the selection of the entries whose encoded keys begin with the given bytes,
	 * in the order in which their keys were first stored.
	 * @param bytes the beginning, 1 to {@value Key#MAX_LENGTH} bytes; copied
	 * @return the selection
	 * @throws IllegalArgumentException if the beginning is empty or too long
	 */
	public static Selection prefix(byte[] bytes) {
		if (bytes.length == 0 || bytes.length > Key.MAX_LENGTH) {
			throw new IllegalArgumentException("The beginning of encoded keys has 1 to " + Key.MAX_LENGTH
					+ " bytes, this one has " + bytes.length);
		}
		return new Selection(null, bytes.clone(), false);
	}

	/**
	 * Returns the same entries, those whose keys were stored last first.
	 * @return the variant
	 */
	public Selection lastStoredFirst() {
		return new Selection(this.tag, this.prefix, true);
	}

	boolean isDescending() {
		return this.descending;
	}

	/** The stored form of the tag, or {@code null}. */
	byte @Nullable [] tag() {
		return this.tag;
	}

	/** The beginning of the keys, or {@code null}. */
	byte @Nullable [] prefix() {
		return this.prefix;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Selection selection && Arrays.equals(this.tag, selection.tag)
				&& Arrays.equals(this.prefix, selection.prefix) && this.descending == selection.descending;
	}

	@Override
	public int hashCode() {
		return Objects.hash(Arrays.hashCode(this.tag), Arrays.hashCode(this.prefix), this.descending);
	}

}
