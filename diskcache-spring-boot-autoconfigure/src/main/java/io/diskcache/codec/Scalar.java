package io.diskcache.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Native form of a small type.
 *
 * @param <T> the type
 * @param tag first byte of the form; on disk, never to be changed
 * @param type the type
 * @param writer writes the rest
 * @param reader reads it
 */
record Scalar<T>(int tag, Class<T> type, Writer<T> writer, Reader<T> reader) {

	void write(Object value, DataOutputStream out) throws IOException {
		out.writeByte(this.tag);
		this.writer.write(this.type.cast(value), out);
	}

	@FunctionalInterface
	interface Writer<T> {

		void write(T value, DataOutputStream out) throws IOException;

	}

	@FunctionalInterface
	interface Reader<T> {

		T read(DataInputStream in) throws IOException;

	}

}
