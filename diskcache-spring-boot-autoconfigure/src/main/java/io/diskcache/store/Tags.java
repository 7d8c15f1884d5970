package io.diskcache.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The tags of an entry: up to {@value #MOST} different texts, each of 1 to
 * {@value #MAX_LENGTH} bytes in UTF-8, compared by their characters. Immutable and
 * thread-safe.
 */
public final class Tags {

	/** No tags. */
	public static final Tags NONE = new Tags(Collections.emptySortedSet(), new byte[0]);

	/** The order of their UTF-8 bytes. */
	static final Comparator<String> ORDER = (one, other) -> Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8),
			other.getBytes(StandardCharsets.UTF_8));

	/** Longest tag, in bytes of its UTF-8 form. */
	public static final int MAX_LENGTH = 1024;

	/** Most tags of one entry. */
	public static final int MOST = 64;

	/** Begins the tags that applications cannot use. */
	private static final String RESERVED = "\0";

	private final Set<String> names;

	/** Each tag as its length in two bytes and its UTF-8 form. */
	private final byte[] encoded;

	private Tags(Set<String> names, byte[] encoded) {
		this.names = names;
		this.encoded = encoded;
	}

	/**
	 * Makes tags.
	 * @param names the tags; the same one twice counts once
	 * @return the tags
	 * @throws IllegalArgumentException if one of them is {@code null}, empty, longer than
	 * {@value #MAX_LENGTH} bytes, not well-formed or begins with U+0000, or there are
	 * more than {@value #MOST}
	 */
	public static Tags of(String @Nullable ... names) {
		if (names == null) {
			throw new IllegalArgumentException("A tag is a text that is not empty, not null");
		}
		return of(Arrays.asList(names));
	}

	/**
	 * Makes tags.
	 * @param names the tags; the same one twice counts once
	 * @return the tags
	 * @throws IllegalArgumentException if one of them is {@code null}, empty, longer than
	 * {@value #MAX_LENGTH} bytes, not well-formed or begins with U+0000, or there are
	 * more than {@value #MOST}
	 */
	public static Tags of(Collection<String> names) {
		names.forEach(Tags::requireOrdinary);
		return collect(names);
	}

	/**
	 * Makes the one tag of entries that are a part of something, such as the items of a
	 * queue. No tag of an application's is equal to it, and no entry shows it among its
	 * own.
	 * @param name what the entries are a part of
	 * @return the tag
	 * @throws IllegalArgumentException if the name is not well-formed, or longer than
	 * {@value #MAX_LENGTH} bytes less one
	 */
	public static Tags reserved(String name) {
		return collect(List.of(RESERVED + name));
	}

	private static Tags collect(Collection<String> names) {
		if (names.isEmpty()) {
			return NONE;
		}
		List<byte[]> forms = new ArrayList<>();
		Set<String> sorted = new TreeSet<>();
		int length = 0;
		for (String name : names) {
			byte[] form = form(name);
			if (sorted.add(name)) {
				forms.add(form);
				length += Short.BYTES + form.length;
			}
		}
		if (forms.size() > MOST) {
			throw new IllegalArgumentException(
					"An entry has at most " + MOST + " tags, and " + forms.size() + " were given");
		}
		ByteBuffer out = ByteBuffer.allocate(length);
		forms.forEach((form) -> out.putShort((short) form.length).put(form));
		return new Tags(Collections.unmodifiableSet(sorted), out.array());
	}

	/**
	 * Returns the tags as texts.
	 * @return the tags in the order of their characters; unmodifiable
	 */
	public Set<String> names() {
		return this.names;
	}

	/**
	 * Tells whether there are none.
	 * @return whether there are none
	 */
	public boolean isEmpty() {
		return this.encoded.length == 0;
	}

	/** The stored form of a tag of the application's. */
	static byte[] encode(@Nullable String name) {
		requireOrdinary(name);
		return form(name);
	}

	/** The stored form of a reserved tag. */
	static byte[] encodeReserved(String name) {
		return form(RESERVED + name);
	}

	private static void requireOrdinary(@Nullable String name) {
		if (name != null && name.startsWith(RESERVED)) {
			throw new IllegalArgumentException("A tag does not begin with U+0000: such tags are reserved");
		}
	}

	private static byte[] form(@Nullable String name) {
		if (name == null || name.isEmpty()) {
			throw new IllegalArgumentException("A tag is a text that is not empty, this one is "
					+ ((name != null) ? "empty" : "null") + "; an entry without tags has none at all");
		}
		ByteBuffer form;
		try {
			form = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("A tag is a well-formed text, this one has half of a surrogate pair",
					ex);
		}
		if (form.remaining() > MAX_LENGTH) {
			throw new IllegalArgumentException("A tag has at most " + MAX_LENGTH + " bytes in UTF-8, this one has "
					+ form.remaining() + ": use a digest of it");
		}
		byte[] encoded = new byte[form.remaining()];
		form.get(encoded);
		return encoded;
	}

	/** Reads the stored form of all tags, which has its checksum. */
	static Tags decode(byte[] encoded) {
		if (encoded.length == 0) {
			return NONE;
		}
		Set<String> names = new TreeSet<>();
		ByteBuffer in = ByteBuffer.wrap(encoded);
		while (in.hasRemaining()) {
			byte[] form = new byte[in.getShort()];
			in.get(form);
			names.add(new String(form, StandardCharsets.UTF_8));
		}
		return new Tags(Collections.unmodifiableSet(names), encoded);
	}

	/** Those that are not reserved. */
	Tags ordinary() {
		List<String> ordinary = this.names.stream().filter((name) -> !name.startsWith(RESERVED)).toList();
		return (ordinary.size() == this.names.size()) ? this : collect(ordinary);
	}

	/** The stored form of all tags. */
	byte[] encoded() {
		return this.encoded;
	}

	/** The stored forms of the single tags. */
	List<byte[]> forms() {
		return this.names.stream().map(Tags::form).toList();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Tags tags && this.names.equals(tags.names);
	}

	@Override
	public int hashCode() {
		return this.names.hashCode();
	}

	@Override
	public String toString() {
		return this.names.toString();
	}

}
