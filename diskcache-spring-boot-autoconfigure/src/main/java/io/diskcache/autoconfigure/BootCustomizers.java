package io.diskcache.autoconfigure;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import io.diskcache.cache.DiskCacheManager;

/**
 * Applies Boot's customizers of cache managers, which Boot leaves to us where the manager
 * is not its own; nothing without its module for caches.
 */
final class BootCustomizers {

	private static final boolean PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer",
			BootCustomizers.class.getClassLoader());

	private BootCustomizers() {
	}

	static void applyTo(DiskCacheManager manager, ListableBeanFactory beans) {
		if (PRESENT) {
			Present.applyTo(manager, beans);
		}
	}

	private static final class Present {

		static void applyTo(DiskCacheManager manager, ListableBeanFactory beans) {
			new CacheManagerCustomizers(beans
				.<CacheManagerCustomizer<?>>getBeanProvider(ResolvableType.forClass(CacheManagerCustomizer.class))
				.orderedStream()
				.toList()).customize(manager);
		}

	}

}
