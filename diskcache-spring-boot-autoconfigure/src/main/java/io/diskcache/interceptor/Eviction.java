package io.diskcache.interceptor;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;

import io.diskcache.cache.DiskCache;

/**
 * What is evicted when a method is called. Thread-safe.
 *
 * @param caches from where
 * @param condition decides whether it is, or {@code null} if it always is
 * @param beforeInvocation whether before the method is called
 * @param selection which entries
 */
record Eviction(CacheNames caches, @Nullable Expression condition, boolean beforeInvocation, Selection selection) {

	/**
	 * Evicts, if the condition holds.
	 * @throws IllegalArgumentException if an expression gives what selects no entries
	 */
	void evict(EvaluationContext context, BeanFactory beans) {
		if (this.condition != null && !Boolean.TRUE.equals(this.condition.getValue(context, Boolean.class))) {
			return;
		}
		Selected selected = this.selection.select(context);
		this.caches.resolve(beans).forEach(selected::evictFrom);
	}

	/** Selects entries with tags. */
	static Selection tagged(TagTemplates templates) {
		return (context) -> {
			Set<String> tags = templates.evaluate(context);
			return (cache) -> tags.forEach(cache::evictTagged);
		};
	}

	/** Selects entries whose keys begin alike. */
	static Selection beginningWith(TextTemplate template) {
		return (context) -> {
			Object prefix = template.evaluate(context);
			if (prefix == null) {
				throw new IllegalArgumentException("The prefix of @CacheEvictPrefix is null");
			}
			return (cache) -> cache.evictPrefix(prefix);
		};
	}

	/** Selects entries. */
	@FunctionalInterface
	interface Selection {

		Selected select(EvaluationContext context);

	}

	/** Selected entries. */
	@FunctionalInterface
	interface Selected {

		void evictFrom(DiskCache cache);

	}

}
