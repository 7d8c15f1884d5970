package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Divides what all stores of a directory may take together. As long as there is room each
 * takes what it needs. When there is none, the largest give way until all that need as
 * much are equally large: so no store has to become smaller than an equal share, and what
 * small ones do not need is for the others (max-min fairness, "water-filling"). Stores
 * that nobody has open, and those from which nothing is ever evicted, keep what they
 * have; and so does each with what its shards take without an entry.
 * <p>
 * Each process makes its own stores give way, by what all processes write into the
 * counters of the shards. Thread-safe.
 */
final class DirectoryBudget {

	/** No limit. */
	static final long NONE = Long.MAX_VALUE;

	private static final Logger logger = LoggerFactory.getLogger(DirectoryBudget.class);

	/**
	 * How old the shares may be for each store that is open: 0.1 ms, and 0.5 ms at least.
	 */
	private static final long FRESH_NANOS = 100_000;

	/** What is given up at once by who has too much: one part in so many of the limit. */
	private static final int GIVEN = 10;

	/**
	 * One part in so many of the limit by which it may be exceeded by those who have less
	 * than an equal share, until the others have given way.
	 */
	private static final int BAND = 20;

	/** One part in so many of an equal share that is left to a store in any case. */
	private static final int LEAST = 8;

	/** How long all stores give way each second: 200 ms. */
	private static final Duration PATIENCE = Duration.ofMillis(200);

	private final Path stores;

	private final Map<Path, Share> open = new ConcurrentHashMap<>();

	private volatile long limit = NONE;

	/** Stores of the directory that are not open here, as they were a second ago. */
	private volatile Map<Path, Holding> elsewhere = Map.of();

	private volatile long dividedAt;

	private final AtomicBoolean warned = new AtomicBoolean();

	private final AtomicBoolean warnedOfShards = new AtomicBoolean();

	DirectoryBudget(Path stores) {
		this.stores = stores;
	}

	/** Sets how many bytes all stores may take together, or {@link #NONE}. */
	void limitTo(long bytes) {
		this.limit = bytes;
		this.dividedAt = System.nanoTime() - Duration.ofSeconds(1).toNanos();
	}

	/** Takes part in it with a store that is open. */
	Share join(Path store, ShardGroup group) {
		var share = new Share(this, store, group);
		this.open.put(store, share);
		return share;
	}

	/** Looks at the stores that are not open here; called every second. */
	void tick() {
		if (this.limit == NONE) {
			return;
		}
		Map<Path, Holding> found = new HashMap<>();
		try (Stream<Path> all = Files.list(this.stores)) {
			for (Path store : all.filter((path) -> !this.open.containsKey(path)).toList()) {
				add(store, found);
			}
			this.elsewhere = Map.copyOf(found);
		}
		catch (IOException ex) {
			logger.debug("Cannot look at the stores in {}", this.stores, ex);
		}
		this.open.values().forEach(Share::look);
		warnOfWhatStays();
		Deadline deadline = Deadline.after(PATIENCE);
		this.open.values().forEach((share) -> share.giveWay(deadline));
	}

	/** Once, as it stays so until somebody does something about it. */
	private void warnOfWhatStays() {
		Collection<Holding> all = holdings().values();
		long empty = all.stream().mapToLong(Holding::empty).sum();
		if (empty > this.limit / 2 && this.warnedOfShards.compareAndSet(false, true)) {
			logger.warn(
					"Of the {} bytes that all caches in {} may take, {} are taken by their shards without any entry: "
							+ "set diskcache.size-limit higher, or the number of shards lower",
					this.limit, this.stores, empty);
		}
		long stays = all.stream().filter((each) -> !each.gives()).mapToLong(Holding::bytes).sum();
		if (stays > this.limit / 2 && this.warned.compareAndSet(false, true)) {
			logger
				.warn("Of the {} bytes that all caches in {} may take, {} are taken by caches that keep what they have: "
						+ "they have no eviction, or no process has them open. Remove those that nobody needs any more",
						this.limit, this.stores, stays);
		}
	}

	/* What cannot be read takes nothing: it is about to be made, or removed. */
	private static void add(Path store, Map<Path, Holding> found) {
		try {
			found.put(store, holding(store));
		}
		catch (IOException ex) {
			logger.debug("Cannot look at {}", store, ex);
		}
	}

	private static Holding holding(Path store) throws IOException {
		long bytes = 0;
		boolean gives = false;
		Generation generation = Generation.current(store);
		int number = 0;
		for (; generation != null && Files.exists(generation.shard(number).stripes()); number++) {
			ShardFiles files = generation.shard(number);
			Stripes.Summary shard = Stripes.summary(files.stripes());
			bytes += shard.bytes() + (Files.exists(files.uses()) ? Files.size(files.uses()) : 0);
			gives |= shard.inUse() && !shard.keepsAll();
		}
		return new Holding(bytes, number * ShardMeter.EMPTY, gives);
	}

	private boolean isDue() {
		return System.nanoTime() - this.dividedAt >= FRESH_NANOS * Math.max(5, this.open.size());
	}

	private void divide() {
		if (!isDue()) {
			return;
		}
		this.dividedAt = System.nanoTime();
		Map<Path, Holding> all = holdings();
		long total = all.values().stream().mapToLong(Holding::bytes).sum();
		long above = level(List.copyOf(all.values()), this.limit);
		long least = least(all.size(), this.limit);
		this.open.forEach((store, share) -> {
			Holding own = all.getOrDefault(store, share.holding());
			long bytes = own.bytes();
			long level = own.empty() + above;
			if (bytes < this.limit / all.size()) {
				share.allowed = bytes + Math.max(0, this.limit + this.limit / BAND - total);
			}
			else if (total > this.limit) {
				share.allowed = Math.min(bytes, level);
			}
			else {
				share.allowed = bytes + this.limit - total;
			}
			share.allowed = Math.max(share.allowed, own.empty() + least);
			share.asksOthers = total > this.limit && bytes <= level;
			// At once a little more than has to be: others are about to need it.
			share.target = (total > this.limit && bytes > level)
					? Math.max(level, bytes - (total - this.limit) - this.limit / GIVEN) : NONE;
		});
	}

	/** What all stores take, as it is known. */
	private Map<Path, Holding> holdings() {
		Map<Path, Holding> all = new HashMap<>(this.elsewhere);
		this.open.forEach((store, share) -> all.put(store, share.holding()));
		return all;
	}

	/**
	 * The volume above which stores give way, beside what they take when they are empty:
	 * such that all together take the limit. Where what cannot give way takes too much,
	 * an eighth of an equal share at least.
	 */
	static long level(List<Holding> all, long limit) {
		long left = limit - all.stream().mapToLong(Holding::stays).sum();
		List<Long> giving = all.stream()
			.filter(Holding::gives)
			.map((each) -> each.bytes() - each.stays())
			.sorted()
			.toList();
		long least = least(all.size(), limit);
		for (int i = 0; i < giving.size(); i++) {
			long equal = Math.max(left, 0) / (giving.size() - i);
			if (giving.get(i) >= equal) {
				return Math.max(equal, least);
			}
			left -= giving.get(i);
		}
		return Math.max(left, least);
	}

	private static long least(int stores, long limit) {
		return limit / LEAST / Math.max(1, stores);
	}

	/**
	 * What a store takes.
	 *
	 * @param bytes its volume
	 * @param empty what of that its shards take without an entry, roughly
	 * @param gives whether somebody can make it give way
	 */
	record Holding(long bytes, long empty, boolean gives) {

		/** What of it nobody can make give way. */
		long stays() {
			return this.gives ? Math.min(this.bytes, this.empty) : this.bytes;
		}

	}

	/** The part of one store. Thread-safe. */
	static final class Share {

		private final DirectoryBudget budget;

		private final Path store;

		private final ShardGroup group;

		/**
		 * The volume as the store's own operations found it, its giving way, or a look
		 * each second: others do not read its counters for it, of which a fault would
		 * become theirs.
		 */
		private volatile long bytes;

		private volatile long allowed = NONE;

		private volatile boolean asksOthers;

		/** What it should take, if it has more than its share; else {@link #NONE}. */
		private volatile long target = NONE;

		private Share(DirectoryBudget budget, Path store, ShardGroup group) {
			this.budget = budget;
			this.store = store;
			this.group = group;
		}

		/** How many bytes the store may take now. */
		long limit() {
			if (this.budget.limit == NONE) {
				return this.group.options().sizeLimit();
			}
			if (this.budget.isDue()) {
				this.bytes = this.group.bytes();
			}
			this.budget.divide();
			return Math.min(this.group.options().sizeLimit(), this.allowed);
		}

		/**
		 * Makes the largest other store of this process give way, as far as it has more
		 * than its share, and this one has less. To be called without a write lock.
		 */
		void askOthers(Deadline deadline) {
			if (this.budget.limit == NONE || !this.asksOthers) {
				return;
			}
			this.budget.open.values()
				.stream()
				.filter((other) -> other != this && other.gives())
				.max(Comparator.comparingLong((other) -> other.bytes))
				.ifPresent((other) -> other.giveWay(deadline));
		}

		/** Looks at the volume where the store itself is not used. */
		void look() {
			if (this.group.isWhole()) {
				this.bytes = this.group.bytes();
			}
		}

		private Holding holding() {
			return new Holding(this.bytes, this.group.emptyBytes(), gives());
		}

		private void giveWay(Deadline deadline) {
			this.budget.divide();
			// Else what the caller does in a transaction of this store might fail for it.
			if (gives() && !this.group.isWithinTransaction() && this.group.isWhole()) {
				try {
					long target = this.target;
					this.group.makeRoom(null, () -> target, deadline);
					this.bytes = this.group.bytes();
				}
				catch (StoreException | InternalError ex) {
					logger.debug("A store cannot give way at the moment: {}", this.store, ex);
				}
			}
		}

		private boolean gives() {
			return this.group.options().evictionPolicy() != EvictionPolicy.NONE;
		}

		/** Takes no part any more. */
		void leave() {
			if (this.budget.limit != NONE) {
				// Until the next look at the stores it counts as what it was.
				Map<Path, Holding> others = new HashMap<>(this.budget.elsewhere);
				others.put(this.store, new Holding(this.bytes, this.group.emptyBytes(), false));
				this.budget.elsewhere = Map.copyOf(others);
			}
			this.budget.open.remove(this.store, this);
		}

	}

}
