package io.diskcache.codec;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A type that was registered: its name and its parts.
 *
 * @param <T> the type
 * @param type the type
 * @param parts what tells two instances apart
 * @param restored makes an instance of its parts, {@code null} where there is no way back
 */
record RegisteredForm<T>(Class<T> type, Function<? super T, ? extends @Nullable Object> parts,
		@Nullable Function<? super @Nullable Object, ? extends T> restored) implements KeyForm<Object> {

	@Override
	public void write(Object value, KeyWriter out) {
		out.tag(KeyTag.REGISTERED).putText(this.type.getName());
		out.write(partsOf(value));
	}

	static Object read(KeyReader in) {
		RegisteredForm<?> form = in.names().registeredForm(in.text());
		return form.restore(in.element());
	}

	@Nullable Object partsOf(Object value) {
		return this.parts.apply(this.type.cast(value));
	}

	private Object restore(@Nullable Object readParts) {
		if (this.restored == null) {
			throw new IllegalArgumentException("There is no way back to " + this.type.getName());
		}
		return this.restored.apply(readParts);
	}

}
