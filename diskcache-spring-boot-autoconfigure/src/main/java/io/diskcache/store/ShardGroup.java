package io.diskcache.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The shards of a store, as far as one needs to know of the others: they share one limit.
 * Who writes makes room in his own shard, and only where that has nothing to give in
 * another one; never with two write locks at once. Thread-safe.
 */
final class ShardGroup implements AutoCloseable {

	private final List<Member> members = new CopyOnWriteArrayList<>();

	private final DirectoryBudget.Share share;

	private volatile StoreOptions options;

	/**
	 * Makes one without members.
	 * @param store the directory of the store
	 */
	ShardGroup(DirectoryBudget budget, Path store, StoreOptions options) {
		this.options = options;
		this.share = budget.join(store, this, () -> this.options);
	}

	/** Uses other options from now on. */
	void reconfigure(StoreOptions changed) {
		this.options = changed;
	}

	/** How many bytes all may take now. */
	long limit() {
		return this.share.limit();
	}

	/** The volume of all in bytes, as far as it is known without asking. */
	long bytes() {
		return bytesBeside(null);
	}

	/**
	 * Makes other stores give way if they have more than their share and this one has
	 * less. To be called without a write lock.
	 */
	void askOthers() {
		if (this.share.asksOthers()) {
			this.share.askOthers();
		}
	}

	/** Takes no part in what stores share any more. */
	@Override
	public void close() {
		this.share.leave();
	}

	void add(Member member) {
		this.members.add(member);
	}

	/**
	 * The volume of all, or all but one, in bytes, as far as it is known without asking.
	 */
	long bytesBeside(@Nullable ShardMeter own) {
		return others(own).mapToLong((member) -> member.meter().bytes()).sum();
	}

	/**
	 * Makes room until the volume of all is below a limit, beginning with the largest, as
	 * long as there is something that can go. To be called without a write lock.
	 * @param spared a shard in which nothing goes, or {@code null}
	 * @throws StoreException if a shard cannot be written to before the deadline
	 */
	void makeRoom(@Nullable ShardMeter spared, long limit, Deadline deadline) {
		boolean goesOn = true;
		while (goesOn && bytes() > limit && !deadline.isOver()) {
			goesOn = others(spared)
				.sorted(Comparator.comparingLong((Member member) -> member.meter().bytes()).reversed())
				.anyMatch((member) -> member.makeRoom(deadline));
		}
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
	 * @param meter tells its volume
	 * @param culler keeps the volume below the limit
	 * @param access the way to its database
	 * @param clock tells the time of day
	 */
	record Member(ShardMeter meter, Culler culler, Access access, InstantSource clock) {

		/** Deletes a few entries; whether that was possible. */
		boolean makeRoom(Deadline deadline) {
			return this.access.write(deadline,
					(transaction) -> this.culler.step(transaction, this.clock.millis())) != Culler.Outcome.NOTHING_LEFT;
		}

	}

}
