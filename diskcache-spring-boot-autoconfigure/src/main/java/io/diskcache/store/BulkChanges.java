package io.diskcache.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts and removals of many keys, in parts that are one transaction each. A part is so
 * small that it does not let the write-ahead log grow above its limit by itself, and
 * holds up nobody for long. Thread-safe.
 */
final class BulkChanges {

	private static final Logger logger = LoggerFactory.getLogger(BulkChanges.class);

	private final Rooms rooms;

	private final Changes changes;

	private final Tombstones tombstones;

	BulkChanges(Rooms rooms, Changes changes) {
		this.rooms = rooms;
		this.changes = changes;
		this.tombstones = new Tombstones(rooms);
	}

	/**
	 * Stores entries. If that fails nothing older of any key without a condition is left
	 * to be found: those not stored are removed.
	 * @param options gives those of each key
	 * @param store tells the store whose fences can hold
	 * @return the keys that were not stored: their values are too large, or a condition
	 * does not hold
	 */
	Set<Key> put(Map<Key, Content> contents, Function<Key, PutOptions> options, long store) {
		Set<Key> unstored = new HashSet<>(contents.keySet());
		Set<Key> refused = new HashSet<>();
		boolean done = false;
		try {
			BulkFences fences = fences(contents.keySet(), options, store);
			for (List<Map.Entry<Key, Content>> part : parts(contents.entrySet(), this::weight)) {
				this.changes.requireSpace(part.size());
				refused.addAll(putPart(part, options, fences));
				part.forEach((each) -> unstored.remove(each.getKey()));
			}
			done = true;
			return refused;
		}
		finally {
			if (!done) {
				this.changes.rollBackJoined();
			}
			unstored.addAll(refused);
			unstored.removeIf((key) -> !options.apply(key).isUnconditional());
			giveUp(unstored, !done);
		}
	}

	/**
	 * Removes entries.
	 * @return how many of them lived
	 */
	long remove(Collection<Key> keys) {
		long live = 0;
		for (List<Key> part : parts(new HashSet<>(keys), (key) -> Schema.PAGE_SIZE)) {
			live += removePart(part);
		}
		return live;
	}

	private Set<Key> putPart(List<Map.Entry<Key, Content>> part, Function<Key, PutOptions> options, BulkFences fences) {
		List<Put> puts = new ArrayList<>(part.size());
		Set<Key> refused = part.stream().map(Map.Entry::getKey).collect(Collectors.toCollection(HashSet::new));
		boolean worked = false;
		try {
			long now = this.rooms.clock().millis();
			for (Map.Entry<Key, Content> each : part) {
				puts.add(takeIn(each.getKey(), each.getValue(), options.apply(each.getKey()), now));
			}
			this.rooms.access()
				.write(this.rooms.deadline(), (transaction) -> write(transaction, puts, fences))
				.forEach(refused::remove);
			worked = true;
		}
		finally {
			if (!worked) {
				this.rooms.counters().skipped.add(part.size());
			}
			puts.forEach((put) -> put.intake().close());
		}
		this.rooms.counters().refused.add(puts.stream().filter((put) -> put.intake().isTooLarge()).count());
		return refused;
	}

	/**
	 * Writes what can be written. The fences of a part are compared before its first
	 * write, which would look like a change of all other keys of its stripe.
	 * @return the keys that were written
	 */
	private List<Key> write(Transaction transaction, List<Put> puts, BulkFences fences) {
		fences.begin(transaction);
		try {
			return writeHolding(transaction, puts, fences);
		}
		finally {
			transaction.watch(null);
		}
	}

	private List<Key> writeHolding(Transaction transaction, List<Put> puts, BulkFences fences) {
		return puts.stream()
			.filter((put) -> !put.intake().isTooLarge() && holds(transaction, put, fences))
			.toList()
			.stream()
			.filter((put) -> this.changes.write(transaction, put.entry(), put.intake(),
					put.options().withFence(null)) != null)
			.map((put) -> put.entry().key())
			.toList();
	}

	private static boolean holds(Transaction transaction, Put put, BulkFences fences) {
		return put.options().fence() == null || fences.hold(transaction, put.entry().key());
	}

	private BulkFences fences(Set<Key> keys, Function<Key, PutOptions> options, long store) {
		var fences = new BulkFences(this.rooms.shard().stripes(), store);
		for (Key key : keys) {
			Fence fence = options.apply(key).fence();
			if (fence != null) {
				fences.add(key, Stripes.stripe(this.rooms.hash(key)), fence);
			}
		}
		return fences;
	}

	private Put takeIn(Key key, Content content, PutOptions options, long now) {
		long hash = this.rooms.hash(key);
		Intake intake = this.changes.takeIn(content, hash);
		return new Put(new NewEntry(key, hash, content, intake.draft(), now, options.expiry(now),
				options.recomputation(), options.tags(), options.front(), this.rooms.settings().get().application()),
				intake, options);
	}

	private long removePart(List<Key> part) {
		try {
			return this.rooms.access()
				.write(this.rooms.deadline(),
						(transaction) -> part.stream().filter((key) -> this.changes.remove(transaction, key)).count());
		}
		catch (StoreException ex) {
			this.tombstones.requireAllowed(ex);
			long present = this.rooms.present(part).size();
			part.stream().map((key) -> Stripes.stripe(this.rooms.hash(key))).distinct().forEach(this.tombstones::bury);
			return present;
		}
	}

	/** Does what {@link Changes} does after a put that was refused. */
	private void giveUp(Set<Key> keys, boolean failed) {
		Transaction joined = this.rooms.transactions().joined();
		if (keys.isEmpty() || (joined != null && joined.isRollbackOnly())) {
			return;
		}
		try {
			remove((joined != null || !failed) ? keys : this.tombstones.overtake(keys));
		}
		catch (StoreException ex) {
			// Only where nothing is ever evicted: then what was there stays.
			logger.debug("Entries that could not be replaced could not be removed either", ex);
		}
	}

	/** Bytes a put adds to the write-ahead log: its value, and a page of the index. */
	private long weight(Map.Entry<Key, Content> put) {
		byte[] bytes = put.getValue().bytes();
		long inline = (bytes != null && bytes.length <= this.rooms.options().inlineLimit()) ? bytes.length : 0;
		return inline + Schema.PAGE_SIZE;
	}

	private <T> List<List<T>> parts(Collection<T> all, ToLongFunction<T> weight) {
		List<List<T>> parts = new ArrayList<>();
		List<T> part = new ArrayList<>();
		long left = this.rooms.shard().database().walLimit();
		for (T each : all) {
			left -= weight.applyAsLong(each);
			if (left < 0 && !part.isEmpty()) {
				parts.add(part);
				part = new ArrayList<>();
				left = this.rooms.shard().database().walLimit() - weight.applyAsLong(each);
			}
			part.add(each);
		}
		if (!part.isEmpty()) {
			parts.add(part);
		}
		return parts;
	}

	/**
	 * What is to be written.
	 *
	 * @param entry the entry
	 * @param intake its value, taken in
	 * @param options its conditions
	 */
	private record Put(NewEntry entry, Intake intake, PutOptions options) {
	}

}
