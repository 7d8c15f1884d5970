package io.diskcache.history;

/** What finds a fault. */
sealed interface Finder {

	/** Histories of stores of one shard, at once. */
	Finder AT_ONCE = new Histories(1, true);

	/** Histories of stores of one shard, within a minute or so. */
	Finder IN_TIME = new Histories(1, false);

	/** Histories of stores of several shards, at once. */
	Finder SHARDED_AT_ONCE = new Histories(Registers.SHARDS, true);

	/** Histories of stores of several shards, within a minute or so. */
	Finder SHARDED_IN_TIME = new Histories(Registers.SHARDS, false);

	/**
	 * A test, for what no history shows; in the long runs.
	 * @param method its class, below the package {@code io.diskcache}, and its method,
	 * with a {@code #} between them
	 */
	static Finder test(String method) {
		return new SingleTest(method, false);
	}

	/** A test that takes a second: in every build. */
	static Finder quickTest(String method) {
		return new SingleTest(method, true);
	}

	/** Whether the fault is looked for in every build, or only in the long runs. */
	boolean inEveryBuild();

	/**
	 * Histories.
	 *
	 * @param shards how many of them stores have
	 * @param inEveryBuild whether the fault is looked for in every build
	 */
	record Histories(int shards, boolean inEveryBuild) implements Finder {
	}

	/**
	 * One test.
	 *
	 * @param method its class and its method
	 * @param inEveryBuild whether the fault is looked for in every build
	 */
	record SingleTest(String method, boolean inEveryBuild) implements Finder {
	}

}
