package io.diskcache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Evicts the entries that have a tag, from caches on the disk, when a method was called.
 * Entries get their tags by {@link CacheTags @CacheTags}. A failure of the store is
 * counted and logged, and never becomes one of the method, unless the cache is made to
 * fail fast.
 */
@Documented
@Repeatable(CacheEvictTagged.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
public @interface CacheEvictTagged {

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
	 * The tags, each of which has its entries evicted: texts, with expressions of
	 * Spring's in <code>#{…}</code> where they depend on the invocation, as in
	 * {@link CacheTags#value()}. A text of which an expression gives {@code null} is no
	 * tag.
	 * @return the tags
	 */
	String[] tags();

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
		CacheEvictTagged[] value();

	}

}
