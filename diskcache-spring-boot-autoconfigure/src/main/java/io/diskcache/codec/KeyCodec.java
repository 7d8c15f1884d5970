package io.diskcache.codec;

import java.lang.reflect.Array;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import io.diskcache.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * Encodes keys so that two encodings are equal exactly where {@code equals} says so of
 * the keys, in every JVM and after every restart; arrays count by content. Within a type
 * the unsigned order of the bytes is the natural order, and all strings or lists that
 * begin alike are one range of bytes ({@link #prefix}). A key may be changed after it was
 * encoded. Immutable and thread-safe.
 * <p>
 * Known are {@code null}, boxed primitives, {@code BigInteger}, {@code BigDecimal},
 * {@code String}, {@code UUID}, enums, {@code Class} (both by name), {@code java.time},
 * {@code java.util.Date} itself, {@code Locale}, {@code URI}, {@code Currency}, arrays,
 * records that do not override {@code equals}, and {@code List}, {@code Set},
 * {@code Map}, {@code Map.Entry} and {@code Optional} of these. Anything else is refused
 * until it is {@linkplain #with(Class, Function) registered}. What is encoded can be
 * {@linkplain #decode decoded}, with a few exceptions.
 */
public final class KeyCodec {

	/** How deep lists, records and the like may be nested in a key. */
	public static final int MAX_DEPTH = 64;

	private final List<RegisteredForm<?>> registered;

	private final ClassValue<KeyForm<Object>> forms = new ClassValue<>() {

		@Override
		protected KeyForm<Object> computeValue(Class<?> type) {
			return resolve(type);
		}

	};

	private final Function<String, @Nullable Class<?>> types;

	private final KeyNames names;

	private KeyCodec(List<RegisteredForm<?>> registered, Function<String, @Nullable Class<?>> types) {
		this.registered = registered;
		this.types = types;
		this.names = new KeyNames(types, this.forms::get, registered);
	}

	/**
	 * Makes a codec of the types of Java itself, which finds no class by its name.
	 * @return the codec
	 */
	public static KeyCodec standard() {
		return new KeyCodec(List.of(), (name) -> null);
	}

	/**
	 * Makes a codec that also encodes a further type and its subtypes: as the name of the
	 * type and its parts, so that two instances are the same key where their parts are.
	 * It precedes what is known of records, enums and collections; where several types
	 * fit, the most specific one counts, and a second registration of a type replaces the
	 * first.
	 * @param <T> the type
	 * @param type the type, not one that has an encoding of its own such as
	 * {@code String}
	 * @param parts what tells two instances apart, often a list. {@link #decode} has no
	 * way back from them
	 * @return the new codec
	 * @throws IllegalArgumentException if the type has an encoding of its own
	 */
	public <T> KeyCodec with(Class<T> type, Function<? super T, ? extends @Nullable Object> parts) {
		return with(new RegisteredForm<>(type, Objects.requireNonNull(parts), null));
	}

	/**
	 * Makes a codec that also encodes a further type and its subtypes, as
	 * {@link #with(Class, Function)} does, and decodes them.
	 * @param <T> the type
	 * @param type the type, not one that has an encoding of its own such as
	 * {@code String}
	 * @param parts what tells two instances apart, often a list
	 * @param restored makes an instance of its parts, which come as {@link #decode} makes
	 * them: a list as a list that cannot be changed, an array as {@code Object[]}. It may
	 * throw any exception where it cannot
	 * @return the new codec
	 * @throws IllegalArgumentException if the type has an encoding of its own
	 */
	public <T> KeyCodec with(Class<T> type, Function<? super T, ? extends @Nullable Object> parts,
			Function<? super @Nullable Object, ? extends T> restored) {
		return with(new RegisteredForm<>(type, Objects.requireNonNull(parts), Objects.requireNonNull(restored)));
	}

	private KeyCodec with(RegisteredForm<?> added) {
		Class<?> type = added.type();
		if (ScalarForms.find(type) != null) {
			throw new IllegalArgumentException(type.getName() + " has an encoding of its own already");
		}
		Stream<RegisteredForm<?>> others = this.registered.stream().filter((form) -> form.type() != type);
		return new KeyCodec(Stream.concat(others, Stream.of(added)).toList(), this.types);
	}

	/**
	 * Makes a codec that also finds enums, records and keys of type {@code Class} by
	 * their names when it {@linkplain #decode decodes}. Those who were given before are
	 * asked first.
	 * @param further gives the class of a name as {@link Class#getName} has it, or
	 * {@code null} if it must not be used. The names come from the store: it is not to
	 * initialise a class, nor to load any that is not known to be harmless
	 * @return the new codec
	 */
	public KeyCodec resolvingTypes(Function<String, ? extends @Nullable Class<?>> further) {
		Objects.requireNonNull(further);
		return new KeyCodec(this.registered, (name) -> {
			Class<?> type = this.types.apply(name);
			return (type != null) ? type : further.apply(name);
		});
	}

	/**
	 * Makes a codec that also finds classes by their names when it {@linkplain #decode
	 * decodes}, those that may be part of values.
	 * @param allowedPackages names of packages, each with those below it, and of single
	 * classes; of the JDK classes only, besides the value types that are always allowed
	 * @param classLoader loads the classes, {@code null} for the JDK's alone
	 * @return the new codec
	 * @throws IllegalArgumentException if a name is none, or admits too much
	 */
	public KeyCodec resolvingTypes(Collection<String> allowedPackages, @Nullable ClassLoader classLoader) {
		return resolvingTypes(new AllowedTypes(new AllowList(allowedPackages), classLoader));
	}

	/**
	 * Encodes a key. One whose encoding is longer than {@value Key#MAX_LENGTH} bytes
	 * becomes the SHA-256 of it. An {@link EncodedKey} is the key it was made of.
	 * @param key the key
	 * @return its encoding
	 * @throws IllegalArgumentException if the key, or a part of it, is of an unknown
	 * type, is nested deeper than {@value #MAX_DEPTH}, or contains itself
	 */
	public Key encode(@Nullable Object key) {
		if (key instanceof EncodedKey known) {
			return known.key();
		}
		byte[] encoded = encodeWhole(key);
		return Key.of((encoded.length <= Key.MAX_LENGTH) ? encoded : digest(encoded));
	}

	/**
	 * Decodes a key. What comes back is equal to the key that was encoded, arrays by
	 * content, though its class may be another one: lists, sets and maps cannot be
	 * changed, arrays of objects are {@code Object[]}. Where no such object can be made
	 * it is an {@link EncodedKey}: of digests of long keys, registered types without a
	 * way back, classes that are not {@linkplain #resolvingTypes resolved}, records that
	 * have changed or refuse their components, and damaged bytes.
	 * @param key the encoded key, whatever its bytes are
	 * @return the key, which {@link #encode} makes the same encoded key of
	 */
	public @Nullable Object decode(Key key) {
		byte[] encoded = key.bytes();
		try {
			Object decoded = new KeyReader(encoded, this.names).whole();
			if (Arrays.equals(encodeWhole(decoded), encoded)) {
				return decoded;
			}
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			// nothing equal can be made of these bytes
		}
		return new EncodedKey(key);
	}

	private byte[] encodeWhole(@Nullable Object key) {
		byte[] encoded = null;
		if (key instanceof String text) {
			encoded = encodeAscii(text);
		}
		else if (key instanceof Long number) {
			encoded = encodeLong(number);
		}
		return (encoded != null) ? encoded : encodeAny(key);
	}

	/**
	 * Returns the bytes with which the encodings begin of all strings that begin with the
	 * given one, or of all lists (arrays, registered types with such parts) whose first
	 * elements are the given ones. Keys that were digested because of their length are
	 * not among them.
	 * @param start the common beginning: a string, list, array, or a registered type with
	 * such parts
	 * @return the common bytes, not empty
	 * @throws IllegalArgumentException if it is {@code null} or empty, if the encoding of
	 * such a key cannot be cut, or is longer than {@value Key#MAX_LENGTH} bytes
	 */
	public byte[] prefix(@Nullable Object start) {
		requireBeginning(start, start);
		byte[] encoded = encodeAny(start);
		if (encoded.length > Key.MAX_LENGTH) {
			throw new IllegalArgumentException("The encoding of a prefix has at most " + Key.MAX_LENGTH
					+ " bytes, this one has " + encoded.length);
		}
		return Arrays.copyOf(encoded, encoded.length - 1);
	}

	private void requireBeginning(@Nullable Object start, @Nullable Object parts) {
		if (start == null || parts == null) {
			throw new IllegalArgumentException("null is not a beginning of other keys");
		}
		boolean array = parts.getClass().isArray();
		if (this.forms.get(parts.getClass()) instanceof RegisteredForm<?> form) {
			requireBeginning(start, form.partsOf(parts));
		}
		else if (!array && !(parts instanceof String || parts instanceof List)) {
			throw new IllegalArgumentException(start.getClass().getName() + " is not a beginning of other keys");
		}
		else if ("".equals(parts) || List.of().equals(parts) || (array && Array.getLength(parts) == 0)) {
			throw new IllegalArgumentException("The beginning of keys is not empty: it would be that of all keys");
		}
	}

	private byte[] encodeAny(@Nullable Object key) {
		KeyWriter writer = new KeyWriter(this.forms::get);
		writer.write(key);
		return writer.buffer().toBytes();
	}

	private static byte @Nullable [] encodeAscii(String text) {
		int length = text.length();
		byte[] encoded = new byte[length + 2];
		encoded[0] = KeyTag.STRING;
		for (int i = 0; i < length; i++) {
			char unit = text.charAt(i);
			if (unit <= KeyBuffer.ESCAPE || unit >= 0x80) {
				return null;
			}
			encoded[i + 1] = (byte) unit;
		}
		return encoded;
	}

	private static byte[] encodeLong(long number) {
		byte[] encoded = new byte[9];
		encoded[0] = KeyTag.LONG;
		long rest = number ^ Long.MIN_VALUE;
		for (int i = 8; i > 0; i--) {
			encoded[i] = (byte) rest;
			rest >>>= 8;
		}
		return encoded;
	}

	private static byte[] digest(byte[] encoded) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded);
			return new KeyBuffer().put(KeyTag.DIGEST).putRaw(digest, 0).toBytes();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	@SuppressWarnings("unchecked")
	private KeyForm<Object> resolve(Class<?> type) {
		if (type == EncodedKey.class) {
			throw new UnsupportedKeyException(type, "it is a whole key, of which only the encoded form is known");
		}
		KeyForm<?> form = ScalarForms.find(type);
		if (form == null) {
			form = findRegistered(type);
		}
		if (form == null) {
			form = StructureForms.find(type);
		}
		if (form == null) {
			throw new UnsupportedKeyException(type, "its equality cannot be told from outside");
		}
		return (KeyForm<Object>) form;
	}

	private @Nullable RegisteredForm<?> findRegistered(Class<?> type) {
		RegisteredForm<?> found = null;
		for (RegisteredForm<?> candidate : this.registered) {
			if (candidate.type().isAssignableFrom(type)
					&& (found == null || found.type().isAssignableFrom(candidate.type()))) {
				found = candidate;
			}
		}
		for (RegisteredForm<?> other : this.registered) {
			if (found != null && other.type().isAssignableFrom(type) && !other.type().isAssignableFrom(found.type())) {
				throw new IllegalArgumentException(type.getName() + " is both " + found.type().getName() + " and "
						+ other.type().getName() + ", for both of which a key codec is registered");
			}
		}
		return found;
	}

}
