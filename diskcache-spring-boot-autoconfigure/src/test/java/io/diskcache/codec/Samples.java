package io.diskcache.codec;

import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Values for the tests of the codecs, good and bad.
 */
final class Samples {

	record Person(String name, int age, List<String> tags) implements Serializable {
	}

	enum Colour {

		RED, GREEN {
			@Override
			public String toString() {
				return "green";
			}
		}

	}

	static final class Node implements Serializable {

		private static final long serialVersionUID = 1L;

		@Nullable Object next;

		Node(@Nullable Object next) {
			this.next = next;
		}

		static @Nullable Node chain(int length) {
			Node node = null;
			for (int i = 0; i < length; i++) {
				node = new Node(node);
			}
			return node;
		}

	}

	record Order(String id, Customer customer) implements Serializable {
	}

	record Customer(Object secret) implements Serializable {
	}

	static final class Unreadable implements Externalizable {

		Unreadable(String argument) {
		}

		@Override
		public void writeExternal(ObjectOutput out) {
		}

		@Override
		public void readExternal(ObjectInput in) {
		}

	}

	static final class Changeling implements Serializable {

		private static final long serialVersionUID = 1L;

		private Object readResolve() {
			return "another";
		}

	}

	static final class Failing implements Serializable {

		private static final long serialVersionUID = 1L;

		private void writeObject(ObjectOutputStream out) throws IOException {
			throw new IOException("no luck");
		}

	}

	static final class EndlessWriter implements Serializable {

		private static final long serialVersionUID = 1L;

		private void writeObject(ObjectOutputStream out) throws IOException {
			writeObject(out);
			out.defaultWriteObject();
		}

	}

	static final class EndlessReader implements Serializable {

		private static final long serialVersionUID = 1L;

		private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
			readObject(in);
			in.defaultReadObject();
		}

	}

	interface Task extends Runnable, Serializable {

	}

	private Samples() {
	}

	/** Serialises without any guard, on a stack that is deep enough. */
	static byte[] serialise(Object value) {
		FutureTask<byte[]> task = new FutureTask<>(() -> {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			new ObjectOutputStream(bytes).writeObject(value);
			return bytes.toByteArray();
		});
		new Thread(null, task, "deep", 64L << 20).start();
		try {
			return task.get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Every shorter piece, every flip of a bit and every byte turned. */
	static List<byte[]> damaged(byte[] bytes) {
		List<byte[]> all = new ArrayList<>();
		for (int i = 0; i < bytes.length; i++) {
			all.add(Arrays.copyOf(bytes, i));
			for (int turn : new int[] { 1, 2, 4, 8, 16, 32, 64, 128, 255 }) {
				byte[] flipped = bytes.clone();
				flipped[i] ^= (byte) turn;
				all.add(flipped);
			}
		}
		return all;
	}

	static void valueOrDecodingException(Supplier<@Nullable Object> decoding) {
		assertThatCode(() -> {
			try {
				decoding.get();
			}
			catch (DecodingException ex) {
				// what is meant to happen
			}
		}).doesNotThrowAnyException();
	}

}
