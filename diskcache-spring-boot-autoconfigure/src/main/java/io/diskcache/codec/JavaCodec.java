package io.diskcache.codec;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectStreamClass;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Java serialisation behind a list of allowed classes, which holds in both directions:
 * the packages given, and value types and collections of the JDK. Dynamic proxies and
 * lambdas are refused. Thread-safe.
 */
public final class JavaCodec implements ValueCodec {

	/** Number of this codec. */
	public static final int NUMBER = 16;

	/**
	 * Deepest nesting of a value, in objects, give or take the few between two looks at
	 * it while it is written. All that can be written can be read.
	 */
	public static final int MAX_DEPTH = GuardedOutput.MAX_DEPTH;

	/** Most bytes of a value, which is held in memory; larger ones are to be streamed. */
	public static final int MAX_LENGTH = BoundedBytes.MAX_LENGTH;

	private final AllowList allowed;

	private final @Nullable ClassLoader classLoader;

	private final ClassValue<Long> fingerprints = new ClassValue<>() {

		@Override
		protected Long computeValue(Class<?> type) {
			return compute(type);
		}

	};

	private final ProvenTypes proven = new ProvenTypes();

	/**
	 * Makes a codec.
	 * @param allowedPackages names of packages, each with those below it, and of single
	 * classes; of the JDK classes only
	 * @param classLoader loads the classes of values, {@code null} for the JDK's alone
	 * @throws IllegalArgumentException if a name is none, or admits too much
	 */
	public JavaCodec(Collection<String> allowedPackages, @Nullable ClassLoader classLoader) {
		this.allowed = new AllowList(allowedPackages);
		this.classLoader = classLoader;
	}

	@Override
	public int number() {
		return NUMBER;
	}

	@Override
	public String name() {
		return "java";
	}

	@Override
	public byte[] encode(Object value) {
		try {
			BoundedBytes sink = new BoundedBytes();
			GuardedOutput out = new GuardedOutput(sink, this.allowed);
			out.writeObject(value);
			out.flush();
			byte[] bytes = sink.toByteArray();
			prove(value, bytes, out.classes());
			return bytes;
		}
		catch (IOException | RuntimeException | LinkageError | StackOverflowError ex) {
			throw refusal(value, ex);
		}
	}

	@Override
	public Object decode(byte[] bytes, long fingerprint) {
		Object value = read(bytes);
		Fingerprint.requireSame(fingerprint(value), fingerprint, value);
		return value;
	}

	/**
	 * Returns a hash of the class's name and its {@code serialVersionUID}.
	 */
	@Override
	public long fingerprint(Object value) {
		return this.fingerprints
			.get((value instanceof Enum<?> constant) ? constant.getDeclaringClass() : value.getClass());
	}

	/**
	 * Reads a value back where a class is part of one for the first time: not every class
	 * that can be written can be read, nor comes back as what it was.
	 */
	private void prove(Object value, byte[] bytes, List<Class<?>> classes) {
		if (!this.proven.containsAll(classes)) {
			decode(bytes, fingerprint(value));
			this.proven.addAll(classes);
		}
	}

	/**
	 * An {@code InternalError} is what {@code Map.of} throws at an odd number of
	 * elements.
	 */
	private Object read(byte[] bytes) {
		try (GuardedInput in = new GuardedInput(bytes, this.allowed, this.classLoader)) {
			Object value = in.readObject();
			if (value == null) {
				throw new DecodingException("The stored value is null, which this codec does not store", null);
			}
			return value;
		}
		catch (DecodingException ex) {
			throw ex;
		}
		catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError
				| InternalError ex) {
			if (ex.getCause() instanceof DecodingException refusal) {
				throw refusal;
			}
			throw new DecodingException("The stored value cannot be deserialised: " + described(ex), ex);
		}
	}

	private static long compute(Class<?> type) {
		Class<?> element = type;
		while (element.isArray()) {
			element = element.componentType();
		}
		ObjectStreamClass descriptor = ObjectStreamClass.lookup(element);
		long version = (descriptor != null) ? descriptor.getSerialVersionUID() : 0;
		return Fingerprint.of(type.getName() + '#' + version);
	}

	/** Only the JDK's own words on classes are known to be free of values. */
	private static String described(Throwable problem) {
		return (problem instanceof InvalidClassException) ? problem.toString() : problem.getClass().getName();
	}

	private static EncodingException refusal(Object value, Throwable problem) {
		String reason = (problem instanceof EncodingException || problem instanceof DecodingException)
				? String.valueOf(problem.getMessage()) : "it cannot be serialised: " + described(problem);
		return new EncodingException("A value of " + value.getClass().getName() + " cannot be cached: " + reason,
				problem);
	}

}
