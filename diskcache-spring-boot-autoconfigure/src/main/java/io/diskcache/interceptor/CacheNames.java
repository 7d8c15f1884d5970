package io.diskcache.interceptor;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

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
	 * @param targetClass whose own annotation has them otherwise
	 * @throws InvalidAnnotationException if there are none
	 */
	static CacheNames of(Class<? extends Annotation> annotation, Method method, Class<?> targetClass, String[] names,
			String manager) {
		String[] all = names;
		if (all.length == 0) {
			CacheConfig config = AnnotatedElementUtils.findMergedAnnotation(targetClass, CacheConfig.class);
			all = (config != null) ? config.cacheNames() : all;
		}
		if (all.length == 0) {
			throw new InvalidAnnotationException(annotation, method, "names no cache",
					"Write cacheNames, or @CacheConfig on the class", null);
		}
		return new CacheNames(List.of(all), manager);
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
