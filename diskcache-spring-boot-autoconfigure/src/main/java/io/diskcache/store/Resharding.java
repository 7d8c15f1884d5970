package io.diskcache.store;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Divides a store anew among another number of shards, while nobody has it open. A new
 * generation is built beside the present one and takes its place when it is complete: if
 * that is interrupted nothing has happened but that the next attempt begins anew. Rows
 * are copied; files get a second name in the new place, so that they need no space twice.
 */
final class Resharding {

	private static final Logger logger = LoggerFactory.getLogger(Resharding.class);

	private final Path store;

	private final Generation present;

	private final int shards;

	private final StoreOptions options;

	private final Space space;

	private long leftOut;

	Resharding(Path store, Generation present, int shards, StoreOptions options, Space space) {
		this.space = space;
		this.store = store;
		this.present = present;
		this.shards = shards;
		this.options = options;
	}

	/** Builds the new generation and puts it into use; the present one is left. */
	Generation run(int wanted) throws IOException {
		long start = System.nanoTime();
		logger.info("Dividing {} anew: {} shards become {}", this.store, this.shards, wanted);
		List<Source> sources = new ArrayList<>();
		long[] copied = new long[1];
		try {
			for (int number = 0; number < this.shards; number++) {
				sources.add(Source.open(this.present.shard(number), this.options));
			}
			long rows = sources.stream().mapToLong((source) -> source.stripes().rows()).sum();
			requireRoom(sources.stream().mapToLong(Source::databaseBytes).sum());
			Generation divided = Generation.build(this.store, wanted, sources.get(0).schema().hashKey(),
					UseTable.slotsFor(rows / wanted), (draft) -> copied[0] = copy(sources, draft, wanted));
			logger.info("Divided {} anew within {}: {} entries", this.store,
					Duration.ofNanos(System.nanoTime() - start), copied[0]);
			if (this.leftOut > 0) {
				logger.warn("{} entries of {} were damaged, or their files missing, and are left out", this.leftOut,
						this.store);
			}
			return divided;
		}
		catch (DataAccessException ex) {
			if (SqliteErrors.isCorrupt(ex)) {
				this.present.suspect();
			}
			throw new StoreException("The store " + this.store + " cannot be divided anew", ex);
		}
		finally {
			Closing.all(sources);
		}
	}

	private long copy(List<Source> sources, Generation draft, int wanted) throws IOException {
		long next = sources.stream().mapToLong((source) -> source.stripes().next()).max().orElse(0) + Stripes.GAP;
		boolean indexed = sources.get(0).hasKeyIndex();
		List<Target> targets = new ArrayList<>();
		try {
			for (int number = 0; number < wanted; number++) {
				targets.add(Target.open(draft.shard(number), sources));
			}
			// Ids of several shards may be the same: then all are numbered in the order
			// in which they were stored.
			boolean renumbered = sources.size() > 1;
			long id = 0;
			PriorityQueue<Source> heads = new PriorityQueue<>(Comparator.comparingLong(Source::order));
			sources.stream().filter(Source::hasNext).forEach(heads::add);
			for (Source source = heads.poll(); source != null; source = heads.poll()) {
				Row row = source.next();
				if (row.isIntact()) {
					id++;
					Target target = targets.get(Shards.of(row.head().hash(), wanted));
					add(renumbered ? row.withId(id) : row, source, target);
				}
				else {
					leaveOut();
				}
				if (source.hasNext()) {
					heads.add(source);
				}
			}
			targets.get(0).addTallies(sources.get(0));
			for (Target target : targets) {
				target.complete(Math.max(next, id));
				if (indexed) {
					KeyIndex.arrange(target.files(), true, true);
				}
			}
			return targets.stream().mapToLong(Target::rows).sum();
		}
		finally {
			Closing.all(targets);
		}
	}

	private void add(Row row, Source source, Target target) throws IOException {
		try {
			target.add(row, source);
		}
		catch (NoSuchFileException ex) {
			leaveOut();
		}
	}

	private void requireRoom(long bytes) {
		if (!this.space.hasRoomFor(bytes)) {
			throw new StoreException("The store " + this.store + " cannot be divided anew, for which " + bytes
					+ " bytes have to be free on the disk: make room, or set shards to " + this.shards, null);
		}
	}

	/** Where nothing may get lost the former generation stays, for who can mend it. */
	private void leaveOut() {
		this.leftOut++;
		if (this.options.lossless()) {
			throw new StoreException("The store " + this.store + " has damaged entries and is not divided anew: "
					+ "look at them with check first", null);
		}
	}

	/** A shard that is copied from: what can be read of it, in the order of ids. */
	private static final class Source implements AutoCloseable {

		private static final int PAGE = 500;

		private final ShardFiles files;

		private final Schema schema;

		private final Stripes stripes;

		private final Session session;

		private final @Nullable UseTable uses;

		private final EntryTable entries = new EntryTable();

		private List<Head> page = List.of();

		private int position;

		private long last = EntryTable.BEFORE_ALL;

		private Source(ShardFiles files, Schema schema, Stripes stripes, Session session) throws IOException {
			this.files = files;
			this.schema = schema;
			this.stripes = stripes;
			this.session = session;
			this.uses = UseTable.map(files.uses(), schema.identity());
		}

		static Source open(ShardFiles files, StoreOptions options) throws IOException {
			Schema schema = Shard.readSchema(files);
			Stripes stripes = new Recovery(files, schema, options).open();
			return new Source(files, schema, stripes, Session.open(files.database(), Durability.PROCESS, 1 << 20));
		}

		Schema schema() {
			return this.schema;
		}

		Stripes stripes() {
			return this.stripes;
		}

		boolean hasKeyIndex() {
			return this.session.apart(() -> KeyIndex.isPresent(this.session.jdbc()));
		}

		long databaseBytes() {
			return this.session.apart(() -> Session.usedBytes(this.session.jdbc()));
		}

		/** When the next row was stored. */
		long order() {
			return this.page.get(this.position).stored();
		}

		/** Whether there is another row that is not hidden. */
		boolean hasNext() {
			while (true) {
				for (; this.position < this.page.size(); this.position++) {
					Head head = this.page.get(this.position);
					if (this.stripes.isReadable(head.stripe(), head.version()) || head.isBroken()) {
						return true;
					}
				}
				long from = this.last;
				this.page = this.session.apart(() -> this.entries.headPage(this.session.jdbc(), from, PAGE));
				this.position = 0;
				if (this.page.isEmpty()) {
					return false;
				}
				this.last = this.page.get(this.page.size() - 1).id();
			}
		}

		/* One at a time, as values may be large. */
		Row next() {
			long id = this.page.get(this.position++).id();
			return this.session.apart(() -> this.entries.page(this.session.jdbc(), id - 1, 1)).get(0);
		}

		@Override
		public void close() {
			this.session.close();
		}

	}

	/** A shard that is copied to. */
	private static final class Target implements AutoCloseable {

		/** Rows of one transaction at most. */
		private static final int BATCH = 500;

		/** Bytes of values of one transaction, roughly. */
		private static final int BATCH_BYTES = 4 << 20;

		private final ShardFiles files;

		private final Stripes stripes;

		private final Session session;

		private final @Nullable UseTable uses;

		private final EntryTable entries = new EntryTable();

		private final TagTable tags = new TagTable();

		private long rows;

		private long fileBytes;

		/** Rows that are not committed, and their bytes. */
		private int open;

		private long openBytes;

		private Target(ShardFiles files, Schema schema, Session session) throws IOException {
			this.files = files;
			this.session = session;
			this.stripes = StripesFile.map(files.stripes(), schema.identity());
			this.uses = UseTable.map(files.uses(), schema.identity());
		}

		static Target open(ShardFiles files, List<Source> sources) throws IOException {
			Schema schema = Shard.readSchema(files);
			var target = new Target(files, schema, Session.open(files.database(), Durability.PROCESS, 16 << 20));
			UseTable first = sources.get(0).uses;
			if (target.uses != null && first != null) {
				target.uses.follow(first);
			}
			return target;
		}

		ShardFiles files() {
			return this.files;
		}

		long rows() {
			return this.rows;
		}

		void add(Row row, Source source) throws IOException {
			if (row.head().inFile()) {
				ValueFiles.link(source.files.values(), this.files.values(), row.head());
			}
			if (this.open == 0) {
				this.session.execute("BEGIN IMMEDIATE");
			}
			this.session.apart(() -> {
				this.entries.insert(this.session.jdbc(), row);
				this.tags.insert(this.session.jdbc(), row.head().id(), row.tags());
				return true;
			});
			this.rows++;
			this.fileBytes += row.head().fileBytes();
			this.open++;
			this.openBytes += row.value().length;
			if (this.open == BATCH || this.openBytes > BATCH_BYTES) {
				commit();
			}
			if (this.uses != null && source.uses != null) {
				this.uses.copy(source.uses, row.head().hash());
			}
		}

		/** The first shard has those of all. */
		void addTallies(Source first) {
			var tallies = new TallyTable();
			Map<String, Long> sums = first.session.apart(() -> tallies.all(first.session.jdbc()));
			this.session.apart(() -> {
				tallies.add(this.session.jdbc(), sums);
				return true;
			});
		}

		/** Ends it; numbers go on above all that were used. */
		void complete(long next) throws IOException {
			commit();
			this.stripes.raiseNext(next);
			this.stripes.complete(next);
			this.stripes.addTotals(this.rows, this.fileBytes, 0);
			this.session.apart(() -> {
				Schema.recordVersionCeiling(this.session.jdbc(), next + Schema.VERSION_STRIDE);
				return Session.ask(this.session.jdbc(), "wal_checkpoint(TRUNCATE)");
			});
			this.stripes.force();
			Durable.force(this.files.database());
		}

		private void commit() {
			if (this.open > 0) {
				this.session.execute("COMMIT");
				this.open = 0;
				this.openBytes = 0;
			}
		}

		@Override
		public void close() {
			this.session.close();
		}

	}

}
