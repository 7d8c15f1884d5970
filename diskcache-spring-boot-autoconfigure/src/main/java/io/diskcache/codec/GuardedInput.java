package io.diskcache.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Deserialises allowed classes only, of one class loader, within bounds that follow from
 * the number of bytes: each reference takes at least a byte, so neither their number nor
 * the length of arrays can be made up. Used once.
 */
final class GuardedInput extends ObjectInputStream {

	/**
	 * Deepest nesting read, in objects: what is written has at most
	 * {@link GuardedOutput#MAX_DEPTH}, and this still fits the stack of a thread.
	 */
	static final int MAX_DEPTH = 500;

	/**
	 * Elements in the tables of maps for each byte: eight for each mapping of the least
	 * load factor, which takes two bytes.
	 */
	private static final int TABLE_ELEMENTS_PER_BYTE = 8;

	/** For the least sizes of tables. */
	private static final int SLACK = 1024;

	private static final Map<Class<?>, Integer> WIDTHS = Map.of(short.class, 2, char.class, 2, int.class, 4, long.class,
			8, float.class, 4, double.class, 8);

	private final AllowList allowed;

	private final @Nullable ClassLoader classLoader;

	private long budget;

	GuardedInput(byte[] bytes, AllowList allowed, @Nullable ClassLoader classLoader) throws IOException {
		super(new ByteArrayInputStream(bytes));
		this.allowed = allowed;
		this.classLoader = classLoader;
		this.budget = (long) TABLE_ELEMENTS_PER_BYTE * (bytes.length + SLACK);
		setObjectInputFilter(this::judge);
	}

	@Override
	protected Class<?> resolveClass(ObjectStreamClass descriptor) throws ClassNotFoundException {
		if (!this.allowed.admitsDescriptor(descriptor.getName())) {
			throw new DecodingException(descriptor.getName() + " is not admitted by " + AllowList.PROPERTY, null);
		}
		return Class.forName(descriptor.getName(), false, this.classLoader);
	}

	@Override
	protected Class<?> resolveProxyClass(String[] interfaces) {
		throw new DecodingException("A dynamic proxy is never admitted", null);
	}

	/** What it throws becomes the cause of the stream's own exception. */
	private ObjectInputFilter.Status judge(ObjectInputFilter.FilterInfo info) {
		if (info.depth() > MAX_DEPTH) {
			throw new DecodingException("The stored value is nested deeper than " + MAX_DEPTH, null);
		}
		Class<?> type = info.serialClass();
		if (type == null) {
			return ObjectInputFilter.Status.UNDECIDED;
		}
		if (!this.allowed.admits(type)) {
			throw new DecodingException(type.getName() + " is not admitted by " + AllowList.PROPERTY, null);
		}
		if (info.arrayLength() > 0) {
			spend(cost(type, info.arrayLength()));
		}
		return ObjectInputFilter.Status.ALLOWED;
	}

	private void spend(long cost) {
		this.budget -= cost;
		if (this.budget < 0) {
			throw new DecodingException("The stored value claims longer arrays than it has bytes for", null);
		}
	}

	/** Cost of an array, {@value #TABLE_ELEMENTS_PER_BYTE} for each byte it must have. */
	private static long cost(Class<?> type, long length) {
		if (type == Map.Entry[].class) {
			return length;
		}
		return length * TABLE_ELEMENTS_PER_BYTE * WIDTHS.getOrDefault(type.componentType(), 1);
	}

}
