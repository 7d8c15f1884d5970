package io.diskcache.interceptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperationInvoker;
import org.springframework.cache.interceptor.KeyGenerator;
import org.springframework.cache.interceptor.SimpleKeyGenerator;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.util.ObjectUtils;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.EntryPolicy;

/** Calls methods for those of several ids that are not cached. Thread-safe. */
final class BulkInvoker {

	private final MethodAnnotations annotations;

	BulkInvoker(MethodAnnotations annotations) {
		this.annotations = annotations;
	}

	/**
	 * Answers a call.
	 * @return what is to be returned
	 * @throws Throwable what the method throws
	 */
	@Nullable Object invoke(BulkCaching bulk, MethodInvocation call, Invocation invocation) throws Throwable {
		List<Object> asked = bulk.ids(invocation.getArgs());
		DiskCache cache = bulk.caches().resolve(this.annotations.beans()).findFirst().orElse(null);
		if (cache == null) {
			return call.proceed();
		}
		Map<Object, Object> keys = keys(bulk, invocation, asked);
		Map<Object, @Nullable Object> values = new LinkedHashMap<>();
		try {
			Map<Object, @Nullable Object> found = cache.getAll(keys.values(), policy(invocation, keys), (missing) -> {
				List<Object> ids = keys.keySet().stream().filter((id) -> missing.contains(keys.get(id))).toList();
				values.putAll(bulk.values(ids, proceed(bulk, call, invocation, ids)));
				Map<Object, @Nullable Object> loaded = new LinkedHashMap<>();
				values.forEach((id, value) -> loaded.put(key(keys, id), value));
				return loaded;
			});
			keys.forEach((id, key) -> {
				if (found.containsKey(key) && !values.containsKey(id)) {
					values.put(id, found.get(key));
				}
			});
		}
		catch (CacheOperationInvoker.ThrowableWrapper ex) {
			throw ex.getOriginal();
		}
		return bulk.result(asked, values);
	}

	private static @Nullable Object proceed(BulkCaching bulk, MethodInvocation call, Invocation invocation,
			List<Object> ids) {
		@Nullable Object[] args = bulk.withIds(invocation.getArgs(), ids);
		try {
			return ((ProxyMethodInvocation) call).invocableClone(args).proceed();
		}
		catch (Throwable ex) { // checked ones too have to get through the cache
			throw new CacheOperationInvoker.ThrowableWrapper(ex);
		}
	}

	private Map<Object, Object> keys(BulkCaching bulk, Invocation invocation, List<Object> asked) {
		Map<Object, Object> keys = new LinkedHashMap<>();
		Expression expression = bulk.key();
		if (expression == null) {
			KeyGenerator generator = generator();
			asked.forEach((id) -> keys.computeIfAbsent(id, (given) -> generator.generate(invocation.getTarget(),
					invocation.getMethod(), flat(invocation, bulk.withId(invocation.getArgs(), given)))));
			return keys;
		}
		StandardEvaluationContext context = invocation.variables(this.annotations.beans());
		for (Object id : asked) {
			context.setVariable("id", id);
			Object key = expression.getValue(context);
			if (key == null) {
				throw new IllegalArgumentException(
						"The key of an id is null, by @CacheableAll(key = \"" + expression.getExpressionString()
								+ "\") on " + InvalidAnnotationException.name(bulk.method()));
			}
			keys.put(id, key);
		}
		return keys;
	}

	/** The one {@code @Cacheable} uses, so that both have the same keys. */
	private KeyGenerator generator() {
		CacheInterceptor interceptor = this.annotations.beans().getBeanProvider(CacheInterceptor.class).getIfUnique();
		return (interceptor != null) ? interceptor.getKeyGenerator() : new SimpleKeyGenerator();
	}

	/** Arguments of variable number count one by one, as with Spring. */
	private static @Nullable Object[] flat(Invocation invocation, @Nullable Object[] args) {
		if (!invocation.getMethod().isVarArgs()) {
			return args;
		}
		List<@Nullable Object> all = new ArrayList<>(Arrays.asList(args));
		all.addAll(Arrays.asList(ObjectUtils.toObjectArray(all.remove(args.length - 1))));
		return all.toArray();
	}

	private @Nullable EntryPolicy policy(Invocation invocation, Map<Object, Object> keys) {
		MethodTerms terms = this.annotations.terms(invocation.getMethod(), invocation.getTargetClass());
		if (terms == null) {
			return null;
		}
		Map<Object, Object> ids = new LinkedHashMap<>();
		keys.forEach((id, key) -> ids.putIfAbsent(key, id));
		return (cache, key, value) -> {
			StandardEvaluationContext context = invocation.variables(this.annotations.beans());
			context.setVariable("id", ids.get(key));
			context.setVariable("key", key);
			context.setVariable("result", value);
			return terms.evaluate(context);
		};
	}

	private static Object key(Map<Object, Object> keys, Object id) {
		Object key = keys.get(id);
		if (key == null) {
			throw new IllegalStateException("An id that was not asked for has no key");
		}
		return key;
	}

}
