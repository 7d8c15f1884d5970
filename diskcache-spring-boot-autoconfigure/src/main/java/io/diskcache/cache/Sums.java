package io.diskcache.cache;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Sums of stored numbers, which are never of another size than they seem. Stateless. */
final class Sums {

	private static final Set<Class<?>> WHOLE = Set.of(Long.class, Integer.class, Short.class, Byte.class);

	private Sums() {
	}

	static long whole(@Nullable Object value) {
		Number whole = wholeOrNull(value);
		if (whole == null) {
			throw unfit(value, "Long, Integer, Short or Byte");
		}
		return whole.longValue();
	}

	static double fraction(@Nullable Object value) {
		if (value instanceof Double || value instanceof Float) {
			return ((Number) value).doubleValue();
		}
		Number whole = wholeOrNull(value);
		if (whole == null) {
			throw unfit(value, "Double, Float, Long, Integer, Short or Byte");
		}
		return whole.longValue();
	}

	static long add(long value, long delta) {
		try {
			return Math.addExact(value, delta);
		}
		catch (ArithmeticException ex) {
			throw new ArithmeticException(
					"The sum of two numbers of type long is beyond the range of long, -2^63 to 2^63 - 1");
		}
	}

	static double add(double value, double delta) {
		double sum = value + delta;
		if (!Double.isFinite(sum)) {
			throw new ArithmeticException(
					"The sum of two numbers of type double is not finite: beyond the range of double, or not a number");
		}
		return sum;
	}

	private static @Nullable Number wholeOrNull(@Nullable Object value) {
		return (value instanceof Number number && WHOLE.contains(value.getClass())) ? number : null;
	}

	private static IllegalStateException unfit(@Nullable Object value, String wanted) {
		return new IllegalStateException(
				"The value is of type " + ClassUtils.getDescriptiveType(value) + ", and a " + wanted + " is needed");
	}

}
