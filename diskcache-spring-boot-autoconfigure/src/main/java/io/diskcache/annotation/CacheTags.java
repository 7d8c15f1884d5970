package io.diskcache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tags under which the results of a method are stored in the cache, to be evicted by
 * them. Beside {@link org.springframework.cache.annotation.Cacheable @Cacheable},
 * {@link org.springframework.cache.annotation.CachePut @CachePut} or
 * {@link CacheableAll @CacheableAll}, for caches on the disk.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
public @interface CacheTags {

	/**
	 * The tags: texts, with expressions of Spring's in <code>#{…}</code> where they
	 * depend on the invocation. These know what those of {@code @Cacheable} know, the
	 * result as {@code #result}, and the key as {@code #key}. One that stands alone may
	 * also give a collection or an array of tags. A text of which an expression gives
	 * {@code null} is no tag.
	 * @return the tags, at most 64 different ones of 1 to 1024 bytes in UTF-8
	 */
	String[] value();

}
