package io.diskcache.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Reads a value's file and gives out no byte of a block that does not have its checksum.
 * Not thread-safe.
 */
final class VerifiedInputStream extends InputStream {

	private final InputStream file;

	private final byte[] checksums;

	private final byte[] block;

	private long remaining;

	private int index;

	private int position;

	private int available;

	VerifiedInputStream(InputStream file, long length, byte[] checksums) {
		this.file = file;
		this.checksums = checksums;
		this.remaining = length;
		this.block = new byte[(int) Math.min(length, BlockChecksums.BLOCK)];
	}

	@Override
	public int read() throws IOException {
		return fill() ? this.block[this.position++] & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, target.length);
		if (length == 0) {
			return 0;
		}
		if (!fill()) {
			return -1;
		}
		int count = Math.min(length, this.available - this.position);
		System.arraycopy(this.block, this.position, target, offset, count);
		this.position += count;
		return count;
	}

	/**
	 * Passes over whole blocks in the file, neither reading nor verifying them; a block
	 * it ends in is verified.
	 */
	@Override
	public long skip(long count) throws IOException {
		long skipped = skipInBlock(count);
		long blocks = (count - skipped) / BlockChecksums.BLOCK;
		long bytes = (count - skipped >= this.remaining) ? this.remaining : blocks * BlockChecksums.BLOCK;
		if (bytes > 0) {
			this.file.skipNBytes(bytes);
			this.index += Math.toIntExact((bytes + BlockChecksums.BLOCK - 1) / BlockChecksums.BLOCK);
			this.remaining -= bytes;
			skipped += bytes;
		}
		if (skipped < count && fill()) {
			skipped += skipInBlock(count - skipped);
		}
		return skipped;
	}

	private long skipInBlock(long count) {
		int skipped = (int) Math.max(0, Math.min(count, this.available - this.position));
		this.position += skipped;
		return skipped;
	}

	@Override
	public int available() {
		return this.available - this.position;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	/**
	 * Whether there is a byte to give out, after reading and verifying the next block.
	 */
	private boolean fill() throws IOException {
		if (this.position < this.available) {
			return true;
		}
		if (this.remaining == 0) {
			return false;
		}
		int expected = (int) Math.min(this.remaining, BlockChecksums.BLOCK);
		int count = this.file.readNBytes(this.block, 0, expected);
		if (count < expected) {
			throw new EOFException("The file of a cached value is shorter than it was");
		}
		if (!BlockChecksums.matches(this.checksums, this.index, this.block, count)) {
			throw new DamagedValueException("Block " + this.index + " of a cached value's file is damaged");
		}
		this.index++;
		this.position = 0;
		this.available = count;
		this.remaining -= count;
		return true;
	}

	/** Thrown where a block does not have its checksum. */
	static final class DamagedValueException extends IOException {

		private static final long serialVersionUID = 1L;

		DamagedValueException(String message) {
			super(message);
		}

	}

}
