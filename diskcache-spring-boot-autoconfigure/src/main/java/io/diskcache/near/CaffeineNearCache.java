package io.diskcache.near;

import java.util.concurrent.atomic.LongAdder;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import org.jspecify.annotations.Nullable;

import io.diskcache.codec.DecodingException;
import io.diskcache.codec.Values;
import io.diskcache.store.Stamp;

/** Entries in a Caffeine cache that is weighed in bytes of heap. */
final class CaffeineNearCache implements NearCache {

	/** The largest entry takes one part in so many of the limit. */
	private static final int LARGEST_PART = 8;

	private final Cache<Object, NearEntry> entries;

	private final Eviction<Object, NearEntry> eviction;

	private final Values values;

	private final NearOptions options;

	private final Shares shares;

	/** The heaviest entry that is held. */
	private final long largest;

	private final LongAdder bypassed = new LongAdder();

	/** What the eviction has as its maximum; written by who divides the shares. */
	private volatile long limit;

	/** Whether something had to go for want of space since that was asked last. */
	private volatile boolean crowded;

	/**
	 * Makes the entries of one cache.
	 * @param values makes objects of bytes
	 * @param shares told when something is added; sets the limit
	 */
	CaffeineNearCache(NearOptions options, Values values, Shares shares) {
		this.options = options;
		this.values = values;
		this.shares = shares;
		this.largest = Math.min(options.sizeLimit(), shares.total()) / LARGEST_PART;
		// On the calling thread: what remains to be done is little, and no other thread
		// then outlives the cache or its class loader.
		this.entries = Caffeine.newBuilder()
			.maximumWeight(0)
			.weigher((Object key, NearEntry entry) -> entry.weight())
			.evictionListener((key, entry, cause) -> this.crowded = true)
			.executor(Runnable::run)
			.build();
		this.eviction = this.entries.policy().eviction().orElseThrow();
	}

	@Override
	public @Nullable HeldValue find(Object key) {
		NearEntry entry = this.entries.getIfPresent(key);
		if (entry == null || !entry.stamp().isCurrent()) {
			return null;
		}
		HeldValue value = entry.value();
		Encoded encoded = entry.encoded();
		return (value != null || encoded == null) ? value : decode(key, entry, encoded);
	}

	@Override
	public @Nullable Stamp stamp(Object key) {
		NearEntry entry = this.entries.policy().getIfPresentQuietly(key);
		return (entry != null) ? entry.stamp() : null;
	}

	@Override
	public boolean admits(long length) {
		return length <= this.largest;
	}

	@Override
	public void holdRead(Object key, Stamp stamp, Encoded encoded, @Nullable Object value) {
		if (isHoldable(stamp)) {
			hold(key, settled(key, stamp, encoded, value));
		}
	}

	@Override
	public void holdWritten(Object key, Stamp stamp, Encoded encoded, @Nullable Object value) {
		if (isHoldable(stamp)) {
			// What a codec makes of other objects may differ from them: the first who
			// finds it settles that.
			hold(key, Immutables.isNative(value) ? settled(key, stamp, encoded, value)
					: encoded(key, stamp, encoded, false));
		}
	}

	@Override
	public void holdShared(Object key, Stamp stamp, Object value, long heap) {
		if (isHoldable(stamp)) {
			hold(key, object(key, stamp, new HeldValue(value), heap));
		}
	}

	@Override
	public void holdAbsence(Object key, Stamp stamp) {
		if (isHoldable(stamp)) {
			hold(key, object(key, stamp, HeldValue.ABSENT, 0));
		}
	}

	@Override
	public void drop(Object key) {
		this.entries.invalidate(key);
	}

	@Override
	public void clear() {
		this.entries.invalidateAll();
	}

	@Override
	public NearStatistics statistics() {
		return new NearStatistics(this.entries.estimatedSize(), bytes(), this.limit, this.bypassed.sum());
	}

	/** Heap the entries take. */
	long bytes() {
		return this.eviction.weightedSize().orElse(0);
	}

	/** Heap the entries may take. */
	long limit() {
		return this.limit;
	}

	/** Heap the entries may take when others leave enough. */
	long sizeLimit() {
		return this.options.sizeLimit();
	}

	/**
	 * Whether more was to be held than there was space for, since this was asked last.
	 */
	boolean wasCrowded() {
		boolean was = this.crowded;
		this.crowded = false;
		return was;
	}

	void limit(long bytes) {
		this.limit = bytes;
		this.eviction.setMaximum(bytes);
	}

	private boolean isHoldable(Stamp stamp) {
		if (!stamp.isHoldable()) {
			this.bypassed.increment();
		}
		return stamp.isHoldable();
	}

	private void hold(Object key, NearEntry entry) {
		if (admits(entry.weight())) {
			this.entries.put(key, entry);
			this.shares.added();
		}
	}

	private @Nullable HeldValue decode(Object key, NearEntry entry, Encoded encoded) {
		try {
			Object value = this.values.decode(encoded.codec(), encoded.fingerprint(), encoded.bytes());
			if (!entry.settled()) {
				this.entries.asMap().replace(key, entry, settled(key, entry.stamp(), encoded, value));
			}
			return new HeldValue(value);
		}
		catch (DecodingException ex) {
			// The same will be met on the disk, where it is reported.
			drop(key);
			return null;
		}
	}

	private NearEntry settled(Object key, Stamp stamp, Encoded encoded, @Nullable Object value) {
		long weight = (this.options.hold() != Hold.BYTES) ? Immutables.weigh(value) : Immutables.MUTABLE;
		if (weight == Immutables.MUTABLE && this.options.hold() == Hold.REFERENCE) {
			weight = Weights.guess(encoded.bytes().length);
		}
		return (weight == Immutables.MUTABLE) ? encoded(key, stamp, encoded, true)
				: object(key, stamp, new HeldValue(value), weight);
	}

	private static NearEntry object(Object key, Stamp stamp, HeldValue value, long weight) {
		return new NearEntry(stamp, value, null, true, Weights.sum(Weights.ofEntry(key), weight));
	}

	private static NearEntry encoded(Object key, Stamp stamp, Encoded encoded, boolean settled) {
		return new NearEntry(stamp, null, encoded, settled,
				Weights.sum(Weights.ofEntry(key), Weights.ofBytes(encoded.bytes().length)));
	}

}
