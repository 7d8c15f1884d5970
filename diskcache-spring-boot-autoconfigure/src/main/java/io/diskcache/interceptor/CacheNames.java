package io.diskcache.interceptor;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.support.NoOpCache;
import org.springframework.core.annotation.AnnotatedElementUtils;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

/**
 * The caches an annotation of ours speaks of.
 *
 * @param names their names
 * @param manager name of the manager's bean, empty for the only one
 */
record CacheNames(List<String> names, String manager) {

	/**
	 * Reads the names.
	 * @param annotation the annotation that has them
	 * @param targetClass whose own annotation has them, and the manager, otherwise; else
	 * the class of the method
	 * @throws InvalidAnnotationException if there are none, or only a resolver
	 */
	static CacheNames of(Class<? extends Annotation> annotation, Method method, Class<?> targetClass, String[] names,
			String manager) {
		CacheConfig config = config(method, targetClass);
		String[] all = (names.length == 0 && config != null) ? config.cacheNames() : names;
		if (all.length == 0) {
			throw new InvalidAnnotationException(annotation, method, "names no cache",
					"Write cacheNames, or @CacheConfig on the class", null);
		}
		return new CacheNames(List.of(all),
				(manager.isEmpty() && config != null) ? manager(config, annotation, method) : manager);
	}

	private static @Nullable CacheConfig config(Method method, Class<?> targetClass) {
		CacheConfig config = AnnotatedElementUtils.findMergedAnnotation(targetClass, CacheConfig.class);
		return (config != null) ? config
				: AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), CacheConfig.class);
	}

	private static String manager(CacheConfig config, Class<? extends Annotation> annotation, Method method) {
		if (!config.cacheResolver().isEmpty()) {
			throw new InvalidAnnotationException(annotation, method,
					"cannot use the cacheResolver '" + config.cacheResolver() + "' of @CacheConfig",
					"Name a cacheManager at the annotation", null);
		}
		return config.cacheManager();
	}

	/**
	 * Finds the caches. One that does nothing, as there are too many or the manager is
	 * closed, is left out.
	 * @throws IllegalArgumentException if there is no such cache
	 */
	Stream<DiskCache> resolve(BeanFactory beans) {
		DiskCacheManager caches = this.manager.isEmpty() ? beans.getBean(DiskCacheManager.class)
				: BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, DiskCacheManager.class, this.manager);
		return this.names.stream().flatMap((name) -> {
			Cache cache = caches.getCache(name);
			return (cache instanceof NoOpCache) ? Stream.of() : Stream.of(caches.getDiskCache(name));
		});
	}

}
