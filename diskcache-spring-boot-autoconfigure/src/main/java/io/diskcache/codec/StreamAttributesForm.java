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
 * Attributes of streams as bytes: the number of the format, content type, file name, time
 * of modification; since format 2 {@code Cache-Control} and hash as well. What format 1
 * can hold is written in it, so that older versions read it.
 */
final class StreamAttributesForm {

	private static final int SHORT_FORMAT = 1;

	private static final int LONG_FORMAT = 2;

	private StreamAttributesForm() {
	}

	static byte[] encode(StreamAttributes attributes) {
		boolean isLong = attributes.cacheControl() != null || attributes.contentHash() != null;
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(bytes);
			out.writeByte(isLong ? LONG_FORMAT : SHORT_FORMAT);
			writeText(attributes.contentType(), out);
			writeText(attributes.fileName(), out);
			writeInstant(attributes.lastModified(), out);
			if (isLong) {
				writeText(attributes.cacheControl(), out);
				writeText(attributes.contentHash(), out);
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
			int format = in.readByte();
			if (format != SHORT_FORMAT && format != LONG_FORMAT) {
				throw new IOException("unknown format");
			}
			StreamAttributes attributes = new StreamAttributes(readText(in), readText(in), readInstant(in));
			if (format == LONG_FORMAT) {
				attributes = attributes.withCacheControl(readCacheControl(in)).withContentHash(readText(in));
			}
			if (in.available() > 0) {
				throw new IOException("bytes are left over");
			}
			return attributes;
		}
		catch (IOException | RuntimeException ex) {
			throw new DecodingException("The attributes of the stored stream are damaged: " + ex.getMessage(), ex);
		}
	}

	private static void writeText(@Nullable String text, DataOutputStream out) throws IOException {
		out.writeBoolean(text != null);
		if (text != null) {
			out.writeUTF(text);
		}
	}

	private static void writeInstant(@Nullable Instant instant, DataOutputStream out) throws IOException {
		out.writeBoolean(instant != null);
		if (instant != null) {
			out.writeLong(instant.getEpochSecond());
			out.writeInt(instant.getNano());
		}
	}

	private static @Nullable String readText(DataInputStream in) throws IOException {
		return in.readBoolean() ? in.readUTF() : null;
	}

	/** Once it could be blank, or as long as any text: as if nothing had been said. */
	private static @Nullable String readCacheControl(DataInputStream in) throws IOException {
		String text = readText(in);
		return (text == null || text.isBlank() || text.length() > StreamAttributes.MAX_CACHE_CONTROL) ? null : text;
	}

	private static @Nullable Instant readInstant(DataInputStream in) throws IOException {
		return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
	}

}
