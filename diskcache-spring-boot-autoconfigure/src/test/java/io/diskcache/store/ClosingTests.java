package io.diskcache.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Closing several things of which some cannot be closed. */
class ClosingTests {

	private final List<Integer> closed = new ArrayList<>();

	@Test
	void allAreClosedAndTheFirstFailureIsTold() {
		IOException first = new IOException("first");
		InternalError second = new InternalError("second");
		StoreException third = new StoreException("third", null);

		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> Closing.all(List.of(closing(1, null), closing(2, first), closing(3, second)),
					closing(4, null), closing(5, third)))
			.withCause(first);

		assertThat(this.closed).containsExactly(1, 2, 3, 4, 5);
		assertThat(first).hasSuppressedException(second);
		assertThat(second).hasSuppressedException(third);
	}

	private AutoCloseable closing(int number, Throwable failure) {
		return () -> {
			this.closed.add(number);
			if (failure instanceof Error error) {
				throw error;
			}
			if (failure instanceof Exception exception) {
				throw exception;
			}
		};
	}

}
