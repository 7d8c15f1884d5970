package io.diskcache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps the volume below the limit: measures it now and then inside writes, and deletes
 * what has expired, then what the policy gives up. Sampling as in Redis: of some entries
 * at random the least recently used go. Used under the writer's lock.
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
	private static final int QUANTUM = 16 << 10;

	private final EntryTable entries;

	private final UsageTable usages;

	private final Rows rows;

	private final Stripes stripes;

	private final Counters counters;

	private final Supplier<StoreOptions> options;

	private long addedSinceMeasured = Long.MAX_VALUE / 2;

	private long headroom;

	Culler(EntryTable entries, UsageTable usages, Rows rows, Stripes stripes, Counters counters,
			Supplier<StoreOptions> options) {
		this.entries = entries;
		this.usages = usages;
		this.rows = rows;
		this.stripes = stripes;
		this.counters = counters;
		this.options = options;
	}

	/** Makes room after an entry was written, if the limit is near. */
	void afterWrite(Transaction transaction, Head written, long now) {
		StoreOptions present = this.options.get();
		this.addedSinceMeasured += written.length() + Schema.PAGE_SIZE / 16;
		if (present.evictionPolicy() == EvictionPolicy.NONE || !isDue()) {
			return;
		}
		cull(transaction, written.hash(), written.id(), now);
	}

	/**
	 * Deletes entries until the volume is below the limit, or enough for one write.
	 * @param fromHash where the first sample is taken
	 * @param spared id of an entry that stays
	 * @return whether the volume is below the limit now
	 */
	boolean cull(Transaction transaction, long fromHash, long spared, long now) {
		long limit = this.options.get().sizeLimit();
		long excess = volume(transaction) - limit;
		long position = fromHash;
		for (int deleted = 0; excess > 0 && deleted < MOST;) {
			List<Head> victims = victims(transaction.jdbc(), position, spared, now);
			// The first sample starts where the put was, on a page that is at hand.
			position = ThreadLocalRandom.current().nextLong();
			for (Head victim : victims) {
				this.rows.delete(transaction, victim);
				(victim.isFresh(now) ? this.counters.evicted : this.counters.expired).increment();
			}
			if (victims.isEmpty()) {
				break;
			}
			deleted += victims.size();
			excess = volume(transaction) - limit;
		}
		this.headroom = Math.max(0, -excess);
		this.addedSinceMeasured = 0;
		return excess <= 0;
	}

	/** Culls a little if the limit is exceeded; whether that is enough. */
	boolean step(Transaction transaction, long now) {
		return this.options.get().evictionPolicy() == EvictionPolicy.NONE
				|| cull(transaction, ThreadLocalRandom.current().nextLong(), 0, now);
	}

	/** Space that entries take now, with what the transaction has changed. */
	long volume(Transaction transaction) {
		return Session.usedBytes(transaction.jdbc()) + this.stripes.fileBytes() + transaction.fileBytes()
				+ this.stripes.unowned();
	}

	/*
	 * Other processes add as well: so it is measured long before this one alone could
	 * fill it.
	 */
	private boolean isDue() {
		return this.addedSinceMeasured >= Math.max(this.headroom / 16, QUANTUM);
	}

	private List<Head> victims(JdbcTemplate jdbc, long fromHash, long spared, long now) {
		List<UsageTable.Candidate> candidates = new ArrayList<>(candidates(jdbc, fromHash));
		candidates.sort(UsageTable.Candidate.order(now));
		List<Head> victims = new ArrayList<>(STEP);
		for (UsageTable.Candidate candidate : candidates) {
			Head head = (candidate.id() != spared) ? this.entries.findHeadById(jdbc, candidate.id()) : null;
			if (head != null && victims.add(head) && victims.size() == STEP) {
				break;
			}
		}
		return victims;
	}

	private List<UsageTable.Candidate> candidates(JdbcTemplate jdbc, long fromHash) {
		return switch (this.options.get().evictionPolicy()) {
			case LRU -> sample(jdbc, fromHash);
			case FIFO -> this.usages.firstStored(jdbc, STEP + 1);
			case NONE -> List.of();
		};
	}

	private List<UsageTable.Candidate> sample(JdbcTemplate jdbc, long fromHash) {
		int size = STEP * SAMPLE;
		List<UsageTable.Candidate> sample = this.usages.sample(jdbc, fromHash, size);
		if (sample.size() < size) {
			sample = new ArrayList<>(sample);
			sample.addAll(this.usages.sample(jdbc, Long.MIN_VALUE, size - sample.size()));
		}
		return sample;
	}

}
