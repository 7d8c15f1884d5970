package io.diskcache.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

public record StoreCondition(State state, @Nullable String message, @Nullable Instant since) {
	public enum State {

		WELL, DISK_FULL

	}

	public boolean isWell() {
		return state == State.WELL;
	}
}
