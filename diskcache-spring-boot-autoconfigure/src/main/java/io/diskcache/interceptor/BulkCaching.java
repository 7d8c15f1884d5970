package io.diskcache.interceptor;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.Expression;

import io.diskcache.annotation.CacheableAll;

/**
 * How the results of a method for several ids are cached. Thread-safe.
 *
 * @param method the method
 * @param caches the cache, one
 * @param key gives the key of an id, or {@code null} for that of a key generator
 * @param ids which parameter the ids are, from 0
 */
record BulkCaching(Method method, CacheNames caches, @Nullable Expression key, int ids) {

	private static final Set<Class<?>> IDS = Set.of(Collection.class, List.class, Set.class);

	/**
	 * Reads the annotation of a method.
	 * @return how, or {@code null} if it has none
	 * @throws InvalidAnnotationException if it cannot be what it says
	 */
	static @Nullable BulkCaching of(Method method, Class<?> targetClass) {
		CacheableAll annotation = AnnotatedElementUtils.findMergedAnnotation(method, CacheableAll.class);
		if (annotation == null) {
			return null;
		}
		int[] ids = IntStream.range(0, method.getParameterCount())
			.filter((index) -> IDS.contains(method.getParameterTypes()[index]))
			.toArray();
		if (ids.length != 1) {
			throw invalid(method,
					"needs exactly one parameter that is a Collection, List or Set of ids, and has " + ids.length,
					"Give it one, or take the annotation away");
		}
		Class<?> result = method.getReturnType();
		if (result != Map.class && result != List.class) {
			throw invalid(method, "cannot cache a " + result.getSimpleName(),
					"Return a Map by id, or a List with one element for each id; results that come later are not "
							+ "supported");
		}
		CacheNames caches = CacheNames.of(CacheableAll.class, method, targetClass, annotation.cacheNames(),
				annotation.cacheManager());
		if (caches.names().size() != 1) {
			throw invalid(method, "names " + caches.names().size() + " caches", "Name one");
		}
		return new BulkCaching(method, caches,
				MethodOperations.expression(CacheableAll.class, method, annotation.key()), ids[0]);
	}

	static InvalidAnnotationException invalid(Method method, String what, String mend) {
		return new InvalidAnnotationException(CacheableAll.class, method, what, mend, null);
	}

	/**
	 * Returns the ids a call asks for.
	 * @throws IllegalArgumentException if one is {@code null}
	 */
	List<Object> ids(@Nullable Object[] args) {
		if (!(args[this.ids] instanceof Collection<?> given)) {
			throw new IllegalArgumentException(name() + " was called without ids");
		}
		List<Object> asked = new ArrayList<>(given.size());
		for (Object id : given) {
			if (id == null) {
				throw new IllegalArgumentException(name() + " was called with an id that is null");
			}
			asked.add(id);
		}
		return asked;
	}

	/** Returns what the method is called with for some of the ids. */
	@Nullable Object[] withIds(@Nullable Object[] args, Collection<Object> some) {
		Collection<Object> own = (this.method.getParameterTypes()[this.ids] == Set.class) ? new LinkedHashSet<>(some)
				: new ArrayList<>(some);
		return withId(args, own);
	}

	/** Returns what a method is called with that has one id in the place of the ids. */
	@Nullable Object[] withId(@Nullable Object[] args, Object id) {
		@Nullable Object[] changed = args.clone();
		changed[this.ids] = id;
		return changed;
	}

	/**
	 * Reads what the method returned.
	 * @throws IllegalStateException if that is not what the annotation asks for
	 */
	Map<Object, @Nullable Object> values(List<Object> ids, @Nullable Object returned) {
		Map<Object, @Nullable Object> values = new LinkedHashMap<>();
		if (returned instanceof Map<?, ?> map) {
			ids.stream().filter(map::containsKey).forEach((id) -> values.put(id, map.get(id)));
			return values;
		}
		if (!(returned instanceof List<?> list)) {
			throw new IllegalStateException(name() + " returned null for ids that were not cached");
		}
		if (list.size() != ids.size()) {
			throw new IllegalStateException(name() + " returned " + list.size() + " elements for " + ids.size()
					+ " ids: @CacheableAll needs one for each");
		}
		for (int i = 0; i < ids.size(); i++) {
			values.put(ids.get(i), list.get(i));
		}
		return values;
	}

	/** Makes what a call returns, with a value for each id that has one. */
	Object result(List<Object> asked, Map<Object, @Nullable Object> values) {
		if (this.method.getReturnType() == List.class) {
			List<@Nullable Object> list = new ArrayList<>(asked.size());
			asked.forEach((id) -> list.add(values.get(id)));
			return list;
		}
		Map<Object, @Nullable Object> map = new LinkedHashMap<>();
		asked.stream().filter(values::containsKey).forEach((id) -> map.put(id, values.get(id)));
		return map;
	}

	private String name() {
		return InvalidAnnotationException.name(this.method);
	}

}
