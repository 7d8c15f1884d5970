package io.diskcache.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import io.diskcache.web.ByteRange.Part;

/**
 * The bytes of an answer: parts of one opened value, in the order of their bytes, with
 * text before and after them, read in pieces. Not thread-safe.
 */
final class Body implements AutoCloseable {

	private static final int PIECE = 16 << 10;

	private final InputStream value;

	private final List<Section> sections;

	private final byte[] piece;

	private int section;

	/** How much of the section has been read. */
	private long done;

	/** Where the value is. */
	private long position;

	Body(InputStream value, List<Section> sections) {
		this.value = value;
		this.sections = sections;
		this.piece = new byte[(int) Math.min(PIECE, length(sections))];
	}

	/** How many bytes sections are together. */
	static long length(List<Section> sections) {
		return sections.stream().mapToLong(Section::length).sum();
	}

	/**
	 * Reads the next piece.
	 * @return how many bytes of {@link #piece()} it has; 0 at the end
	 * @throws IOException if the value is damaged
	 */
	int read() throws IOException {
		int count = 0;
		while (count < this.piece.length && this.section < this.sections.size()) {
			count += readInto(count);
		}
		return count;
	}

	/** The bytes read last, in an array that is used again. */
	byte[] piece() {
		return this.piece;
	}

	@Override
	public void close() throws IOException {
		this.value.close();
	}

	private int readInto(int offset) throws IOException {
		Section current = this.sections.get(this.section);
		int text = current.text().length;
		long end = (this.done < text) ? text : current.length();
		int count = (int) Math.min(this.piece.length - offset, end - this.done);
		if (this.done < text) {
			System.arraycopy(current.text(), (int) this.done, this.piece, offset, count);
		}
		else {
			read(current.part().start() + this.done - text, offset, count);
		}
		this.done += count;
		if (this.done == current.length()) {
			this.section++;
			this.done = 0;
		}
		return count;
	}

	private void read(long from, int offset, int count) throws IOException {
		this.value.skipNBytes(from - this.position);
		if (this.value.readNBytes(this.piece, offset, count) < count) {
			throw new EOFException("The value is shorter than it was");
		}
		this.position = from + count;
	}

	/**
	 * A part of a value, with a text before it.
	 *
	 * @param text the text, not to be changed
	 * @param part the part, not before that of the section before; may be empty
	 */
	@SuppressWarnings("ArrayRecordComponent") // Never compared.
	record Section(byte[] text, Part part) {

		private static final byte[] NO_TEXT = {};

		static Section of(Part part) {
			return new Section(NO_TEXT, part);
		}

		long length() {
			return this.text.length + this.part.length();
		}

	}

}
