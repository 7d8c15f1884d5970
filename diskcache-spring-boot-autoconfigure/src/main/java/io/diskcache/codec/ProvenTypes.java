package io.diskcache.codec;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Classes that were read back once after they had been written. Holds on to none of them.
 * Thread-safe.
 */
final class ProvenTypes {

	private final ClassValue<AtomicBoolean> proven = new ClassValue<>() {

		@Override
		protected AtomicBoolean computeValue(Class<?> type) {
			return new AtomicBoolean();
		}

	};

	boolean containsAll(Collection<Class<?>> types) {
		return types.stream().allMatch((type) -> this.proven.get(type).get());
	}

	void addAll(Collection<Class<?>> types) {
		types.forEach((type) -> this.proven.get(type).set(true));
	}

}
