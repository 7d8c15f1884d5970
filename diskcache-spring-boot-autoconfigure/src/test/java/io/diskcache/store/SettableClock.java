package io.diskcache.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands until it is moved. */
final class SettableClock implements InstantSource {

	private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

	void advance(Duration time) {
		this.millis.addAndGet(time.toMillis());
	}

	@Override
	public Instant instant() {
		return Instant.ofEpochMilli(this.millis.get());
	}

	@Override
	public long millis() {
		return this.millis.get();
	}

}
