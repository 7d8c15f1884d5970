package io.diskcache.codec;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Finds allowed classes by their names, and does not initialise them. A name that is not
 * allowed is not even looked for.
 *
 * @param allowed what is allowed
 * @param classLoader loads the classes, {@code null} for the JDK's alone
 */
record AllowedTypes(AllowList allowed,
		@Nullable ClassLoader classLoader) implements Function<String, @Nullable Class<?>> {

	@Override
	public @Nullable Class<?> apply(String name) {
		if (!this.allowed.admitsDescriptor(name)) {
			return null;
		}
		try {
			return Class.forName(name, false, this.classLoader);
		}
		catch (ClassNotFoundException ex) {
			return null;
		}
	}

}
