package io.diskcache.interceptor;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

import io.diskcache.annotation.CacheTags;
import io.diskcache.annotation.CacheTimeToLive;

/**
 * Looks at the annotations of a class before it is used, so that what is wrong with them
 * is known when the application starts. Thread-safe.
 */
final class AnnotationChecks {

	private static final List<Class<? extends Annotation>> TERMS = List.of(CacheTimeToLive.class, CacheTags.class);

	private static final List<Class<? extends Annotation>> ALL = Stream
		.concat(TERMS.stream(), MethodOperations.ANNOTATIONS.stream())
		.toList();

	private final MethodAnnotations annotations;

	AnnotationChecks(MethodAnnotations annotations) {
		this.annotations = annotations;
	}

	/**
	 * Checks the methods of a class, or of an interface that only a proxy of it has.
	 * @return whether one of them needs our interceptor in the place of Spring's
	 * @throws InvalidAnnotationException if an annotation is wrong
	 */
	boolean check(Class<?> type, Class<?> targetClass) {
		if (!AnnotationUtils.isCandidateClass(type, ALL)) {
			return false;
		}
		Set<Method> methods = MethodIntrospector.selectMethods(type, AnnotationChecks::isAnnotated);
		return methods.stream().filter((method) -> check(method, targetClass)).count() > 0;
	}

	private static boolean isAnnotated(Method method) {
		MergedAnnotations found = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		return ALL.stream().anyMatch(found::isPresent);
	}

	private boolean check(Method method, Class<?> targetClass) {
		MethodOperations ours = this.annotations.operations(method, targetClass);
		MethodTerms terms = this.annotations.terms(method, targetClass);
		boolean bulk = ours != null && ours.bulk() != null;
		if (terms == null && !bulk) {
			return false;
		}
		CacheOperationSource springs = this.annotations.beans()
			.getBeanProvider(CacheOperationSource.class)
			.getIfUnique();
		boolean stored = springs != null && isStored(springs.getCacheOperations(method, targetClass));
		if (bulk && stored) {
			throw BulkCaching.invalid(method, "stands beside @Cacheable or @CachePut", "Take one of them away");
		}
		if (terms != null && springs != null && !stored && !bulk) {
			throw terms.unused();
		}
		return !bulk;
	}

	private static boolean isStored(@Nullable Collection<CacheOperation> operations) {
		return operations != null
				&& operations.stream().anyMatch((operation) -> !(operation instanceof CacheEvictOperation));
	}

}
