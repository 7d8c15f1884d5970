package io.diskcache.store;

import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The parts of an open store, put together.
 *
 * @param shard the files and what is shared with other processes
 * @param transactions runs write transactions
 * @param access the way to the database
 * @param entries statements on entries
 * @param usages statements on their use
 * @param files the files of large values
 * @param rows changes of rows with all that hangs on them
 * @param culler keeps the volume below the limit
 * @param checkpoints keeps the write-ahead log small
 * @param uses what was used and is not yet written down
 * @param counters what happened in this process
 * @param clock tells the time of day
 */
record Rooms(Shard shard, Transactions transactions, Access access, EntryTable entries, UsageTable usages,
		ValueFiles files, Rows rows, Culler culler, Checkpoints checkpoints, Uses uses, Counters counters,
		InstantSource clock) {

	static Rooms assemble(Shard shard, Supplier<StoreOptions> options, Space space, Janitor janitor,
			InstantSource clock) {
		var entries = new EntryTable();
		var usages = new UsageTable();
		var counters = new Counters();
		var checkpoints = new Checkpoints(shard, janitor);
		var transactions = new Transactions(shard.database(), shard.stripes(), checkpoints::wrote);
		var files = new ValueFiles(shard.generation().values(), shard.slot().number(), options.get().durability());
		var rows = new Rows(entries, usages, files, shard.stripes());
		var culler = new Culler(entries, usages, rows, shard.stripes(), counters, options);
		return new Rooms(shard, transactions, new Access(shard, transactions, space), entries, usages, files, rows,
				culler, checkpoints, new Uses(), counters, clock);
	}

}
