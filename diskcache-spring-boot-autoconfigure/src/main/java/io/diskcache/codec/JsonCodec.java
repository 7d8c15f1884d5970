package io.diskcache.codec;

import java.util.Collection;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.ConstructorDetector;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson, of allowed classes only, which need not be serialisable: value types
 * and containers of the JDK, enumerations, and objects made of their fields, whose
 * Jackson annotations are ignored. Two references to one object come back as two objects.
 * Thread-safe.
 */
public final class JsonCodec implements ValueCodec {

	/** Number of this codec. */
	public static final int NUMBER = 17;

	/**
	 * Deepest nesting of a value, in brackets of JSON: one for each object and container,
	 * and one more for each whose place does not tell its type.
	 */
	public static final int MAX_DEPTH = 500;

	/** Most bytes of a value, which is held in memory; larger ones are to be streamed. */
	public static final int MAX_LENGTH = BoundedBytes.MAX_LENGTH;

	static final String NAME = "json";

	private final JsonTypes types;

	private final JsonMapper mapper;

	private final ClassValue<Long> fingerprints = new ClassValue<>() {

		@Override
		protected Long computeValue(Class<?> type) {
			return Fingerprint.of(JsonCodec.this.types.id(type));
		}

	};

	private final ProvenTypes proven = new ProvenTypes();

	/**
	 * Makes a codec.
	 * @param allowedPackages names of packages, each with those below it, and of single
	 * classes
	 * @param classLoader loads the classes of values, {@code null} for the JDK's alone
	 * @throws IllegalArgumentException if a name is none, or admits too much
	 */
	public JsonCodec(Collection<String> allowedPackages, @Nullable ClassLoader classLoader) {
		this.types = new JsonTypes(new AllowList(allowedPackages), classLoader);
		this.mapper = mapper(this.types);
	}

	@Override
	public int number() {
		return NUMBER;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public byte[] encode(Object value) {
		try {
			BoundedBytes sink = new BoundedBytes();
			JsonTyping.Document document = new JsonTyping.Document();
			this.mapper.writerFor(Object.class)
				.withAttribute(JsonTyping.Document.class, document)
				.writeValue(sink, value);
			byte[] bytes = sink.toByteArray();
			prove(value, bytes, document.classes());
			return bytes;
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
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
	 * Returns a hash of the class's name and, where it is the application's, of the names
	 * and types of its fields and of those of their classes.
	 * @throws EncodingException if the class is refused
	 */
	@Override
	public long fingerprint(Object value) {
		try {
			return this.fingerprints.get(JsonTypes.typeOf(value));
		}
		catch (RuntimeException | LinkageError ex) {
			throw refusal(value, ex);
		}
	}

	/**
	 * Reads a value back where a class is part of one for the first time: a constructor
	 * may refuse or change what it is given, and the class loader may have another class.
	 */
	private void prove(Object value, byte[] bytes, List<Class<?>> classes) {
		if (this.proven.containsAll(classes)) {
			return;
		}
		Object copy = decode(bytes, fingerprint(value));
		if (copy.getClass() != value.getClass()) {
			throw new EncodingException("it comes back as another class, of " + copy.getClass().getClassLoader(), null);
		}
		this.proven.addAll(classes);
	}

	private Object read(byte[] bytes) {
		try {
			Object value = this.mapper.readerFor(Object.class)
				.withAttribute(JsonTyping.Document.class, new JsonTyping.Document())
				.readValue(bytes);
			if (value == null) {
				throw new DecodingException("The stored value is null, which this codec does not store", null);
			}
			return value;
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			throw damage(ex);
		}
	}

	/** Messages of Jackson's are left out, as they may hold values. */
	private static DecodingException damage(Throwable problem) {
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof DecodingException known) {
				return known;
			}
		}
		return new DecodingException(
				"The stored value cannot be read: " + problem.getClass().getSimpleName() + path(problem), problem);
	}

	private static EncodingException refusal(Object value, Throwable problem) {
		return new EncodingException(
				"A value of " + value.getClass().getName() + " cannot be cached: " + reason(problem) + path(problem),
				problem);
	}

	private static String reason(Throwable problem) {
		for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
			if (cause instanceof EncodingException || cause instanceof DecodingException) {
				return String.valueOf(cause.getMessage());
			}
			if (cause instanceof StreamConstraintsException || cause instanceof StackOverflowError) {
				return "it is nested deeper than " + MAX_DEPTH + " brackets of JSON, or holds itself";
			}
		}
		return "it cannot be written as JSON: " + problem.getClass().getSimpleName();
	}

	/** Names classes and fields, never a key. */
	private static String path(Throwable problem) {
		if (!(problem instanceof JacksonException jackson) || jackson.getPath().isEmpty()) {
			return "";
		}
		return " (in " + jackson.getPathReference() + ")";
	}

	private static JsonMapper mapper(JsonTypes types) {
		JsonFactory factory = JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(MAX_DEPTH)
				.maxStringLength(MAX_LENGTH)
				.maxDocumentLength(MAX_LENGTH)
				.build())
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build();
		return JsonMapper.builder(factory)
			.annotationIntrospector(new JsonIntrospector())
			.addModule(new JsonForms())
			.setDefaultTyping(new JsonTyping(types))
			.changeDefaultVisibility((checker) -> checker.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
				.withVisibility(PropertyAccessor.FIELD, Visibility.ANY))
			.constructorDetector(ConstructorDetector.EXPLICIT_ONLY)
			.disable(MapperFeature.FIX_FIELD_NAME_UPPER_CASE_PREFIX, MapperFeature.ALLOW_COERCION_OF_SCALARS,
					MapperFeature.APPLY_DEFAULT_VALUES)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
			.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.build();
	}

}
