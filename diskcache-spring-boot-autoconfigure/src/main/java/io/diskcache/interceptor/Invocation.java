package io.diskcache.interceptor;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.spel.support.StandardEvaluationContext;

/**
 * One call of a method, as expressions see it: {@code #root.method}, {@code methodName},
 * {@code args}, {@code target} and {@code targetClass}, as in Spring's annotations.
 * Public members are for the expressions.
 */
final class Invocation {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	private final Object target;

	private final Class<?> targetClass;

	private final Method method;

	private final @Nullable Object[] args;

	Invocation(Object target, Class<?> targetClass, Method method, @Nullable Object[] args) {
		this.target = target;
		this.targetClass = targetClass;
		this.method = method;
		this.args = args;
	}

	/**
	 * Makes variables for expressions, with those of the arguments. What is added to them
	 * takes the place of an argument of the same name.
	 */
	StandardEvaluationContext variables(@Nullable BeanFactory beans) {
		StandardEvaluationContext context = new MethodBasedEvaluationContext(this,
				specific(this.method, this.targetClass), this.args, NAMES);
		if (beans != null) {
			context.setBeanResolver(new BeanFactoryResolver(beans));
		}
		// Else the arguments would come when the first variable is missing.
		context.lookupVariable("a0");
		return context;
	}

	/** The method that is called in the end, whose annotations and names count. */
	static Method specific(Method method, Class<?> targetClass) {
		return Proxy.isProxyClass(targetClass) ? method : AopUtils.getMostSpecificMethod(method, targetClass);
	}

	/**
	 * The object that has the method.
	 * @return the target
	 */
	public Object getTarget() {
		return this.target;
	}

	/**
	 * The class of that object.
	 * @return the class
	 */
	public Class<?> getTargetClass() {
		return this.targetClass;
	}

	/**
	 * The method that is called.
	 * @return the method
	 */
	public Method getMethod() {
		return this.method;
	}

	/**
	 * The name of the method.
	 * @return the name
	 */
	public String getMethodName() {
		return this.method.getName();
	}

	/**
	 * What it is called with.
	 * @return the arguments
	 */
	public @Nullable Object[] getArgs() {
		return this.args;
	}

}
