package io.diskcache.cache;

import java.util.Arrays;
import java.util.List;

import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.util.ClassUtils;

import io.diskcache.codec.KeyCodec;

/** Makes pages and orders of Spring Data encodable, where it is on the class path. */
final class PageableKeys {

	private static final boolean PRESENT = ClassUtils.isPresent("org.springframework.data.domain.Pageable",
			PageableKeys.class.getClassLoader());

	private PageableKeys() {
	}

	static KeyCodec addTo(KeyCodec keys) {
		return PRESENT ? Present.addTo(keys) : keys;
	}

	private static final class Present {

		static KeyCodec addTo(KeyCodec keys) {
			return keys.with(PageRequest.class, Present::parts)
				.with(unpaged(Pageable.unpaged().getClass()), Pageable::getSort)
				.with(Sort.class, Sort::toList)
				.with(Sort.Order.class, (order) -> Arrays.asList(order.getProperty(), order.getDirection(),
						order.isIgnoreCase(), order.getNullHandling()));
		}

		private static List<Object> parts(PageRequest page) {
			return List.of(page.getPageNumber(), page.getPageSize(), page.getSort());
		}

		/** The class is not visible, and has equals over its order. */
		@SuppressWarnings("unchecked")
		private static Class<Pageable> unpaged(Class<?> type) {
			return (Class<Pageable>) type;
		}

	}

}
