package io.diskcache.cache;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.util.ClassUtils;

import io.diskcache.codec.KeyCodec;

/**
 * Makes pages and orders of Spring Data encodable and decodable, where it is on the class
 * path.
 */
final class PageableKeys {

	private static final boolean PRESENT = ClassUtils.isPresent("org.springframework.data.domain.Pageable",
			PageableKeys.class.getClassLoader());

	private PageableKeys() {
	}

	static KeyCodec addTo(KeyCodec keys) {
		return PRESENT ? Present.addTo(keys) : keys;
	}

	private static final class Present {

		private static final Map<String, Class<?>> ENUMS = Map.of(Sort.Direction.class.getName(), Sort.Direction.class,
				Sort.NullHandling.class.getName(), Sort.NullHandling.class);

		static KeyCodec addTo(KeyCodec keys) {
			return keys.with(PageRequest.class, Present::parts, Present::page)
				.with(unpaged(Pageable.unpaged().getClass()), Pageable::getSort,
						(sort) -> Pageable.unpaged((Sort) sort))
				.with(Sort.class, Sort::toList, Present::sort)
				.with(Sort.Order.class,
						(order) -> Arrays.asList(order.getProperty(), order.getDirection(), order.isIgnoreCase(),
								order.getNullHandling()),
						Present::order)
				.resolvingTypes(ENUMS::get);
		}

		private static List<Object> parts(PageRequest page) {
			return List.of(page.getPageNumber(), page.getPageSize(), page.getSort());
		}

		private static PageRequest page(@Nullable Object parts) {
			List<?> list = listOf(parts);
			return PageRequest.of((Integer) list.get(0), (Integer) list.get(1), (Sort) list.get(2));
		}

		private static Sort sort(@Nullable Object parts) {
			return Sort.by(listOf(parts).stream().map(Sort.Order.class::cast).toList());
		}

		private static Sort.Order order(@Nullable Object parts) {
			List<?> list = listOf(parts);
			Sort.Order order = new Sort.Order((Sort.Direction) list.get(1), (String) list.get(0),
					(Sort.NullHandling) list.get(3));
			return ((Boolean) list.get(2)) ? order.ignoreCase() : order;
		}

		private static List<?> listOf(@Nullable Object parts) {
			return (List<?>) Objects.requireNonNull(parts);
		}

		/** The class is not visible, and has equals over its order. */
		@SuppressWarnings("unchecked")
		private static Class<Pageable> unpaged(Class<?> type) {
			return (Class<Pageable>) type;
		}

	}

}
