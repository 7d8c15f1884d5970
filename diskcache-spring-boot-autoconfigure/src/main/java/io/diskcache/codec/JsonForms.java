package io.diskcache.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.Version;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.Serializers;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;
import tools.jackson.databind.type.ReferenceType;

/**
 * Makes Jackson use {@link JsonString} and {@link JsonContainer} in place of its own
 * forms of the same types.
 */
final class JsonForms extends JacksonModule {

	@Override
	public String getModuleName() {
		return "diskcache";
	}

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public void setupModule(SetupContext context) {
		context.addSerializers(new Writing());
		context.addDeserializers(new Reading());
	}

	private static final class Writing implements Serializers {

		@Override
		public @Nullable ValueSerializer<?> findSerializer(SerializationConfig config, JavaType type,
				BeanDescription.Supplier description, JsonFormat.@Nullable Value format) {
			Class<?> raw = type.getRawClass();
			return (JsonString.ALL.containsKey(raw) || Map.Entry.class.isAssignableFrom(raw)) ? writer(raw) : null;
		}

		@Override
		public ValueSerializer<?> findCollectionSerializer(SerializationConfig config, CollectionType type,
				BeanDescription.Supplier description, JsonFormat.@Nullable Value format,
				@Nullable TypeSerializer elementType, @Nullable ValueSerializer<Object> element) {
			return writer(type.getRawClass());
		}

		@Override
		public ValueSerializer<?> findMapSerializer(SerializationConfig config, MapType type,
				BeanDescription.Supplier description, JsonFormat.@Nullable Value format,
				@Nullable ValueSerializer<Object> key, @Nullable TypeSerializer elementType,
				@Nullable ValueSerializer<Object> element) {
			return writer(type.getRawClass());
		}

		@Override
		public ValueSerializer<?> findReferenceSerializer(SerializationConfig config, ReferenceType type,
				BeanDescription.Supplier description, JsonFormat.@Nullable Value format,
				@Nullable TypeSerializer contentType, @Nullable ValueSerializer<Object> content) {
			return writer(type.getRawClass());
		}

		private static ValueSerializer<?> writer(Class<?> raw) {
			JsonString<?> string = JsonString.ALL.get(raw);
			return (string != null) ? new StringWriter(string) : new ContainerWriter();
		}

	}

	/** Fields may have a type that is none of the forms; their values have an id. */
	private static final class Reading implements Deserializers {

		@Override
		public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
			return JsonString.ALL.containsKey(type) || JsonContainers.of(type) != null;
		}

		@Override
		public @Nullable ValueDeserializer<?> findBeanDeserializer(JavaType type, DeserializationConfig config,
				BeanDescription.Supplier description) {
			Class<?> raw = type.getRawClass();
			return (hasDeserializerFor(config, raw) || raw == Map.Entry.class) ? reader(raw) : null;
		}

		@Override
		public ValueDeserializer<?> findCollectionDeserializer(CollectionType type, DeserializationConfig config,
				BeanDescription.Supplier description, @Nullable TypeDeserializer elementType,
				@Nullable ValueDeserializer<?> element) {
			return reader(type.getRawClass());
		}

		@Override
		public ValueDeserializer<?> findMapDeserializer(MapType type, DeserializationConfig config,
				BeanDescription.Supplier description, @Nullable KeyDeserializer key,
				@Nullable TypeDeserializer elementType, @Nullable ValueDeserializer<?> element) {
			return reader(type.getRawClass());
		}

		@Override
		public ValueDeserializer<?> findReferenceDeserializer(ReferenceType type, DeserializationConfig config,
				BeanDescription.Supplier description, @Nullable TypeDeserializer contentType,
				@Nullable ValueDeserializer<?> content) {
			return reader(type.getRawClass());
		}

		private static ValueDeserializer<?> reader(Class<?> raw) {
			JsonString<?> string = JsonString.ALL.get(raw);
			return (string != null) ? new StringReader(string) : new ContainerReader(JsonContainers.of(raw), null);
		}

	}

	private static final class StringWriter extends ValueSerializer<Object> {

		private final JsonString<?> form;

		StringWriter(JsonString<?> form) {
			this.form = form;
		}

		@Override
		public void serialize(Object value, JsonGenerator out, SerializationContext context) {
			out.writeString(this.form.write(value));
		}

		@Override
		public void serializeWithType(Object value, JsonGenerator out, SerializationContext context,
				TypeSerializer typing) {
			WritableTypeId id = typing.writeTypePrefix(out, context, typing.typeId(value, JsonToken.VALUE_STRING));
			serialize(value, out, context);
			typing.writeTypeSuffix(out, context, id);
		}

	}

	private static final class StringReader extends ValueDeserializer<Object> {

		private final JsonString<?> form;

		StringReader(JsonString<?> form) {
			this.form = form;
		}

		@Override
		public Object deserialize(JsonParser in, DeserializationContext context) {
			if (in.currentToken() != JsonToken.VALUE_STRING) {
				return context.handleUnexpectedToken(this.form.type(), in);
			}
			return this.form.read(in.getString());
		}

		@Override
		public Object deserializeWithType(JsonParser in, DeserializationContext context, TypeDeserializer typing) {
			return typing.deserializeTypedFromScalar(in, context);
		}

	}

	/**
	 * Elements are written as of no known type, whatever the declaration says. The form
	 * is looked up for each value, since Jackson takes the writer of the declared type.
	 */
	private static final class ContainerWriter extends ValueSerializer<Object> {

		@Override
		public void serialize(Object value, JsonGenerator out, SerializationContext context) {
			out.writeStartArray(value);
			writeParts(value, out, context);
			out.writeEndArray();
		}

		@Override
		public void serializeWithType(Object value, JsonGenerator out, SerializationContext context,
				TypeSerializer typing) {
			WritableTypeId id = typing.writeTypePrefix(out, context, typing.typeId(value, JsonToken.START_ARRAY));
			writeParts(value, out, context);
			typing.writeTypeSuffix(out, context, id);
		}

		private void writeParts(Object value, JsonGenerator out, SerializationContext context) {
			TypeSerializer typing = context.findTypeSerializer(context.constructType(Object.class));
			for (Object part : JsonContainers.parts(value)) {
				if (part != null) {
					context.findValueSerializer(part.getClass()).serializeWithType(part, out, context, typing);
				}
				else {
					context.defaultSerializeNullValue(out);
				}
			}
		}

	}

	private static final class ContainerReader extends ValueDeserializer<Object> {

		private final @Nullable JsonContainer form;

		private final @Nullable ValueDeserializer<Object> parts;

		ContainerReader(@Nullable JsonContainer form, @Nullable ValueDeserializer<Object> parts) {
			this.form = form;
			this.parts = parts;
		}

		@Override
		public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
			return new ContainerReader(this.form,
					context.findRootValueDeserializer(context.constructType(Object.class)));
		}

		@Override
		public Object deserialize(JsonParser in, DeserializationContext context) {
			if (this.form == null || this.parts == null || !in.isExpectedStartArrayToken()) {
				return context.handleUnexpectedToken(Object.class, in);
			}
			List<@Nullable Object> list = new ArrayList<>();
			while (in.nextToken() != JsonToken.END_ARRAY) {
				list.add((in.currentToken() != JsonToken.VALUE_NULL) ? this.parts.deserialize(in, context) : null);
			}
			return this.form.maker().apply(list);
		}

		@Override
		public Object deserializeWithType(JsonParser in, DeserializationContext context, TypeDeserializer typing) {
			return typing.deserializeTypedFromAny(in, context);
		}

	}

}
