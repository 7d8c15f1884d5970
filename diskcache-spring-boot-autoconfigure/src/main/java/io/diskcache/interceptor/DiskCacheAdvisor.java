package io.diskcache.interceptor;

import java.lang.reflect.Method;

import org.aopalliance.aop.Advice;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Advises the methods that have annotations of ours Spring has no counterpart of. It
 * comes just outside of Spring's own caching, so that what it does after a method is done
 * when that has stored its results. Thread-safe.
 */
public final class DiskCacheAdvisor extends AbstractPointcutAdvisor {

	private static final long serialVersionUID = 1L;

	private final transient MethodAnnotations annotations;

	private final transient Pointcut pointcut = new AnnotatedMethods();

	private final transient Advice advice;

	/**
	 * Makes an advisor.
	 * @param beans the beans that expressions may name
	 * @param order that of Spring's advisor for cached methods
	 */
	public DiskCacheAdvisor(BeanFactory beans, int order) {
		this.annotations = new MethodAnnotations(beans);
		this.advice = new DiskCacheMethodInterceptor(this.annotations);
		setOrder((order > Integer.MIN_VALUE) ? order - 1 : order);
	}

	@Override
	public Pointcut getPointcut() {
		return this.pointcut;
	}

	@Override
	public Advice getAdvice() {
		return this.advice;
	}

	private final class AnnotatedMethods extends StaticMethodMatcherPointcut {

		private AnnotatedMethods() {
			setClassFilter(new Candidates());
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return DiskCacheAdvisor.this.annotations.operations(method, targetClass) != null;
		}

	}

	private static final class Candidates implements ClassFilter {

		@Override
		public boolean matches(Class<?> candidate) {
			return AnnotationUtils.isCandidateClass(candidate, MethodOperations.ANNOTATIONS);
		}

	}

}
