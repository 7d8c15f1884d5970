package io.diskcache.near;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/** What was found in the heap. Immutable. */
public final class HeldValue implements ValueWrapper {

	/** Says that there is no entry. */
	static final HeldValue ABSENT = new HeldValue(null);

	private final @Nullable Object value;

	HeldValue(@Nullable Object value) {
		this.value = value;
	}

	/**
	 * Tells whether it is known that there is no entry.
	 * @return whether it is
	 */
	public boolean isAbsent() {
		return this == ABSENT;
	}

	@Override
	public @Nullable Object get() {
		return this.value;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other
				|| (other instanceof ValueWrapper wrapper && Objects.equals(this.value, wrapper.get()) && !isAbsent());
	}

	@Override
	public int hashCode() {
		return Objects.hashCode(this.value);
	}

}
