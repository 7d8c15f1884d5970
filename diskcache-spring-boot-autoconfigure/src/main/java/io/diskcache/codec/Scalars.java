package io.diskcache.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Native forms of the small types: a tag and the value, big-endian.
 */
final class Scalars {

	private static final List<Scalar<?>> NUMBERS = List.of(
			new Scalar<>(1, Boolean.class, (value, out) -> out.writeBoolean(value), DataInputStream::readBoolean),
			new Scalar<>(2, Byte.class, (value, out) -> out.writeByte(value), DataInputStream::readByte),
			new Scalar<>(3, Short.class, (value, out) -> out.writeShort(value), DataInputStream::readShort),
			new Scalar<>(4, Integer.class, (value, out) -> out.writeInt(value), DataInputStream::readInt),
			new Scalar<>(5, Long.class, (value, out) -> out.writeLong(value), DataInputStream::readLong),
			new Scalar<>(6, Float.class, (value, out) -> out.writeInt(Float.floatToRawIntBits(value)),
					DataInputStream::readFloat),
			new Scalar<>(7, Double.class, (value, out) -> out.writeLong(Double.doubleToRawLongBits(value)),
					DataInputStream::readDouble),
			new Scalar<>(8, Character.class, (value, out) -> out.writeChar(value), DataInputStream::readChar),
			new Scalar<>(9, BigInteger.class, (value, out) -> out.write(value.toByteArray()),
					(in) -> new BigInteger(in.readAllBytes())),
			new Scalar<>(10, BigDecimal.class, Scalars::writeBigDecimal, Scalars::readBigDecimal),
			new Scalar<>(11, UUID.class, Scalars::writeUuid, (in) -> new UUID(in.readLong(), in.readLong())));

	private static final Map<Class<?>, Scalar<?>> BY_TYPE = index(Scalar::type);

	private static final Map<Integer, Scalar<?>> BY_TAG = index(Scalar::tag);

	private Scalars() {
	}

	/** Encodes a value, or returns {@code null} if it is not of these types. */
	static byte @Nullable [] encode(Object value) {
		Scalar<?> scalar = BY_TYPE.get(value.getClass());
		if (scalar == null) {
			return null;
		}
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream(20);
			scalar.write(value, new DataOutputStream(bytes));
			return bytes.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Decodes a value; whatever is wrong with the bytes becomes an exception. */
	static Object decode(byte[] bytes) throws IOException {
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
		int tag = in.readUnsignedByte();
		Scalar<?> scalar = BY_TAG.get(tag);
		if (scalar == null) {
			throw new IOException("unknown tag " + tag);
		}
		Object value = scalar.reader().read(in);
		if (in.available() > 0) {
			throw new IOException("bytes are left over");
		}
		return value;
	}

	private static <K> Map<K, Scalar<?>> index(Function<Scalar<?>, K> key) {
		return Stream.concat(NUMBERS.stream(), TimeScalars.ALL.stream())
			.collect(Collectors.toUnmodifiableMap(key, (scalar) -> scalar));
	}

	private static void writeBigDecimal(BigDecimal value, DataOutputStream out) throws IOException {
		out.writeInt(value.scale());
		out.write(value.unscaledValue().toByteArray());
	}

	private static BigDecimal readBigDecimal(DataInputStream in) throws IOException {
		int scale = in.readInt();
		return new BigDecimal(new BigInteger(in.readAllBytes()), scale);
	}

	private static void writeUuid(UUID value, DataOutputStream out) throws IOException {
		out.writeLong(value.getMostSignificantBits());
		out.writeLong(value.getLeastSignificantBits());
	}

}
