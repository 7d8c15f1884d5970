package io.diskcache.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import io.diskcache.store.Content;
import io.diskcache.store.ContentSource;
import io.diskcache.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Values to the content of entries and back, each of exactly the type it had:
 * {@code null}, strings, byte arrays, boxed primitives, big numbers, {@code UUID},
 * {@code java.time} and {@code Optional} natively, everything else by a codec. Streams
 * pass through unread. Thread-safe.
 */
public final class Values {

	/** Number of the form of {@code null}: no bytes. */
	public static final int NULL = 0;

	/** Number of the form of strings: UTF-8. */
	public static final int STRING = 1;

	/** Number of the form of byte arrays: themselves. */
	public static final int BYTES = 2;

	/** Number of the form of raw streams: their bytes, with attributes. */
	public static final int STREAM = 3;

	/** How deep optionals are nested at most. */
	private static final int MAX_OPTIONALS = 8;

	private static final int SCALAR = 4;

	private static final int OPTIONAL = 5;

	/** Strings with lone surrogates, which UTF-8 cannot hold: code units, big-endian. */
	private static final int UTF_16 = 6;

	private static final byte[] NO_BYTES = {};

	private final ValueCodec codec;

	/**
	 * Makes the facade of a codec.
	 * @param codec for all values without a native form
	 * @throws IllegalArgumentException if its number is that of a native form
	 */
	public Values(ValueCodec codec) {
		if (codec.number() < ValueCodec.FIRST_NUMBER) {
			throw new IllegalArgumentException("The number of codec " + codec.name() + " is at least "
					+ ValueCodec.FIRST_NUMBER + ", not " + codec.number());
		}
		this.codec = codec;
	}

	/**
	 * Encodes a value, which may be changed afterwards.
	 * @param value the value
	 * @return the content to store
	 * @throws EncodingException if the value, or a part of it, cannot be encoded
	 */
	public Content encode(@Nullable Object value) {
		Form form = encode(value, 0);
		return Content.of(form.number(), form.fingerprint(), form.bytes());
	}

	/**
	 * Makes content of a stream, which is not read here.
	 * @param stream the value, left open
	 * @param attributes what is to be remembered besides its bytes
	 * @return the content to store
	 */
	public Content stream(InputStream stream, StreamAttributes attributes) {
		return Content.streaming(STREAM, StreamAttributesForm.encode(attributes), stream);
	}

	/**
	 * Makes content of what a source writes, which is not asked for it here.
	 * @param type the caller's mark of what the value was, 0 for that of other streams
	 * @param source writes the value
	 * @return the content to store
	 */
	public Content stream(long type, ContentSource source) {
		return Content.from(STREAM, type, source);
	}

	/**
	 * Encodes what is to be remembered of a stream.
	 * @param attributes the attributes
	 * @return their bytes, as a {@link ContentSource} has them
	 */
	public static byte[] encodeAttributes(StreamAttributes attributes) {
		return StreamAttributesForm.encode(attributes);
	}

	/**
	 * Decodes a value, which the caller may change.
	 * @param entry an entry, not one of a raw stream
	 * @return the value
	 * @throws DecodingException if the bytes are damaged, of another codec, or of a class
	 * that has changed, is gone or is not allowed
	 */
	public @Nullable Object decode(Entry entry) {
		if (entry.codec() == BYTES && entry.inFile()) {
			return entry.bytes();
		}
		byte[] bytes = isStream(entry) ? NO_BYTES : entry.bytes();
		return decode(entry.codec(), entry.fingerprint(), bytes);
	}

	/**
	 * Decodes the parts of an entry.
	 * @param number number of the codec that made the bytes
	 * @param fingerprint its mark of the type
	 * @param bytes the encoded value, neither kept nor changed
	 * @return the value
	 * @throws DecodingException if the bytes are damaged, of another codec, or of a class
	 * that has changed, is gone or is not allowed
	 */
	public @Nullable Object decode(int number, long fingerprint, byte[] bytes) {
		try {
			return decode(number, fingerprint, bytes, 0);
		}
		catch (DecodingException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException | LinkageError | StackOverflowError ex) {
			throw new DecodingException("The stored value is damaged: " + ex.getClass().getName(), ex);
		}
	}

	/**
	 * Tells whether an entry holds a raw stream, to be {@linkplain Entry#open opened}.
	 * @param entry an entry
	 * @return whether it does
	 */
	public static boolean isStream(Entry entry) {
		return entry.codec() == STREAM;
	}

	/**
	 * Returns what is remembered of a stream.
	 * @param entry an entry of a raw stream
	 * @return the attributes
	 * @throws DecodingException if they are damaged
	 */
	public static StreamAttributes attributes(Entry entry) {
		byte[] attributes = entry.attributes();
		return (attributes != null) ? StreamAttributesForm.decode(attributes) : StreamAttributes.NONE;
	}

	private Form encode(@Nullable Object value, int depth) {
		if (value == null) {
			return new Form(NULL, 0, NO_BYTES);
		}
		if (value instanceof String text) {
			return encodeText(text);
		}
		if (value instanceof byte[] bytes) {
			return new Form(BYTES, 0, bytes.clone());
		}
		if (value instanceof Optional<?> optional) {
			return encodeOptional(optional, depth);
		}
		byte[] scalar = Scalars.encode(value);
		return (scalar != null) ? new Form(SCALAR, 0, scalar) : encodeOther(value);
	}

	private Form encodeOther(Object value) {
		try {
			return new Form(this.codec.number(), this.codec.fingerprint(value), this.codec.encode(value));
		}
		catch (EncodingException ex) {
			throw ex;
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			throw new EncodingException("A value of " + value.getClass().getName() + " cannot be cached by codec "
					+ this.codec.name() + ": " + ex.getClass().getName(), ex);
		}
	}

	private static Form encodeText(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		if (new String(bytes, StandardCharsets.UTF_8).equals(text)) {
			return new Form(STRING, 0, bytes);
		}
		ByteBuffer units = ByteBuffer.allocate(text.length() * 2);
		text.chars().forEach((unit) -> units.putChar((char) unit));
		return new Form(UTF_16, 0, units.array());
	}

	/** An empty optional has no bytes, another one the form of its value. */
	private Form encodeOptional(Optional<?> optional, int depth) {
		if (depth == MAX_OPTIONALS) {
			throw new EncodingException("An Optional cannot be cached: it is nested deeper than " + MAX_OPTIONALS,
					null);
		}
		if (optional.isEmpty()) {
			return new Form(OPTIONAL, 0, NO_BYTES);
		}
		Form inner = encode(optional.get(), depth + 1);
		ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + inner.bytes().length);
		bytes.putInt(inner.number()).putLong(inner.fingerprint()).put(inner.bytes());
		return new Form(OPTIONAL, 0, bytes.array());
	}

	private @Nullable Object decode(int number, long fingerprint, byte[] bytes, int depth) throws IOException {
		if (number == this.codec.number()) {
			return this.codec.decode(bytes, fingerprint);
		}
		return switch (number) {
			case NULL -> decodeNull(bytes);
			case STRING -> decodeText(bytes);
			case BYTES -> bytes.clone();
			case SCALAR -> Scalars.decode(bytes);
			case OPTIONAL -> decodeOptional(bytes, depth);
			case UTF_16 -> decodeUnits(bytes);
			case STREAM -> throw new DecodingException("The stored value is a stream", null);
			default -> throw new DecodingException("No codec has number " + number, null);
		};
	}

	private static @Nullable Object decodeNull(byte[] bytes) throws IOException {
		if (bytes.length > 0) {
			throw new IOException("null has no bytes");
		}
		return null;
	}

	/** Where bytes are no text, the replacement character stands in for them. */
	private static String decodeText(byte[] bytes) throws IOException {
		String text = new String(bytes, StandardCharsets.UTF_8);
		if (text.indexOf('\uFFFD') >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
			throw new IOException("not UTF-8");
		}
		return text;
	}

	private static String decodeUnits(byte[] bytes) throws IOException {
		if (bytes.length % Character.BYTES != 0) {
			throw new IOException("half a code unit");
		}
		return ByteBuffer.wrap(bytes).asCharBuffer().toString();
	}

	private Optional<?> decodeOptional(byte[] bytes, int depth) throws IOException {
		if (depth == MAX_OPTIONALS) {
			throw new DecodingException("The stored Optional is nested too deep", null);
		}
		if (bytes.length == 0) {
			return Optional.empty();
		}
		ByteBuffer form = ByteBuffer.wrap(bytes);
		int number = form.getInt();
		long fingerprint = form.getLong();
		byte[] rest = new byte[form.remaining()];
		form.get(rest);
		Object value = decode(number, fingerprint, rest, depth + 1);
		if (value == null) {
			throw new DecodingException("The stored Optional holds null", null);
		}
		return Optional.of(value);
	}

	/** A value without its key, as it goes to disk. */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Form(int number, long fingerprint, byte[] bytes) {
	}

}
