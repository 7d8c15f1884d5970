package io.diskcache.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * An entry as its row holds it. Its value column has the attributes and the tags, if
 * there are any, and then either the value itself or the checksums of the blocks of its
 * file.
 */
final class Row {

	private static final byte[] NOTHING = {};

	private final Head head;

	private final byte[] key;

	private final byte[] value;

	Row(Head head, byte[] key, byte @Nullable [] value) {
		this.head = head;
		this.key = key;
		this.value = (value != null) ? value : NOTHING;
	}

	/**
	 * Makes a row to be written.
	 * @param head its head but for the checksum
	 */
	static Row of(Head head, byte[] key, byte @Nullable [] attributes, Tags tags, byte[] payload) {
		byte[] value = payload;
		if (attributes != null || !tags.isEmpty()) {
			byte[] before = (attributes != null) ? attributes : NOTHING;
			value = ByteBuffer.allocate(before.length + tags.encoded().length + payload.length)
				.put(before)
				.put(tags.encoded())
				.put(payload)
				.array();
		}
		return new Row(head.withChecksum(checksum(head, key, value)), key, value);
	}

	Head head() {
		return this.head;
	}

	byte[] key() {
		return this.key;
	}

	/** The value column as it is. */
	byte[] value() {
		return this.value;
	}

	byte @Nullable [] attributes() {
		int length = this.head.attributesLength();
		return (length >= 0) ? Arrays.copyOf(this.value, length) : null;
	}

	/** The value, or the checksums of the blocks of its file. */
	byte[] payload() {
		int before = before();
		return (before > 0) ? Arrays.copyOfRange(this.value, before, this.value.length) : this.value;
	}

	Tags tags() {
		int start = Math.max(0, this.head.attributesLength());
		return Tags.decode(Arrays.copyOfRange(this.value, start, before()));
	}

	/** How many bytes stand before the payload. */
	private int before() {
		return Math.max(0, this.head.attributesLength()) + this.head.tagsLength();
	}

	boolean isIntact() {
		return this.head.checksum() == checksum(this.head, this.key, this.value);
	}

	/** Whether head and key of a row are intact; its value is not looked at. */
	static boolean isIntact(Head head, byte[] key) {
		return head.checksum() >>> Integer.SIZE == upperChecksum(head, key);
	}

	/** Whether an inline value is as long as it should be. */
	boolean hasRightLength() {
		return this.head.inFile() || this.value.length - before() == this.head.length();
	}

	/**
	 * Makes a head of a row whose value is not at hand expire at another time.
	 * @param by version of the write that does so
	 * @return the head, or {@code null} where it is damaged, which must not be covered up
	 */
	static @Nullable Head moved(Head head, byte[] key, long by, long expires) {
		if (!isIntact(head, key)) {
			return null;
		}
		Head moved = head.moved(by, expires);
		return moved
			.withChecksum(upperChecksum(moved, key) << Integer.SIZE | Integer.toUnsignedLong((int) head.checksum()));
	}

	/** The same entry under another id. */
	Row withId(long id) {
		Head numbered = this.head.withId(id);
		return new Row(numbered.withChecksum(checksum(numbered, this.key, this.value)), this.key, this.value);
	}

	/**
	 * CRC32C of the head and the key in the upper half, of the value column in the lower
	 * one: so a head can change without its value being read.
	 */
	private static long checksum(Head head, byte[] key, byte[] value) {
		var lower = new CRC32C();
		lower.update(value);
		return upperChecksum(head, key) << Integer.SIZE | lower.getValue();
	}

	private static long upperChecksum(Head head, byte[] key) {
		var upper = new CRC32C();
		upper.update(head.encode(), Long.BYTES, Head.BYTES - Long.BYTES);
		upper.update(key);
		return upper.getValue();
	}

}
