package io.diskcache.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Serialises within the bounds of {@link GuardedInput}: each class is judged as its
 * descriptor is written, which are the classes the reader's filter is asked for. So a
 * value is refused at once, without reading each one back. Used once.
 */
final class GuardedOutput extends ObjectOutputStream {

	/**
	 * Deepest nesting written, below what is read since the depth is only looked at now
	 * and then.
	 */
	static final int MAX_DEPTH = 400;

	/**
	 * Fewest objects between two looks at the depth, each of which walks the stack.
	 */
	private static final int MIN_STRIDE = 32;

	private static final StackWalker STACK = StackWalker.getInstance();

	private final AllowList allowed;

	private final List<Class<?>> classes = new ArrayList<>();

	private int untilLook = MAX_DEPTH;

	GuardedOutput(ByteArrayOutputStream bytes, AllowList allowed) throws IOException {
		super(bytes);
		this.allowed = allowed;
		enableReplaceObject(true);
	}

	@Override
	protected void annotateClass(Class<?> type) {
		if (!this.allowed.admits(type)) {
			throw new EncodingException(this.allowed.refusal(type), null);
		}
		this.classes.add(type);
	}

	/** Classes whose descriptors were written. */
	List<Class<?>> classes() {
		return this.classes;
	}

	@Override
	protected void annotateProxyClass(Class<?> type) {
		throw new EncodingException("a dynamic proxy is never admitted", null);
	}

	/**
	 * Sees each object once. Failures of the serialisation itself come here too, as the
	 * stream tries to write them; they are thrown on.
	 */
	@Override
	protected Object replaceObject(Object object) {
		if (object instanceof NotSerializableException problem) {
			throw new EncodingException(problem.getMessage() + " is not Serializable", problem);
		}
		if (object instanceof IOException problem) {
			throw new EncodingException("it cannot be serialised: " + problem.getClass().getName(), problem);
		}
		if (--this.untilLook <= 0) {
			int depth = depth();
			if (depth > MAX_DEPTH) {
				throw new EncodingException("it is nested deeper than " + MAX_DEPTH + " objects", null);
			}
			this.untilLook = Math.max(MIN_STRIDE, MAX_DEPTH - depth);
		}
		return object;
	}

	/**
	 * Counts the objects that are being written. A new object adds at most one level, so
	 * between two looks the depth cannot grow by more than the number of objects.
	 */
	private static int depth() {
		return STACK
			.walk((frames) -> (int) frames.takeWhile((frame) -> !frame.getClassName().equals(JavaCodec.class.getName()))
				.filter((frame) -> frame.getMethodName().equals("writeObject0"))
				.count());
	}

}
