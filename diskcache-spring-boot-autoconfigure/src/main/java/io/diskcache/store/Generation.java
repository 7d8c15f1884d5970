package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One generation of a store: a directory with the database, the counters and the value
 * files of each shard. The file {@code CURRENT} names the one that is in use. A
 * generation is complete before it gets its name, and is replaced as a whole when it is
 * damaged.
 *
 * @param directory the directory, {@code g0001} and so on
 */
record Generation(Path directory) {

	private static final Logger logger = LoggerFactory.getLogger(Generation.class);

	private static final String CURRENT = "CURRENT";

	private static final Pattern NAME = Pattern.compile("g[0-9]{4,9}");

	/** The files of one of its shards. */
	ShardFiles shard(int number) {
		return new ShardFiles(this, number);
	}

	/**
	 * Has the next opening look whether the database is damaged, and replace it if it is.
	 */
	void suspect() {
		try {
			Files.write(mark(), new byte[0], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			logger.warn("Cannot mark {} as suspect: {}", this.directory, ex.toString());
		}
	}

	boolean isSuspect() {
		return Files.exists(mark());
	}

	void clearSuspicion() throws IOException {
		Files.deleteIfExists(mark());
	}

	private Path mark() {
		return this.directory.resolve("SUSPECT");
	}

	/**
	 * Returns the generation in use, or {@code null} if there is none yet. Where the name
	 * of it was lost in a power cut, the only one there is.
	 */
	static @Nullable Generation current(Path store) throws IOException {
		String name = "";
		try {
			name = Files.readString(store.resolve(CURRENT)).strip();
		}
		catch (NoSuchFileException | MalformedInputException ex) {
			logger.debug("{} cannot be read", store.resolve(CURRENT), ex);
		}
		if (NAME.matcher(name).matches() && Files.isDirectory(store.resolve(name))) {
			return new Generation(store.resolve(name));
		}
		List<Path> complete = generations(store).stream()
			.filter((path) -> NAME.matcher(path.getFileName().toString()).matches())
			.toList();
		return (complete.size() == 1) ? new Generation(complete.get(0)) : null;
	}

	/**
	 * Builds a new generation and puts it into use. The caller holds the build lock, and
	 * nobody has the store open. Until it is put into use the former one is as it was,
	 * and what is left of a building that was not finished is deleted by the next.
	 * @param shards number of shards
	 * @param hashKey secret key of the hash of keys
	 * @param slots size of the table of uses
	 * @param filling puts entries into it before it is used
	 */
	static Generation build(Path store, int shards, SipHash hashKey, int slots, Filling filling) throws IOException {
		String name = nextName(store);
		var draft = new Generation(Files.createDirectory(store.resolve(name + ".new")));
		boolean complete = false;
		try {
			for (int number = 0; number < shards; number++) {
				draft.shard(number).create(shards, hashKey, slots);
			}
			filling.fill(draft);
			complete = true;
		}
		finally {
			if (!complete) {
				// It would only take space, of which there may be none.
				deleteTree(draft.directory());
			}
		}
		var generation = new Generation(store.resolve(name));
		Files.move(draft.directory(), generation.directory(), StandardCopyOption.ATOMIC_MOVE);
		Path current = Files.writeString(store.resolve(CURRENT + ".new"), name + "\n");
		Durable.force(current);
		Files.move(current, store.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE,
				StandardCopyOption.REPLACE_EXISTING);
		Durable.force(store);
		return generation;
	}

	/** Deletes what earlier openings left: half-built generations and replaced ones. */
	static void deleteAllBut(Path store, Generation kept) throws IOException {
		for (Path path : generations(store)) {
			if (!path.equals(kept.directory())) {
				deleteTree(path);
			}
		}
	}

	private static String nextName(Path store) throws IOException {
		int greatest = 0;
		for (Path path : generations(store)) {
			String name = path.getFileName().toString();
			if (name.endsWith(".new")) {
				deleteTree(path);
			}
			else {
				greatest = Math.max(greatest, Integer.parseInt(name.substring(1)));
			}
		}
		return String.format("g%04d", greatest + 1);
	}

	private static List<Path> generations(Path store) throws IOException {
		try (Stream<Path> paths = Files.list(store)) {
			return paths.filter((path) -> path.getFileName().toString().matches("g[0-9]{4,9}(\\.new)?")).toList();
		}
	}

	/** Deletes a directory of ours. Links in it are deleted, never followed. */
	private static void deleteTree(Path directory) throws IOException {
		try (Stream<Path> paths = Files.walk(directory)) {
			paths.sorted(Comparator.reverseOrder()).forEach((path) -> {
				try {
					Files.deleteIfExists(path);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
		}
	}

	/** Puts entries into a generation that is being built. */
	@FunctionalInterface
	interface Filling {

		/** Puts them in. */
		void fill(Generation draft) throws IOException;

	}

}
