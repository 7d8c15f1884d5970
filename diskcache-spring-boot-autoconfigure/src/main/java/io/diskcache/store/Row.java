package io.diskcache.store;

import java.util.Arrays;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

/**
 * An entry as its row holds it. Its value column has the attributes, if there are any,
 * and then either the value itself or the checksums of the blocks of its file.
 */
final class Row {

	private final Head head;

	private final byte[] key;

	private final byte[] value;

	Row(Head head, byte[] key, byte @Nullable [] value) {
		this.head = head;
		this.key = key;
		this.value = (value != null) ? value : new byte[0];
	}

	/**
	 * Makes a row to be written.
	 * @param head its head but for the lengths of attributes and the checksum
	 */
	static Row of(Head head, byte[] key, byte @Nullable [] attributes, byte[] payload) {
		byte[] value = payload;
		if (attributes != null) {
			value = Arrays.copyOf(attributes, attributes.length + payload.length);
			System.arraycopy(payload, 0, value, attributes.length, payload.length);
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
		int length = this.head.attributesLength();
		return (length > 0) ? Arrays.copyOfRange(this.value, length, this.value.length) : this.value;
	}

	boolean isIntact() {
		return this.head.checksum() == checksum(this.head, this.key, this.value);
	}

	/** Whether an inline value is as long as it should be. */
	boolean hasRightLength() {
		return this.head.inFile()
				|| this.value.length - Math.max(0, this.head.attributesLength()) == this.head.length();
	}

	/**
	 * Makes a head of a row whose value is not at hand expire at another time.
	 * @param by version of the write that does so
	 * @return the head, or {@code null} where it is damaged, which must not be covered up
	 */
	static @Nullable Head moved(Head head, byte[] key, long by, long expires) {
		if (head.checksum() >>> Integer.SIZE != upperChecksum(head, key)) {
			return null;
		}
		Head moved = head.moved(by, expires);
		return moved
			.withChecksum(upperChecksum(moved, key) << Integer.SIZE | Integer.toUnsignedLong((int) head.checksum()));
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
