package io.diskcache.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.diskcache.cache.SpringKeys;
import io.diskcache.codec.KeyCodec;
import io.diskcache.store.EvictionPolicy;
import io.diskcache.store.Problem;
import io.diskcache.store.Selection;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreException;
import io.diskcache.store.StoreOptions;

/** The commands. */
final class CommandLine {

	/** Something could not be done, or a check found problems. */
	static final int FAILED = 1;

	private static final int MISUSED = 2;

	private static final int TAGS = 100;

	private static final String USAGE = """
			Usage: <directory> <command> [<cache>] [options]

			The directory is that of the property diskcache.directory, and is never made.
			  stats  [<cache>]              entries, bytes and tags of one cache, or of all
			  check  <cache> [--fix]        compares everything with everything else, and mends
			  list   <cache> [which]        key, encoded key, bytes, stored, expires and tags of entries
			  export <cache> [which]        writes a ZIP of values, and what is known of them, to the standard output
			  remove <cache> which|--all    removes entries, and tells how many
			Which entries:
			  --key=TEXT          of the key that is this text, or the whole number or UUID it stands for
			  --encoded-key=HEX   of the key with this encoded form, as it is listed
			  --tag=TEXT          with a tag
			  --prefix=TEXT       whose keys are strings that begin so
			Entries of an application with a diskcache.version are seen, and counted, with --version=TEXT; those of all
			versions are removed. A cache whose name cannot be that of a directory is there only if it is named.
			""";

	private final KeyCodec keys = SpringKeys
		.addTo(KeyCodec.standard().resolvingTypes(List.of(), CommandLine.class.getClassLoader()));

	private final PrintStream out;

	private final PrintStream err;

	CommandLine(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/**
	 * Runs a command.
	 * @return the status to exit with
	 */
	int run(String... arguments) {
		try {
			return run(new Call(arguments));
		}
		catch (UsageException ex) {
			this.err.println(ex.getMessage());
			this.err.print(USAGE);
			return MISUSED;
		}
		catch (StoreException | IllegalArgumentException ex) {
			this.err.println(ex.getMessage());
			return FAILED;
		}
		catch (UncheckedIOException ex) {
			this.err.println("A value could not be read, or not be written to the output, and what was written is "
					+ "not whole: " + ex.getMessage() + ". See what 'check' finds");
			return FAILED;
		}
	}

	private int run(Call call) {
		requireOptions(call);
		if (!StoreDirectory.isPresent(call.directory())) {
			throw new UsageException("There are no caches in " + call.directory());
		}
		try (StoreDirectory directory = StoreDirectory.open(call.directory(), 0)) {
			String cache = call.cache();
			if (cache == null) {
				return statisticsOfAll(directory, call);
			}
			if (!directory.contains(cache)) {
				throw new UsageException("There is no cache '" + cache + "'. There are " + directory.names());
			}
			if (call.command().equals("stats")) {
				statistics(directory, cache, call);
				return 0;
			}
			return run(call, open(directory, cache, call));
		}
	}

	private int run(Call call, Store store) {
		if (call.command().equals("check")) {
			return check(store, call.has("fix"));
		}
		Choice choice = Choice.of(call, this.keys);
		switch (call.command()) {
			case "list" -> choice.visit(store, new EntryList(this.out, this.keys)::add);
			case "export" -> {
				long left = EntryExport.write(choice, store, this.keys, this.out);
				if (left > 0) {
					this.err.println(
							left + " entries were left out: removed meanwhile, or damaged. See what 'check' finds");
					return FAILED;
				}
			}
			default -> {
				if (choice.isAll() != call.has("all")) {
					throw new UsageException("Either --all entries are removed, or those that are chosen");
				}
				this.out.println(choice.remove(store));
			}
		}
		return 0;
	}

	private static void requireOptions(Call call) {
		Set<String> options = new TreeSet<>(Set.of("version"));
		switch (call.command()) {
			case "stats" -> {
			}
			case "check" -> options.add("fix");
			case "list", "export" -> options.addAll(Choice.OPTIONS);
			case "remove" -> {
				options.addAll(Choice.OPTIONS);
				options.add("all");
			}
			default -> throw new UsageException("There is no command '" + call.command() + "'");
		}
		call.requireOptions(options);
		if (call.cache() == null && !call.command().equals("stats")) {
			throw new UsageException("'" + call.command() + "' needs the name of a cache");
		}
	}

	private static Store open(StoreDirectory directory, String name, Call call) {
		return directory.open(name, options(call.value("version")));
	}

	/**
	 * So that nothing is evicted, nothing lost where it cannot be written, and nothing
	 * decided that depends on the options of the application.
	 */
	static StoreOptions options(@Nullable String version) {
		return StoreOptions.defaults()
			.withSizeLimit(Long.MAX_VALUE)
			.withEvictionPolicy(EvictionPolicy.NONE)
			.withOperationTimeout(Duration.ofSeconds(10))
			.withApplicationVersion(version)
			.withLossless(true)
			.withShards(null)
			.withRecovering(false);
	}

	/** One cache that cannot be looked at does not hide the others. */
	private int statisticsOfAll(StoreDirectory directory, Call call) {
		int status = 0;
		for (String name : directory.names()) {
			try {
				statistics(directory, name, call);
			}
			catch (StoreException ex) {
				this.err.println(name + ": " + ex.getMessage());
				status = FAILED;
			}
		}
		return status;
	}

	private void statistics(StoreDirectory directory, String name, Call call) {
		Store store = open(directory, name, call);
		this.out.println(name + ": " + store.count() + " entries, " + store.volume() + " bytes, and " + store.walBytes()
				+ " bytes of write-ahead log");
		List<String> tags = store.tags(null, TAGS);
		while (!tags.isEmpty()) {
			for (String tag : tags) {
				this.out.println("  " + EntryList.printable(tag) + ": " + store.count(Selection.tagged(tag)));
			}
			tags = store.tags(tags.get(tags.size() - 1), TAGS);
		}
	}

	private int check(Store store, boolean fix) {
		List<Problem> problems = store.check(fix);
		problems.forEach((problem) -> this.out.println(problem.kind() + ": " + problem.detail()));
		this.out.println(problems.size() + (fix ? " problems mended" : " problems"));
		return (problems.isEmpty() || fix) ? 0 : FAILED;
	}

}
