package io.diskcache.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A file that is written under a temporary name, block by block. Not thread-safe.
 */
final class DraftFile implements AutoCloseable {

	/** How much is written before the space for it is accounted for. */
	private static final int ACCOUNTED = 1 << 20;

	private final OutputStream file;

	private final long limit;

	private final LongConsumer reserve;

	private final BlockChecksums checksums = new BlockChecksums();

	private long length;

	private long reserved;

	/** Why the file is not written further; kept, as a source may make little of it. */
	private @Nullable Exception failure;

	/**
	 * Creates the file.
	 * @param limit largest length in bytes
	 * @param reserve told of each step in the space it will take, before it is written
	 */
	DraftFile(Path path, long limit, LongConsumer reserve) throws IOException {
		this.file = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		this.limit = limit;
		this.reserve = reserve;
	}

	/**
	 * Writes all of a value.
	 * @return whether it is within the limit
	 * @throws ValueFiles.BrokenSourceException if the source fails
	 * @throws IOException if the file fails
	 */
	boolean fill(ContentSource source) throws IOException {
		Target target = new Target();
		try {
			source.writeTo(target);
			target.finish();
		}
		catch (IOException | RuntimeException ex) {
			// Where the file has failed, that is what the source complains about.
			if (this.failure == null && ex instanceof IOException broken) {
				throw new ValueFiles.BrokenSourceException(broken);
			}
			if (this.failure == null) {
				throw ex;
			}
		}
		finally {
			target.ended = true;
		}
		return isWithinLimit();
	}

	private boolean isWithinLimit() throws IOException {
		if (this.failure instanceof TooLongException) {
			return false;
		}
		if (this.failure instanceof RuntimeException ex) {
			throw ex;
		}
		if (this.failure instanceof IOException ex) {
			throw ex;
		}
		return true;
	}

	long length() {
		return this.length;
	}

	byte[] checksums() {
		return this.checksums.toBytes();
	}

	/** Takes back what was accounted for. */
	void release() {
		this.reserve.accept(-this.reserved);
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	private void append(byte[] bytes, int offset, int count) throws IOException {
		requireSound();
		try {
			this.length += count;
			if (this.length > this.limit) {
				throw new TooLongException(this.limit);
			}
			if (this.length > this.reserved) {
				this.reserve.accept(ACCOUNTED);
				this.reserved += ACCOUNTED;
			}
			this.checksums.add(bytes, offset, count);
			this.file.write(bytes, offset, count);
		}
		catch (IOException ex) {
			this.failure = ex;
			throw ex;
		}
		catch (RuntimeException ex) {
			// Of want of space: a source cleans up where it meets an IOException.
			this.failure = ex;
			requireSound();
		}
	}

	private void settle() {
		try {
			this.reserve.accept(Head.blocks(this.length) - this.reserved);
			this.reserved = Head.blocks(this.length);
		}
		catch (RuntimeException ex) {
			this.failure = ex;
			throw ex;
		}
	}

	private void requireSound() throws IOException {
		if (this.failure != null) {
			throw new IOException("The value cannot be stored", this.failure);
		}
	}

	/**
	 * Divides what is written into blocks of the length that has a checksum.
	 */
	private final class Target extends OutputStream {

		private final byte[] block = new byte[BlockChecksums.BLOCK];

		private int filled;

		private boolean ended;

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int count) throws IOException {
			Objects.checkFromIndexSize(offset, count, bytes.length);
			if (this.ended) {
				throw new IOException("The value is stored already, or was given up");
			}
			requireSound();
			int from = offset;
			int end = offset + count;
			while (from < end) {
				if (this.filled == 0 && end - from >= this.block.length) {
					append(bytes, from, this.block.length);
					from += this.block.length;
				}
				else {
					from += collect(bytes, from, end - from);
				}
			}
		}

		private int collect(byte[] bytes, int offset, int count) throws IOException {
			int taken = Math.min(count, this.block.length - this.filled);
			System.arraycopy(bytes, offset, this.block, this.filled, taken);
			this.filled += taken;
			if (this.filled == this.block.length) {
				this.filled = 0;
				append(this.block, 0, this.block.length);
			}
			return taken;
		}

		private void finish() throws IOException {
			requireSound();
			if (this.filled > 0) {
				append(this.block, 0, this.filled);
			}
			settle();
		}

	}

	/** Thrown to end the writing of a value that is longer than admitted. */
	private static final class TooLongException extends IOException {

		private static final long serialVersionUID = 1L;

		TooLongException(long limit) {
			super("A value of more than " + limit + " bytes is not stored");
		}

	}

}
