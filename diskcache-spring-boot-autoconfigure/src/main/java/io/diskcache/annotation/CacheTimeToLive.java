package io.diskcache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long the results of a method live in the cache, in place of the cache's time to
 * live. Beside {@link org.springframework.cache.annotation.Cacheable @Cacheable},
 * {@link org.springframework.cache.annotation.CachePut @CachePut} or
 * {@link CacheableAll @CacheableAll}, for caches on the disk.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
public @interface CacheTimeToLive {

	/**
	 * The time to live: a text such as {@code 10m}, {@code PT10M} or {@code 600}, which
	 * are seconds, with expressions of Spring's in <code>#{…}</code> where it depends on
	 * the invocation. They know what those of {@code @Cacheable} know, the result as
	 * {@code #result}, and the key as {@code #key}. One that stands alone may also give a
	 * {@link java.time.Duration}, a number of seconds, or {@code null} for the time to
	 * live of the cache.
	 * @return the time to live, positive
	 */
	String value();

}
