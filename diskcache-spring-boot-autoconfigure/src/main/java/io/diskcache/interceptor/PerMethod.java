package io.diskcache.interceptor;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodClassKey;

/**
 * What annotations of methods say, each of which is read once. Thread-safe.
 *
 * @param <T> what is made of them
 */
final class PerMethod<T> {

	private final ConcurrentMap<MethodClassKey, Optional<T>> found = new ConcurrentHashMap<>();

	private final BiFunction<Method, Class<?>, @Nullable T> reading;

	/**
	 * Makes an empty one.
	 * @param reading reads the annotations of the method that is called in the end, of
	 * its target's class; {@code null} where there are none
	 */
	PerMethod(BiFunction<Method, Class<?>, @Nullable T> reading) {
		this.reading = reading;
	}

	@Nullable T of(Method method, Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		Optional<T> known = this.found.get(key);
		if (known == null) {
			known = Optional.ofNullable(this.reading.apply(Invocation.specific(method, targetClass), targetClass));
			this.found.put(key, known);
		}
		return known.orElse(null);
	}

}
