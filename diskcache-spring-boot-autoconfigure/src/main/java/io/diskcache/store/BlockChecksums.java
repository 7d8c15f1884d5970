package io.diskcache.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C of each block of a file, four bytes each, in order. Not thread-safe. */
final class BlockChecksums {

	/** Length of a block in bytes; the last one may be shorter. */
	static final int BLOCK = 64 << 10;

	private final ByteArrayOutputStream checksums = new ByteArrayOutputStream();

	void add(byte[] bytes, int offset, int length) {
		this.checksums.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(checksum(bytes, offset, length)).array());
	}

	byte[] toBytes() {
		return this.checksums.toByteArray();
	}

	static boolean matches(byte[] checksums, int index, byte[] block, int length) {
		int offset = index * Integer.BYTES;
		return offset + Integer.BYTES <= checksums.length
				&& ByteBuffer.wrap(checksums).getInt(offset) == checksum(block, 0, length);
	}

	private static int checksum(byte[] bytes, int offset, int length) {
		var crc = new CRC32C();
		crc.update(bytes, offset, length);
		return (int) crc.getValue();
	}

}
