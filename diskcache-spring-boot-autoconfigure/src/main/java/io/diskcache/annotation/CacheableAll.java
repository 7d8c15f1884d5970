package io.diskcache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * What a method returns for several ids is cached for each of them, on the disk. The
 * method has exactly one parameter that is a {@code Collection}, {@code List} or
 * {@code Set} of ids, and returns a {@code Map} by id, or a {@code List} with one element
 * for each id it was given. It is called with the different ids that are not in the
 * cache, if there are some.
 * <p>
 * All are looked up at once, and what was loaded is stored at once, but not for ids that
 * were changed or removed meanwhile. An id the method returns nothing for is not stored,
 * {@code null} is if the cache allows it. What is returned is in the order of the ids
 * asked for, and has no others. Two calls for the same ids at the same time both call the
 * method.
 * <p>
 * A failure of the store is counted and logged, and the method is called with all ids,
 * unless the cache is made to fail fast.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
public @interface CacheableAll {

	/**
	 * Name of the cache; by default that of the class's
	 * {@link org.springframework.cache.annotation.CacheConfig @CacheConfig}.
	 * @return the name, one
	 */
	@AliasFor("cacheNames")
	String[] value() default {};

	/**
	 * Name of the cache.
	 * @return the name, one
	 */
	@AliasFor("value")
	String[] cacheNames() default {};

	/**
	 * An expression of Spring's, without <code>#{…}</code>, that gives the key of an id,
	 * which it knows as {@code #id}.
	 * @return the expression; by default the key is the one
	 * {@link org.springframework.cache.annotation.Cacheable @Cacheable} has for a method
	 * with the id in the place of the ids
	 */
	String key() default "";

	/**
	 * Name of the {@link io.diskcache.cache.DiskCacheManager} bean.
	 * @return the name; needed only where there are several
	 */
	String cacheManager() default "";

}
