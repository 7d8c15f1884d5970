package io.diskcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps the volume below the limit: measures it now and then inside writes, and deletes
 * what has expired, then what the {@link EvictionPolicy policy} gives up. Sampling as in
 * Redis: of some entries at random those go that are worth least. Used under the writer's
 * lock.
 */
final class Culler {

	/** Victims of one step. */
	private static final int STEP = 4;

	/** Entries looked at for each victim by sampling: nearly as good as a full order. */
	private static final int SAMPLE = 8;

	/** Victims at most inside one write. */
	private static final int MOST = 512;

	/**
	 * Bytes that may be added to a full store before its volume is measured again: so few
	 * that the put which then makes room for all of them is not much slower.
	 */
	private static final int QUANTUM = 8 << 10;

	/** How long a put goes on making room in other shards: 20 ms. */
	private static final Duration PATIENCE_WITH_OTHERS = Duration.ofMillis(20);

	/** Bytes that are added before other stores are told: 1 MB. */
	private static final int TOLD = 1 << 20;

	private final EntryTable entries;

	private final Rows rows;

	private final Uses uses;

	private final Stripes stripes;

	private final ShardMeter meter;

	private final ShardGroup group;

	private final Counters counters;

	private final Supplier<StoreOptions> options;

	private long addedSinceMeasured = Long.MAX_VALUE / 2;

	private long headroom;

	Culler(EntryTable entries, Rows rows, Uses uses, Stripes stripes, ShardMeter meter, ShardGroup group,
			Counters counters, Supplier<StoreOptions> options) {
		this.entries = entries;
		this.rows = rows;
		this.uses = uses;
		this.stripes = stripes;
		this.meter = meter;
		this.group = group;
		this.counters = counters;
		this.options = options;
	}

	/**
	 * Makes room after an entry was written, if the limit is near.
	 * @param anew whether the key had no entry before
	 */
	void afterWrite(Transaction transaction, Head written, boolean anew, long now) {
		this.uses.written(written.hash(), anew);
		this.addedSinceMeasured += written.length() + Schema.PAGE_SIZE / 16;
		if (this.options.get().evictionPolicy() == EvictionPolicy.NONE) {
			letOthersKnow(transaction);
			return;
		}
		if (!isDue()) {
			return;
		}
		boolean nothingLeft = cull(transaction, written.id(), this.group.limit(), now) == Outcome.NOTHING_LEFT;
		transaction.afterCommitOnce(() -> makeRoomElsewhere(nothingLeft));
	}

	/** After the transaction, as nobody waits for a write lock who holds one. */
	private void makeRoomElsewhere(boolean inOtherShards) {
		Deadline deadline = Deadline.after(PATIENCE_WITH_OTHERS);
		if (inOtherShards) {
			this.group.makeRoom(null, this.group::limit, deadline);
		}
		this.group.askOthers(deadline);
	}

	/**
	 * Deletes entries until the volume is below the limit, or enough for one write.
	 * @param spared id of an entry that stays
	 */
	private Outcome cull(Transaction transaction, long spared, long limit, long now) {
		long excess = excess(transaction, limit);
		boolean expired = true;
		if (excess > 0) {
			this.uses.flush();
		}
		for (int deleted = 0; excess > 0 && deleted < MOST;) {
			List<Long> victims = expired ? this.entries.findExpired(transaction.jdbc(), now, STEP) : List.of();
			if (victims.isEmpty()) {
				expired = false;
				List<EntryTable.Candidate> candidates = candidates(transaction.jdbc());
				victims = dead(transaction.jdbc(), candidates);
				if (victims.isEmpty()) {
					victims = choose(candidates, spared);
				}
			}
			if (victims.isEmpty()) {
				this.addedSinceMeasured = 0;
				return Outcome.NOTHING_LEFT;
			}
			deleted += delete(transaction, victims, excess, now);
			excess = excess(transaction, limit);
		}
		this.headroom = Math.max(0, -excess);
		this.addedSinceMeasured = 0;
		return (excess > 0) ? Outcome.GOES_ON : Outcome.ENOUGH;
	}

	/** Culls a little if a limit is exceeded. */
	Outcome step(Transaction transaction, long limit, long now) {
		return cull(transaction, 0, limit, now);
	}

	/**
	 * Space that entries take now in all shards, with what the transaction has changed.
	 */
	private long volume(Transaction transaction) {
		return this.meter.measure(transaction.jdbc()) + transaction.fileBytes() + this.group.bytesBeside(this.meter);
	}

	/*
	 * Other processes add as well: so it is measured long before this one alone could
	 * fill it.
	 */
	private boolean isDue() {
		return this.addedSinceMeasured >= Math.max(this.headroom / 16, QUANTUM);
	}

	private long excess(Transaction transaction, long limit) {
		return volume(transaction) - limit;
	}

	/** Deletes as many as seem to make enough room; how many. */
	private int delete(Transaction transaction, List<Long> victims, long excess, long now) {
		int deleted = 0;
		long freed = 0;
		for (long id : victims) {
			if (freed >= excess) {
				break;
			}
			Head victim = this.entries.findHeadById(transaction.jdbc(), id);
			if (victim != null) {
				delete(transaction, victim, now);
				freed += victim.inFile() ? victim.fileBytes() : victim.length();
			}
			deleted++;
		}
		return deleted;
	}

	private void delete(Transaction transaction, Head victim, long now) {
		if (victim.isKept(now)) {
			this.rows.delete(transaction, victim);
			this.counters.evicted.increment();
		}
		else {
			this.rows.purge(transaction, victim);
			this.counters.expired.increment();
		}
	}

	/** Where nothing is evicted the volume is only measured for other stores. */
	private void letOthersKnow(Transaction transaction) {
		if (this.addedSinceMeasured >= TOLD) {
			this.meter.measure(transaction.jdbc());
			this.addedSinceMeasured = 0;
		}
	}

	/** Those that a clear or a tombstone has hidden, and that are not deleted yet. */
	private List<Long> dead(JdbcTemplate jdbc, List<EntryTable.Candidate> candidates) {
		if (!this.stripes.hasUnreadableRows()) {
			return List.of();
		}
		return candidates.stream().map(EntryTable.Candidate::id).filter((id) -> {
			Head head = this.entries.findHeadById(jdbc, id);
			return head != null && !this.stripes.isReadable(head.stripe(), head.version());
		}).toList();
	}

	private List<Long> choose(List<EntryTable.Candidate> candidates, long spared) {
		Stream<EntryTable.Candidate> all = candidates.stream().filter((candidate) -> candidate.id() != spared);
		if (this.options.get().evictionPolicy() != EvictionPolicy.FIFO) {
			all = all.map((candidate) -> new Valued(candidate, this.uses.worth(candidate.hash())))
				.sorted(Comparator.comparingDouble(Valued::worth))
				.map(Valued::candidate);
		}
		return all.limit(STEP).map(EntryTable.Candidate::id).toList();
	}

	private List<EntryTable.Candidate> candidates(JdbcTemplate jdbc) {
		return switch (this.options.get().evictionPolicy()) {
			case ADAPTIVE, LRU, LFU -> sample(jdbc);
			case FIFO -> this.entries.firstStored(jdbc, STEP + 1);
			case NONE -> List.of();
		};
	}

	/*
	 * From another place each time: not where the put was, whose key would always meet
	 * the same few.
	 */
	private List<EntryTable.Candidate> sample(JdbcTemplate jdbc) {
		long fromHash = ThreadLocalRandom.current().nextLong();
		int size = STEP * SAMPLE;
		List<EntryTable.Candidate> sample = this.entries.sample(jdbc, fromHash, size);
		if (sample.size() < size) {
			sample = new ArrayList<>(sample);
			sample.addAll(this.entries.sample(jdbc, Long.MIN_VALUE, size - sample.size()));
		}
		return sample;
	}

	/** What came of an attempt to make room. */
	enum Outcome {

		/** The volume is below the limit. */
		ENOUGH,
		/** It is not, but there is more that can go. */
		GOES_ON,
		/** It is not, and there is nothing here that could go. */
		NOTHING_LEFT

	}

	/**
	 * An entry that may be evicted, and what it is worth.
	 *
	 * @param candidate the entry
	 * @param worth its worth to the policy
	 */
	private record Valued(EntryTable.Candidate candidate, double worth) {
	}

}
