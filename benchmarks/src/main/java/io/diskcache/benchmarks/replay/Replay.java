package io.diskcache.benchmarks.replay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.diskcache.benchmarks.plot.Csv;
import io.diskcache.store.EvictionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Hit ratios of policies over traces: {@code java -cp benchmarks/target/benchmarks.jar
 * io.diskcache.benchmarks.replay.Replay [--capacity 10%,2%] [--limit-accesses n] [--csv
 * file] zipf scan loop shift keys:path ints:path sizes:path}. A capacity is a share of
 * the different keys of a trace, or of their bytes in a trace with sizes. Mixes are
 * explained in {@link Mixes}, formats in {@link TraceFormat}; {@code zipf:0.8} has
 * another exponent.
 */
public final class Replay {

	/** What a policy is measured by. */
	static final List<CacheFactory> BASELINES = List.of((capacity, totals) -> Queue.fifo(capacity),
			(capacity, totals) -> Queue.lru(capacity), (capacity, totals) -> new NaiveLfu(capacity), WTinyLfu::new,
			(capacity, totals) -> new S3Fifo(capacity), Optimum::new);

	/** All that is compared, in the order of the columns. */
	private static final List<CacheFactory> POLICIES = Stream
		.concat(Stream.of(EvictionPolicy.ADAPTIVE, EvictionPolicy.LRU, EvictionPolicy.LFU, EvictionPolicy.FIFO)
			.map(StoreCache::factory), BASELINES.stream())
		.toList();

	private static final PrintStream out = System.out;

	private final List<Double> shares = new ArrayList<>();

	private final List<String> traces = new ArrayList<>();

	private final Csv csv = new Csv("trace", "share", "capacity", "unit", "accesses", "distinct", "policy", "hits",
			"ratio");

	private List<String> names = List.of();

	private long limit = Long.MAX_VALUE;

	private @Nullable Path file;

	private Replay(String[] args) {
		Iterator<String> arguments = List.of(args).iterator();
		while (arguments.hasNext()) {
			String argument = arguments.next();
			switch (argument) {
				case "--capacity" ->
					Arrays.stream(arguments.next().split(",")).map(Replay::share).forEach(this.shares::add);
				case "--limit-accesses" -> this.limit = Long.parseLong(arguments.next());
				case "--csv" -> this.file = Path.of(arguments.next());
				default -> this.traces.add(argument);
			}
		}
		if (this.shares.isEmpty()) {
			this.shares.addAll(List.of(0.1, 0.02));
		}
		if (this.traces.isEmpty()) {
			this.traces.addAll(List.of("zipf", "scan", "loop", "shift"));
		}
	}

	public static void main(String[] args) throws IOException {
		new Replay(args).run();
	}

	/** Reads a trace on a cache and returns the number of hits. */
	static long hits(Trace trace, ReplayedCache cache) {
		try (Stream<Access> accesses = trace.accesses()) {
			return accesses.filter((access) -> cache.access(access.key(), access.size())).count();
		}
	}

	private static double share(String percent) {
		if (!percent.endsWith("%")) {
			throw new IllegalArgumentException("A capacity must be in percent, but is " + percent);
		}
		return Double.parseDouble(percent.substring(0, percent.length() - 1)) / 100;
	}

	private void run() throws IOException {
		for (String argument : this.traces) {
			Totals totals = Totals.of(Trace.named(argument).limitedTo(this.limit));
			for (double share : this.shares) {
				replay(totals, share);
			}
		}
		if (this.file != null) {
			this.csv.write(this.file);
		}
	}

	private void replay(Totals totals, double share) {
		long capacity = totals.capacity(share);
		List<String> names = new ArrayList<>();
		List<String> ratios = new ArrayList<>();
		for (CacheFactory policy : POLICIES) {
			try (ReplayedCache cache = policy.create(capacity, totals)) {
				long hits = hits(totals.trace(), cache);
				double ratio = 100.0 * hits / totals.accesses();
				names.add(cache.name());
				ratios.add(String.format(Locale.ROOT, "%.2f", ratio));
				this.csv.row(totals.trace().name(), share, capacity, totals.trace().unit(), totals.accesses(),
						totals.distinct(), cache.name(), hits, String.format(Locale.ROOT, "%.4f", ratio));
			}
		}
		head(names);
		String percent = String.format(Locale.ROOT, "%.3g %%", 100 * share);
		row(totals.trace().name(), percent, Long.toString(capacity), ratios);
	}

	/** Says what the columns are, again when policies have other names. */
	private void head(List<String> names) {
		if (!names.equals(this.names)) {
			this.names = names;
			row("hit ratios in %", "share", "capacity", names);
		}
	}

	private static void row(String trace, String share, String capacity, List<String> cells) {
		out.printf("%-20s%8s%12s", trace, share, capacity);
		cells.forEach((cell) -> out.printf("%15s", cell));
		out.println();
	}

}
