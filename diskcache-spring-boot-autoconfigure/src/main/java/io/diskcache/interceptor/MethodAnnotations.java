package io.diskcache.interceptor;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodIntrospector;

/** Our annotations of the methods of an application. Thread-safe. */
final class MethodAnnotations {

	private final BeanFactory beans;

	private final PerMethod<MethodTerms> terms = new PerMethod<>(
			(method, targetClass) -> MethodTerms.of(method, this::resolved));

	private final PerMethod<MethodOperations> operations = new PerMethod<>(
			(method, targetClass) -> MethodOperations.of(method, targetClass, this::resolved));

	/** Whether a class has methods with terms: so that others need not be looked up. */
	private final ConcurrentMap<Class<?>, Boolean> classes = new ConcurrentHashMap<>();

	MethodAnnotations(BeanFactory beans) {
		this.beans = beans;
	}

	/** The beans that expressions may name. */
	BeanFactory beans() {
		return this.beans;
	}

	/**
	 * Finds under which terms a method's results are stored.
	 * @return the terms, or {@code null} if it has no such annotations
	 * @throws InvalidAnnotationException if they cannot be what they say
	 */
	@Nullable MethodTerms terms(Method method, Class<?> targetClass) {
		return (isOfProxyOnly(method, targetClass) || haveTerms(targetClass)) ? this.terms.of(method, targetClass)
				: null;
	}

	/** Whether a method is of an interface that not the target has but its proxy. */
	private static boolean isOfProxyOnly(Method method, Class<?> targetClass) {
		return !method.getDeclaringClass().isAssignableFrom(targetClass);
	}

	private boolean haveTerms(Class<?> targetClass) {
		Boolean known = this.classes.get(targetClass);
		if (known == null) {
			known = !MethodIntrospector
				.selectMethods(targetClass, (Method method) -> this.terms.of(method, targetClass) != null)
				.isEmpty();
			this.classes.put(targetClass, known);
		}
		return known;
	}

	/**
	 * Finds what our own interceptor does when a method is called.
	 * @return the operations, or {@code null} if it has no such annotations
	 * @throws InvalidAnnotationException if they cannot be what they say
	 */
	@Nullable MethodOperations operations(Method method, Class<?> targetClass) {
		return this.operations.of(method, targetClass);
	}

	/** Puts the values of properties in the place of <code>${…}</code>. */
	private @Nullable String resolved(@Nullable String text) {
		return (text != null && this.beans instanceof ConfigurableBeanFactory factory)
				? factory.resolveEmbeddedValue(text) : text;
	}

}
