package io.diskcache.interceptor;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.util.ObjectUtils;

import io.diskcache.cache.EntryTerms;

/** Tags some of which may depend on the invocation. Thread-safe. */
final class TagTemplates {

	static final TagTemplates NONE = new TagTemplates();

	private final List<TextTemplate> templates;

	/**
	 * Reads tags.
	 * @throws IllegalArgumentException if one that is fixed is none, or there are too
	 * many
	 * @throws org.springframework.expression.ParseException if an expression in one is
	 * none
	 */
	TagTemplates(String... texts) {
		this.templates = Arrays.stream(texts).map(TextTemplate::of).toList();
		EntryTerms.of(null, this.templates.stream().map(TextTemplate::fixed).filter(Objects::nonNull).toList());
	}

	boolean isEmpty() {
		return this.templates.isEmpty();
	}

	Set<String> evaluate(EvaluationContext context) {
		Set<String> tags = new LinkedHashSet<>();
		this.templates.forEach((template) -> add(tags, template.evaluate(context)));
		return tags;
	}

	private static void add(Set<String> tags, @Nullable Object value) {
		Collection<?> all = (value instanceof Collection<?> several) ? several : ObjectUtils.isArray(value)
				? Arrays.asList(ObjectUtils.toObjectArray(value)) : Collections.singleton(value);
		all.stream().filter(Objects::nonNull).map(Object::toString).forEach(tags::add);
	}

}
