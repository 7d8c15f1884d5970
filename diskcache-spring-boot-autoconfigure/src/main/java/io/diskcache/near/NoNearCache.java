package io.diskcache.near;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Stamp;

/** Holds nothing. */
enum NoNearCache implements NearCache {

	INSTANCE;

	private static final NearStatistics NOTHING = new NearStatistics(0, 0, 0, 0);

	@Override
	public @Nullable HeldValue find(Object key) {
		return null;
	}

	@Override
	public @Nullable Stamp stamp(Object key) {
		return null;
	}

	@Override
	public boolean admits(long length) {
		return false;
	}

	@Override
	public void holdRead(Object key, Stamp stamp, Encoded encoded, @Nullable Object value) {
	}

	@Override
	public void holdWritten(Object key, Stamp stamp, Encoded encoded, @Nullable Object value) {
	}

	@Override
	public void holdShared(Object key, Stamp stamp, Object value, long heap) {
	}

	@Override
	public void holdAbsence(Object key, Stamp stamp) {
	}

	@Override
	public void drop(Object key) {
	}

	@Override
	public void clear() {
	}

	@Override
	public NearStatistics statistics() {
		return NOTHING;
	}

}
