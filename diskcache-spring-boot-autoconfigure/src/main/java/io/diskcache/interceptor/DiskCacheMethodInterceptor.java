package io.diskcache.interceptor;

import java.util.List;
import java.util.concurrent.CompletionStage;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.util.Assert;
import org.springframework.util.ObjectUtils;

/** Does what annotations of ours say that Spring has no counterpart of. Thread-safe. */
final class DiskCacheMethodInterceptor implements MethodInterceptor {

	private final MethodAnnotations annotations;

	private final BulkInvoker bulk;

	DiskCacheMethodInterceptor(MethodAnnotations annotations) {
		this.annotations = annotations;
		this.bulk = new BulkInvoker(annotations);
	}

	@Override
	public @Nullable Object invoke(MethodInvocation call) throws Throwable {
		Object target = call.getThis();
		Assert.state(target != null, "A method with annotations of ours needs an object");
		Class<?> targetClass = AopProxyUtils.ultimateTargetClass(target);
		MethodOperations operations = this.annotations.operations(call.getMethod(), targetClass);
		if (operations == null) {
			return call.proceed();
		}
		Invocation invocation = new Invocation(target, targetClass, call.getMethod(), call.getArguments());
		evict(operations.before(), invocation.variables(this.annotations.beans()));
		BulkCaching bulk = operations.bulk();
		Object result = (bulk != null) ? this.bulk.invoke(bulk, call, invocation) : call.proceed();
		return operations.after().isEmpty() ? result : evictAfter(operations.after(), invocation, result);
	}

	private @Nullable Object evictAfter(List<Eviction> evictions, Invocation invocation, @Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return stage.whenComplete((value, failure) -> {
				if (failure == null) {
					evict(evictions, invocation, value);
				}
			});
		}
		if (result != null && ReactiveResults.areOf(result.getClass())) {
			return ReactiveResults.onSuccess(result, (value) -> evict(evictions, invocation, value));
		}
		evict(evictions, invocation, result);
		return result;
	}

	private void evict(List<Eviction> evictions, Invocation invocation, @Nullable Object result) {
		StandardEvaluationContext context = invocation.variables(this.annotations.beans());
		context.setVariable("result", ObjectUtils.unwrapOptional(result));
		evict(evictions, context);
	}

	private void evict(List<Eviction> evictions, StandardEvaluationContext context) {
		evictions.forEach((eviction) -> eviction.evict(context, this.annotations.beans()));
	}

}
