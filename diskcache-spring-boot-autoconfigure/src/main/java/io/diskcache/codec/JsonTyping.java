package io.diskcache.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.jsontype.impl.AsArrayTypeDeserializer;
import tools.jackson.databind.jsontype.impl.AsArrayTypeSerializer;
import tools.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/**
 * Has Jackson write the type of each value whose place does not tell it, as {@code [id,
 * value]}: the id where it is the first of a document, afterwards only its number.
 */
final class JsonTyping extends StdTypeResolverBuilder {

	private static final long serialVersionUID = 1L;

	private final transient TypeIdResolver ids;

	JsonTyping(JsonTypes types) {
		super(JsonTypeInfo.Id.CUSTOM, JsonTypeInfo.As.WRAPPER_ARRAY, null);
		this.ids = new Ids(types);
	}

	@Override
	public @Nullable TypeSerializer buildTypeSerializer(SerializationContext context, JavaType place,
			Collection<NamedType> subtypes) {
		return isTold(place) ? null : new AsArrayTypeSerializer(this.ids, null);
	}

	@Override
	public @Nullable TypeDeserializer buildTypeDeserializer(DeserializationContext context, JavaType place,
			Collection<NamedType> subtypes) {
		return isTold(place) ? null : new Deserializer(place, this.ids);
	}

	private static boolean isTold(JavaType place) {
		return JsonTypes.isExact(JsonTypes.elementOf(place.getRawClass()));
	}

	/** Ids that one document has had so far, in their order. Used once. */
	static final class Document {

		private final List<String> ids = new ArrayList<>();

		private final Map<String, String> numbers = new HashMap<>();

		private final List<Class<?>> classes = new ArrayList<>();

		static Document of(DatabindContext context) {
			return (Document) context.getAttribute(Document.class);
		}

		/** Types of values that were written. */
		List<Class<?>> classes() {
			return this.classes;
		}

		private String shorten(String id, Class<?> type) {
			String number = this.numbers.putIfAbsent(id, Integer.toString(this.numbers.size()));
			if (number == null) {
				this.classes.add(type);
			}
			return (number != null) ? number : id;
		}

		private String lengthen(String id) {
			if (!id.isEmpty() && Character.isDigit(id.charAt(0))) {
				return this.ids.get(Integer.parseInt(id));
			}
			this.ids.add(id);
			return id;
		}

	}

	private static final class Ids extends TypeIdResolverBase {

		private final JsonTypes types;

		Ids(JsonTypes types) {
			this.types = types;
		}

		@Override
		public String idFromValue(DatabindContext context, Object value) {
			Class<?> type = JsonTypes.typeOf(value);
			return Document.of(context).shorten(this.types.id(type), type);
		}

		@Override
		public String idFromValueAndType(DatabindContext context, Object value, Class<?> type) {
			return idFromValue(context, value);
		}

		@Override
		public JavaType typeFromId(DatabindContext context, String id) {
			return context.constructType(this.types.type(id));
		}

		@Override
		public JsonTypeInfo.Id getMechanism() {
			return JsonTypeInfo.Id.CUSTOM;
		}

	}

	private static final class Deserializer extends AsArrayTypeDeserializer {

		Deserializer(JavaType place, TypeIdResolver ids) {
			super(place, ids, null, false, null);
		}

		private Deserializer(Deserializer source, BeanProperty property) {
			super(source, property);
		}

		@Override
		public TypeDeserializer forProperty(BeanProperty property) {
			return new Deserializer(this, property);
		}

		@Override
		protected String _locateTypeId(JsonParser parser, DeserializationContext context) {
			return Document.of(context).lengthen(super._locateTypeId(parser, context));
		}

	}

}
