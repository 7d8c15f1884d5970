package io.diskcache.interceptor;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.cache.support.NoOpCache;
import org.springframework.expression.spel.support.StandardEvaluationContext;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.EntryPolicy;

/**
 * Spring's interceptor of cached methods, which gives each invocation a
 * {@linkplain DiskCache#forInvocation view} of the caches of ours it uses: a result that
 * was overtaken by an eviction is not stored, methods with annotations of ours store
 * theirs under terms of their own, and results are computed anew where the cache is to.
 * Other caches are as they would be without it. Thread-safe.
 */
final class DiskCacheInterceptor extends CacheInterceptor {

	private static final long serialVersionUID = 1L;

	private static final ThreadLocal<@Nullable Running> CURRENT = new ThreadLocal<>();

	private final transient MethodAnnotations annotations;

	/**
	 * Makes an interceptor that does what another one does.
	 * @param plain the other one, which is not used any more
	 * @param annotations of the methods
	 */
	DiskCacheInterceptor(CacheInterceptor plain, MethodAnnotations annotations) {
		this.annotations = annotations;
		// Not asked yet: what the application has to say to it may not be there yet.
		configure(plain::getErrorHandler, plain::getKeyGenerator, plain::getCacheResolver, null);
		setCacheOperationSource(plain.getCacheOperationSource());
		setBeanFactory(annotations.beans());
		afterPropertiesSet();
	}

	/** The invocation that runs on this thread, the innermost one. */
	static @Nullable MethodInvocation current() {
		Running running = CURRENT.get();
		return (running != null) ? running.invocation() : null;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		return invoke(new Running(invocation, null));
	}

	/**
	 * Invokes a method with its caching.
	 * @param instead asked and told in place of the cache that has its name
	 */
	@Nullable Object invoke(MethodInvocation invocation, Cache instead) throws Throwable {
		return invoke(new Running(invocation, instead));
	}

	private @Nullable Object invoke(Running running) throws Throwable {
		Running outer = CURRENT.get();
		CURRENT.set(running);
		try {
			return super.invoke(running.invocation());
		}
		finally {
			CURRENT.set(outer);
		}
	}

	@Override
	protected Collection<? extends Cache> getCaches(CacheOperationInvocationContext<CacheOperation> context,
			CacheResolver cacheResolver) {
		Collection<? extends Cache> caches = super.getCaches(context, cacheResolver);
		if (context.getOperation() instanceof CacheEvictOperation) {
			return caches;
		}
		Class<?> targetClass = AopProxyUtils.ultimateTargetClass(context.getTarget());
		MethodTerms terms = this.annotations.terms(context.getMethod(), targetClass);
		List<Cache> views = new ArrayList<>(caches.size());
		for (Cache cache : caches) {
			views.add(view(cache, context, targetClass, terms, caches.size() == 1));
		}
		return views;
	}

	private Cache view(Cache cache, CacheOperationInvocationContext<CacheOperation> context, Class<?> targetClass,
			@Nullable MethodTerms terms, boolean only) {
		if (!(cache instanceof DiskCache ours)) {
			if (terms != null && !(cache instanceof NoOpCache)) {
				terms.reportForeign(cache.getName());
			}
			return cache;
		}
		EntryPolicy policy = (terms != null) ? policy(terms, context, targetClass) : null;
		if (!(context.getOperation() instanceof CacheableOperation)) {
			return (policy != null) ? ours.forInvocation(policy, null) : cache;
		}
		Running running = CURRENT.get();
		Cache instead = (running != null) ? running.instead() : null;
		if (instead != null && instead.getNativeCache() == ours.getNativeCache()) {
			return instead;
		}
		return ours.forInvocation(policy, only ? reinvocation(ours, running, context.getMethod(), targetClass) : null);
	}

	/**
	 * Only where nothing but this one cache belongs to the invocation: what else there is
	 * would be found, or told, once more.
	 */
	private @Nullable MethodReinvocation reinvocation(DiskCache cache, @Nullable Running running, Method method,
			Class<?> targetClass) {
		if (!cache.options().refresh().isEnabled() || running == null || running.instead() != null
				|| !(running.invocation() instanceof ProxyMethodInvocation invocation)) {
			return null;
		}
		CacheOperationSource source = getCacheOperationSource();
		Collection<CacheOperation> operations = (source != null) ? source.getCacheOperations(method, targetClass)
				: null;
		return (operations != null && operations.size() == 1) ? new MethodReinvocation(this, invocation) : null;
	}

	private EntryPolicy policy(MethodTerms terms, CacheOperationInvocationContext<CacheOperation> context,
			Class<?> targetClass) {
		Invocation invocation = new Invocation(context.getTarget(), targetClass, context.getMethod(),
				context.getArgs());
		return (cache, key, value) -> {
			StandardEvaluationContext variables = invocation.variables(this.annotations.beans());
			if (variables.lookupVariable("key") == null) {
				// A parameter may have that name.
				variables.setVariable("key", key);
			}
			variables.setVariable("result", value);
			return terms.evaluate(variables);
		};
	}

	/**
	 * An invocation that runs on this thread.
	 *
	 * @param instead asked and told in place of the cache that has its name, or
	 * {@code null}
	 */
	private record Running(MethodInvocation invocation, @Nullable Cache instead) {
	}

}
