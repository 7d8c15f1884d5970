package io.diskcache.interceptor;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.cache.Cache;
import org.springframework.util.ObjectUtils;

import io.diskcache.cache.Reinvocation;

/**
 * Invokes a method once more whose invocation has come as far as the interceptor of its
 * caching. Thread-safe.
 */
final class MethodReinvocation implements Reinvocation {

	private final DiskCacheInterceptor interceptor;

	/** Never goes on, so that others can begin where it is. */
	private final ProxyMethodInvocation pristine;

	MethodReinvocation(DiskCacheInterceptor interceptor, ProxyMethodInvocation invocation) {
		this.interceptor = interceptor;
		this.pristine = copy(invocation);
	}

	@Override
	public CompletableFuture<?> proceed() {
		return result(() -> copy(this.pristine).proceed());
	}

	@Override
	public CompletableFuture<?> cached(Cache instead) {
		return result(() -> this.interceptor.invoke(copy(this.pristine), instead));
	}

	private static CompletableFuture<?> result(Call call) {
		try {
			Object result = call.call();
			return (result != null && ReactiveResults.areOf(result.getClass())) ? ReactiveResults.future(result)
					: (result instanceof CompletableFuture<?> future) ? future
							: CompletableFuture.completedFuture(ObjectUtils.unwrapOptional(result));
		}
		catch (Throwable ex) { // as the caller of the method would see it
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static ProxyMethodInvocation copy(ProxyMethodInvocation invocation) {
		return (ProxyMethodInvocation) invocation.invocableClone();
	}

	/** Something that may fail in any way. */
	@FunctionalInterface
	private interface Call {

		@Nullable Object call() throws Throwable;

	}

}
