package io.diskcache.codec;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Writes one key, element by element. Not thread-safe.
 */
final class KeyWriter {

	private final Function<Class<?>, KeyForm<Object>> forms;

	private final KeyBuffer buffer = new KeyBuffer();

	private int depth;

	KeyWriter(Function<Class<?>, KeyForm<Object>> forms) {
		this.forms = forms;
	}

	KeyBuffer buffer() {
		return this.buffer;
	}

	KeyBuffer tag(int tag) {
		return this.buffer.put(tag);
	}

	void write(@Nullable Object value) {
		if (value == null) {
			tag(KeyTag.NULL);
			return;
		}
		if (this.depth++ > KeyCodec.MAX_DEPTH) {
			throw new IllegalArgumentException(
					"A key is nested at most " + KeyCodec.MAX_DEPTH + " deep; this one is deeper, or contains itself");
		}
		this.forms.apply(value.getClass()).write(value, this);
		this.depth--;
	}

	/** Writes a part of a structure, whose place is named where it is refused. */
	void element(@Nullable Object value, String place) {
		try {
			write(value);
		}
		catch (UnsupportedKeyException ex) {
			throw ex.within(place);
		}
	}

	void element(@Nullable Object value, int index) {
		try {
			write(value);
		}
		catch (UnsupportedKeyException ex) {
			throw ex.within("[" + index + "]");
		}
	}

}
