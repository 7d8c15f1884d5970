package io.diskcache.interceptor;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;

import io.diskcache.annotation.CacheEvictPrefix;
import io.diskcache.annotation.CacheEvictTagged;
import io.diskcache.annotation.CacheableAll;

/**
 * What our own interceptor does when a method is called.
 *
 * @param before evictions before it
 * @param after evictions after it
 * @param bulk how its results are cached, or {@code null} if they are not
 */
record MethodOperations(List<Eviction> before, List<Eviction> after, @Nullable BulkCaching bulk) {

	/** The annotations of which there are operations. */
	static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(CacheEvictTagged.class,
			CacheEvictTagged.All.class, CacheEvictPrefix.class, CacheEvictPrefix.All.class, CacheableAll.class);

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	/**
	 * Reads the annotations of a method.
	 * @param placeholders puts values in the place of <code>${…}</code>
	 * @return the operations, or {@code null} if it has no such annotations
	 * @throws InvalidAnnotationException if they cannot be what they say
	 */
	static @Nullable MethodOperations of(Method method, Class<?> targetClass,
			UnaryOperator<@Nullable String> placeholders) {
		Stream<Eviction> tagged = AnnotatedElementUtils
			.findMergedRepeatableAnnotations(method, CacheEvictTagged.class, CacheEvictTagged.All.class)
			.stream()
			.map((annotation) -> new Eviction(
					CacheNames.of(CacheEvictTagged.class, method, targetClass, annotation.cacheNames(),
							annotation.cacheManager()),
					expression(CacheEvictTagged.class, method, annotation.condition()), annotation.beforeInvocation(),
					Eviction.tagged(tags(method, placeholders, annotation.tags()))));
		Stream<Eviction> prefixed = AnnotatedElementUtils
			.findMergedRepeatableAnnotations(method, CacheEvictPrefix.class, CacheEvictPrefix.All.class)
			.stream()
			.map((annotation) -> new Eviction(
					CacheNames.of(CacheEvictPrefix.class, method, targetClass, annotation.cacheNames(),
							annotation.cacheManager()),
					expression(CacheEvictPrefix.class, method, annotation.condition()), annotation.beforeInvocation(),
					Eviction.beginningWith(prefix(method, placeholders, annotation.prefix()))));
		List<Eviction> all = Stream.concat(tagged, prefixed).toList();
		BulkCaching bulk = BulkCaching.of(method, targetClass);
		return (all.isEmpty() && bulk == null) ? null
				: new MethodOperations(all.stream().filter(Eviction::beforeInvocation).toList(),
						all.stream().filter((eviction) -> !eviction.beforeInvocation()).toList(), bulk);
	}

	private static TagTemplates tags(Method method, UnaryOperator<@Nullable String> placeholders, String[] tags) {
		TagTemplates templates = MethodTerms.read(method, CacheEvictTagged.class, MethodTerms.TAGS_MEND,
				TagTemplates::new, placeholders, tags);
		if (templates.isEmpty()) {
			throw new InvalidAnnotationException(CacheEvictTagged.class, method, "names no tag", MethodTerms.TAGS_MEND,
					null);
		}
		return templates;
	}

	private static TextTemplate prefix(Method method, UnaryOperator<@Nullable String> placeholders, String prefix) {
		return MethodTerms.read(method, CacheEvictPrefix.class,
				"Write the beginning of keys, with expressions in #{...}", (texts) -> {
					if (texts[0].isEmpty()) {
						throw new IllegalArgumentException("it is empty; @CacheEvict(allEntries = true) evicts all");
					}
					return TextTemplate.of(texts[0]);
				}, placeholders, prefix);
	}

	static @Nullable Expression expression(Class<? extends Annotation> annotation, Method method, String text) {
		try {
			return text.isEmpty() ? null : PARSER.parseExpression(text);
		}
		catch (ParseException ex) {
			throw new InvalidAnnotationException(annotation, method, "cannot say \"" + text + "\": " + ex.getMessage(),
					"Write an expression without #{...}", ex);
		}
	}

}
