package io.diskcache.interceptor;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/** An annotation of ours cannot be what it says, or where it is. */
public class InvalidAnnotationException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String mend;

	InvalidAnnotationException(Class<? extends Annotation> annotation, Method method, String what, String mend,
			@Nullable Throwable cause) {
		this("@" + annotation.getSimpleName() + " on " + name(method) + " " + what, mend, cause);
	}

	private InvalidAnnotationException(String description, String mend, @Nullable Throwable cause) {
		super(description + ". " + mend, cause);
		this.description = description;
		this.mend = mend;
	}

	/**
	 * Tells which annotation of which method is wrong, and why.
	 * @return a sentence
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Tells what may be written instead.
	 * @return a sentence
	 */
	public String mend() {
		return this.mend;
	}

	/** The method as messages name it. */
	static String name(Method method) {
		StringBuilder name = new StringBuilder(method.getDeclaringClass().getName()).append('.')
			.append(method.getName())
			.append('(');
		for (int i = 0; i < method.getParameterCount(); i++) {
			name.append((i > 0) ? ", " : "").append(method.getParameterTypes()[i].getSimpleName());
		}
		return name.append(')').toString();
	}

}
