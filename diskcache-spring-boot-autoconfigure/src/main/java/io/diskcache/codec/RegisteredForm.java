package io.diskcache.codec;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A type that was registered: its name and its parts.
 *
 * @param <T> the type
 * @param type the type
 * @param parts what tells two instances apart
 */
record RegisteredForm<T>(Class<T> type,
		Function<? super T, ? extends @Nullable Object> parts) implements KeyForm<Object> {

	@Override
	public void write(Object value, KeyWriter out) {
		out.tag(KeyTag.REGISTERED).putText(this.type.getName());
		out.write(partsOf(value));
	}

	@Nullable Object partsOf(Object value) {
		return this.parts.apply(this.type.cast(value));
	}

}
