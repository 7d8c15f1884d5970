package io.diskcache.benchmarks.load;

import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import io.diskcache.benchmarks.EngineSide;
import io.diskcache.benchmarks.Places;
import io.diskcache.benchmarks.RawSide;
import io.diskcache.benchmarks.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Something that holds entries, filled with a number of them.
 *
 * @param name what it is
 * @param entries how many entries it holds
 * @param get finds a value
 * @param put stores a value
 * @param remove removes an entry
 * @param place where its files are
 * @param close ends it and deletes its files
 */
record Contestant(String name, int entries, Function<byte[], byte @Nullable []> get, BiConsumer<byte[], byte[]> put,
		Consumer<byte[]> remove, Path place, Runnable close) {

	static final String STORE = "store";

	static final String FILES = "a file per entry";

	static final String RAW = "plain JDBC";

	/** Makes one of a store that is filled. */
	static Contestant store(EngineSide side, int entries) {
		return new Contestant(STORE, entries, side::get, (key, value) -> requireStored(side.put(key, value, null)),
				side::remove, side.place(), side::close);
	}

	static Contestant raw(int entries) {
		RawSide side = RawSide.filled(entries);
		return new Contestant(RAW, entries, side::get, (key, value) -> side.put(key, value, null), side::remove,
				side.place(), side::close);
	}

	static Contestant files(int entries) {
		Path place = Places.create();
		var cache = new FileCache(place);
		for (int i = 0; i < entries; i++) {
			cache.put(Workload.key(i), Workload.value(i));
		}
		return new Contestant(FILES, entries, cache::get, cache::put, cache::remove, place, () -> Places.delete(place));
	}

	private static void requireStored(boolean stored) {
		if (!stored) {
			throw new IllegalStateException("A put was not done");
		}
	}

}
