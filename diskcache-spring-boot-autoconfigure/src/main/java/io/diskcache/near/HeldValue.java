package io.diskcache.near;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/** What was found in the heap. Immutable. */
public final class HeldValue implements ValueWrapper {

	/** Says that there is no entry. */
	static final HeldValue ABSENT = new HeldValue(null, true);

	private final @Nullable Object value;

	private final boolean absent;

	HeldValue(@Nullable Object value) {
		this(value, false);
	}

	private HeldValue(@Nullable Object value, boolean absent) {
		this.value = value;
		this.absent = absent;
	}

	/**
	 * Tells whether it is known that there is no entry.
	 * @return whether it is
	 */
	public boolean isAbsent() {
		return this.absent;
	}

	@Override
	public @Nullable Object get() {
		return this.value;
	}

	/** As Spring's own wrappers are. */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ValueWrapper wrapper && Objects.equals(this.value, wrapper.get());
	}

	@Override
	public int hashCode() {
		return Objects.hashCode(this.value);
	}

}
