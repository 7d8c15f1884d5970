package io.diskcache.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a streamed value besides its bytes.
 *
 * @param contentType media type, or {@code null} if unknown
 * @param fileName name the value had as a file, or {@code null} if unknown
 * @param lastModified when its source was changed, or {@code null} if unknown
 */
public record StreamAttributes(@Nullable String contentType, @Nullable String fileName,
		@Nullable Instant lastModified) {

	/** Nothing is known. */
	public static final StreamAttributes NONE = new StreamAttributes(null, null, null);

	/** Longest content type or file name, in characters. */
	public static final int MAX_LENGTH = 4096;

	private static final int FORMAT = 1;

	/**
	 * Makes attributes.
	 * @throws IllegalArgumentException if a text is longer than {@value #MAX_LENGTH}
	 * characters
	 */
	public StreamAttributes {
		requireShort("contentType", contentType);
		requireShort("fileName", fileName);
	}

	byte[] encode() {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(bytes);
			out.writeByte(FORMAT);
			writeText(this.contentType, out);
			writeText(this.fileName, out);
			out.writeBoolean(this.lastModified != null);
			if (this.lastModified != null) {
				out.writeLong(this.lastModified.getEpochSecond());
				out.writeInt(this.lastModified.getNano());
			}
			return bytes.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static StreamAttributes decode(byte[] bytes) {
		try {
			DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
			if (in.readByte() != FORMAT) {
				throw new IOException("unknown format");
			}
			StreamAttributes attributes = new StreamAttributes(readText(in), readText(in), readInstant(in));
			if (in.available() > 0) {
				throw new IOException("bytes are left over");
			}
			return attributes;
		}
		catch (IOException | RuntimeException ex) {
			throw new DecodingException("The attributes of the stored stream are damaged: " + ex.getMessage(), ex);
		}
	}

	private static void requireShort(String name, @Nullable String text) {
		if (text != null && text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException(
					name + " has at most " + MAX_LENGTH + " characters, this one has " + text.length());
		}
	}

	private static void writeText(@Nullable String text, DataOutputStream out) throws IOException {
		out.writeBoolean(text != null);
		if (text != null) {
			out.writeUTF(text);
		}
	}

	private static @Nullable String readText(DataInputStream in) throws IOException {
		return in.readBoolean() ? in.readUTF() : null;
	}

	private static @Nullable Instant readInstant(DataInputStream in) throws IOException {
		return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
	}

}
