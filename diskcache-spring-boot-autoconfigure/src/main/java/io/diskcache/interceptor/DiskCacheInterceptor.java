package io.diskcache.interceptor;

import java.util.Collection;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationInvocationContext;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.support.NoOpCache;
import org.springframework.expression.spel.support.StandardEvaluationContext;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.EntryPolicy;

/**
 * Spring's interceptor of cached methods, which lets those with annotations of ours store
 * their results under terms of their own. All others get the very caches they would get
 * without it. Thread-safe.
 */
final class DiskCacheInterceptor extends CacheInterceptor {

	private static final long serialVersionUID = 1L;

	private static final ThreadLocal<@Nullable MethodInvocation> CURRENT = new ThreadLocal<>();

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

	/**
	 * The invocation for which caches are being resolved on this thread. Who is to run
	 * the method again later takes a
	 * {@link org.springframework.aop.ProxyMethodInvocation#invocableClone() clone} of it.
	 */
	static @Nullable MethodInvocation current() {
		return CURRENT.get();
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		MethodInvocation outer = CURRENT.get();
		CURRENT.set(invocation);
		try {
			return super.invoke(invocation);
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
		if (terms == null) {
			return caches;
		}
		Invocation invocation = new Invocation(context.getTarget(), targetClass, context.getMethod(),
				context.getArgs());
		return caches.stream().map((cache) -> view(cache, terms, invocation)).toList();
	}

	private Cache view(Cache cache, MethodTerms terms, Invocation invocation) {
		if (cache instanceof DiskCache ours) {
			return ours.withPolicy(policy(terms, invocation));
		}
		if (!(cache instanceof NoOpCache)) {
			terms.reportForeign(cache.getName());
		}
		return cache;
	}

	private EntryPolicy policy(MethodTerms terms, Invocation invocation) {
		return (cache, key, value) -> {
			StandardEvaluationContext context = invocation.variables(this.annotations.beans());
			if (context.lookupVariable("key") == null) {
				// A parameter may have that name.
				context.setVariable("key", key);
			}
			context.setVariable("result", value);
			return terms.evaluate(context);
		};
	}

}
