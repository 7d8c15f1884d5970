package io.diskcache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Evicts the entries whose keys begin alike, from caches on the disk, when a method was
 * called. A failure of the store is counted and logged, and never becomes one of the
 * method, unless the cache is made to fail fast.
 */
@Documented
@Repeatable(CacheEvictPrefix.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
public @interface CacheEvictPrefix {

	/**
	 * Names of the caches; by default those of the class's
	 * {@link org.springframework.cache.annotation.CacheConfig @CacheConfig}.
	 * @return the names
	 */
	@AliasFor("cacheNames")
	String[] value() default {};

	/**
	 * Names of the caches.
	 * @return the names
	 */
	@AliasFor("value")
	String[] cacheNames() default {};

	/**
	 * The beginning of the keys: a text, for keys that are strings, with expressions of
	 * Spring's in <code>#{…}</code> where it depends on the invocation. One that stands
	 * alone may also give a list, an array or a
	 * {@link org.springframework.cache.interceptor.SimpleKey} of the first elements, as
	 * {@link io.diskcache.cache.SelectionOperations#removePrefix} admits them.
	 * @return the beginning, not empty
	 */
	String prefix();

	/**
	 * An expression of Spring's, without <code>#{…}</code>, by which to decide whether
	 * anything is evicted. It knows the result as {@code #result}, unless that is done
	 * before the invocation.
	 * @return the condition; by default it always is
	 */
	String condition() default "";

	/**
	 * Whether that is done before the method is called, and so whatever becomes of it.
	 * @return whether it is; by default after it returned, or what it returned was
	 * completed, without a failure
	 */
	boolean beforeInvocation() default false;

	/**
	 * Name of the {@link io.diskcache.cache.DiskCacheManager} bean.
	 * @return the name; needed only where there are several
	 */
	String cacheManager() default "";

	/** Several of these annotations. */
	@Documented
	@Retention(RetentionPolicy.RUNTIME)
	@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
	@interface All {

		/**
		 * The annotations.
		 * @return the annotations
		 */
		CacheEvictPrefix[] value();

	}

}
