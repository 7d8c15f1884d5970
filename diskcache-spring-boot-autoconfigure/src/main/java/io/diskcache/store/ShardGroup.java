package io.diskcache.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards of a store, as far as one needs to know of the others: they share one limit.
 * Who writes makes room in his own shard, and only where that has nothing to give in
 * another one; never with two write locks at once. Thread-safe.
 */
final class ShardGroup implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ShardGroup.class);

	private final List<Member> members = new CopyOnWriteArrayList<>();

	private final DirectoryBudget.Share share;

	private volatile StoreOptions options;

	/**
	 * Makes one without members.
	 * @param store the directory of the store
	 */
	ShardGroup(DirectoryBudget budget, Path store, StoreOptions options) {
		this.options = options;
		this.share = budget.join(store, this);
	}

	StoreOptions options() {
		return this.options;
	}

	/** Uses other options from now on. */
	void reconfigure(StoreOptions changed) {
		this.options = changed;
	}

	/** How many bytes all may take now. */
	long limit() {
		return this.share.limit();
	}

	/** The largest value that may be stored now: half of what all may take at most. */
	long maxValueSize() {
		long limit = limit();
		StoreOptions present = this.options;
		return (limit < present.sizeLimit()) ? Math.min(present.maxValueSize(), limit / 2) : present.maxValueSize();
	}

	/** The volume of all in bytes, as far as it is known without asking. */
	long bytes() {
		return bytesBeside(null);
	}

	/** What of that they take without an entry, roughly. */
	long emptyBytes() {
		return this.members.size() * ShardMeter.EMPTY;
	}

	/**
	 * Makes the largest other store give way if that has more than its share and this one
	 * has less. To be called without a write lock.
	 */
	void askOthers(Deadline deadline) {
		this.share.askOthers(deadline);
	}

	/** Takes no part in what stores share any more. */
	@Override
	public void close() {
		this.share.leave();
	}

	void add(Member member) {
		this.members.add(member);
		this.share.look();
	}

	/** Whether the mapped files of all are as long as they were. */
	boolean isWhole() {
		return this.members.stream().allMatch((member) -> StripesFile.isWhole(member.files().stripes()));
	}

	/**
	 * The volume of all, or all but one, in bytes, as far as it is known without asking.
	 */
	long bytesBeside(@Nullable ShardMeter own) {
		return others(own).mapToLong((member) -> member.meter().bytes()).sum();
	}

	/**
	 * Makes room until the volume of all is below a limit, or there is nothing left that
	 * can go: in one shard first, then in the largest. A shard that cannot be written to
	 * is passed over. Within a transaction of the caller's it is one step only, as what
	 * goes does not show before its end.
	 * @param limit what all may take
	 * @param first the shard in which it begins, or {@code null} for the largest
	 */
	void makeRoom(@Nullable ShardMeter first, LongSupplier limit, Deadline deadline) {
		if (this.options.evictionPolicy() == EvictionPolicy.NONE) {
			return;
		}
		boolean once = isWithinTransaction();
		while (bytes() > limit.getAsLong() && !deadline.isOver() && makeRoomOnce(first, limit, deadline)) {
			if (once) {
				return;
			}
		}
	}

	/** Whether there may be more that can go, and has to. */
	private boolean makeRoomOnce(@Nullable ShardMeter first, LongSupplier limit, Deadline deadline) {
		List<Member> ordered = this.members.stream()
			.sorted(Comparator.comparing((Member member) -> member.meter() != first)
				.thenComparing((member) -> -member.meter().bytes()))
			.toList();
		for (Member member : ordered) {
			Culler.Outcome outcome = member.makeRoom(limit.getAsLong(), deadline);
			if (outcome != Culler.Outcome.NOTHING_LEFT) {
				return outcome == Culler.Outcome.GOES_ON;
			}
		}
		return false;
	}

	/** Whether the calling thread is in a transaction of one of them. */
	boolean isWithinTransaction() {
		return this.members.stream().anyMatch((member) -> member.access().isJoined());
	}

	private Stream<Member> others(@Nullable ShardMeter own) {
		return this.members.stream().filter((member) -> member.meter() != own);
	}

	/**
	 * One of the shards.
	 *
	 * @param files where its files are
	 * @param meter tells its volume
	 * @param culler keeps the volume below the limit
	 * @param access the way to its database
	 * @param clock tells the time of day
	 */
	record Member(ShardFiles files, ShardMeter meter, Culler culler, Access access, InstantSource clock) {

		/**
		 * Deletes a few entries. Where that is not possible there is nothing that can go.
		 */
		Culler.Outcome makeRoom(long limit, Deadline deadline) {
			try {
				return this.access.write(deadline,
						(transaction) -> this.culler.step(transaction, limit, this.clock.millis()));
			}
			catch (StoreException ex) {
				logger.debug("No room can be made in a shard at the moment", ex);
				return Culler.Outcome.NOTHING_LEFT;
			}
		}

	}

}
