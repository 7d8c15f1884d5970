package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an opening that is alone does with the counters, before anybody else can have
 * them: it makes sure that they are there, belong to the database and are not an older
 * copy, and goes on after processes that died.
 */
final class Recovery {

	private static final Logger logger = LoggerFactory.getLogger(Recovery.class);

	private final ShardFiles files;

	private final Schema schema;

	private final StoreOptions options;

	Recovery(ShardFiles files, Schema schema, StoreOptions options) {
		this.files = files;
		this.schema = schema;
		this.options = options;
	}

	/**
	 * Opens the counters.
	 * @throws StoreException if there is something to mend and they cannot be written
	 */
	Stripes open() throws IOException {
		Stripes stripes = openPresent();
		if (stripes == null) {
			this.options.requireRecovering(this.files.directory(), "The counters are lost or damaged");
			stripes = makeAnew();
		}
		remember(stripes);
		boolean sameBoot = stripes.header().isOfBoot(Boot.current());
		// Where only the marks of the dead are left, who can write finds them later.
		if (stripes.isWritable() || !sameBoot) {
			recover(stripes, sameBoot);
		}
		return stripes;
	}

	/** Returns {@code null} where they are lost. */
	private @Nullable Stripes openPresent() throws IOException {
		Stripes stripes;
		try {
			stripes = StripesFile.map(this.files.stripes(), this.schema.identity());
		}
		catch (StoreCorruptedException | NoSuchFileException ex) {
			logger.warn("The counters of {} are lost and made anew: {}", this.files.directory(), ex.getMessage());
			return null;
		}
		boolean sameDatabase = stripes.header().isDatabase(FileKey.of(this.files.database()));
		if (sameDatabase && !stripes.header().isFile(FileKey.of(this.files.stripes()))) {
			// Of an older copy nobody knows what it lacks.
			logger.warn("The counters of {} were replaced, perhaps by an older copy: they are made anew",
					this.files.directory());
			return null;
		}
		if (!sameDatabase) {
			logger.info("The files in {} were copied or restored: their entries stay", this.files.directory());
			stripes.skipAhead(ceiling());
			stripes.raiseClearFloor(cleared());
			stripes.wantRecount(true);
		}
		return stripes;
	}

	/**
	 * Makes the counters anew; numbers go on above all that were used. With the old ones
	 * is lost what had been made unreadable and not yet deleted: so nothing stays
	 * readable, but where nothing is ever evicted, as only a clear does that there.
	 */
	private Stripes makeAnew() throws IOException {
		Path file = this.files.stripes();
		Path draft = file.resolveSibling(file.getFileName() + ".new");
		Files.deleteIfExists(draft);
		boolean made = false;
		try {
			long next = ceiling() + Stripes.GAP;
			StripesFile.create(draft, this.schema.identity(), next, this.options.lossless() ? cleared() : next);
			Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			made = true;
		}
		finally {
			if (!made) {
				// A part of it would only take space, of which there may be none.
				Files.deleteIfExists(draft);
			}
		}
		return StripesFile.map(file, this.schema.identity());
	}

	/** Records which files belong together, after all else that hangs on it. */
	private void remember(Stripes stripes) throws IOException {
		stripes.header().remember(FileKey.of(this.files.stripes()), FileKey.of(this.files.database()));
	}

	/**
	 * Goes on after processes that died, when nobody has the store open. Numbers they
	 * drew and that no file shows are left out, the totals are counted anew. After a
	 * power cut the counters may be older than the database.
	 */
	private void recover(Stripes stripes, boolean sameBoot) throws IOException {
		boolean marked = IntStream.range(0, Stripes.SLOTS).anyMatch((slot) -> stripes.mark(slot) != 0);
		if (!sameBoot && marked) {
			this.options.requireRecovering(this.files.directory(), "The machine went down while the store was in use");
		}
		if (!sameBoot || marked) {
			stripes.wantRecount(true);
			stripes.skipAhead(ceiling());
		}
		if (!sameBoot && marked && this.options.clearAfterUncleanReboot()) {
			logger.warn("The machine went down while {} was in use: its entries are cleared", this.files.directory());
			clear(stripes);
		}
		// Last, so that all is done again should the machine go down in its middle.
		for (int slot = 0; slot < Stripes.SLOTS; slot++) {
			if (stripes.mark(slot) != 0) {
				new ValueFiles(this.files.values(), slot, Durability.PROCESS).deleteTemporary(slot);
				stripes.clearUnowned(slot);
				stripes.mark(slot, 0);
			}
		}
		// Nobody is left who could still end a write.
		stripes.complete(stripes.next());
		stripes.header().rememberBoot(Boot.current());
	}

	private void clear(Stripes stripes) {
		long number = stripes.draw();
		stripes.setClearedRows(stripes.rows());
		stripes.raiseClearFloor(number);
		Shard.using(this.files, (session) -> {
			session.execute("BEGIN IMMEDIATE");
			Schema.recordCleared(session.jdbc(), number);
			session.execute("COMMIT");
			return true;
		});
		stripes.complete(number);
	}

	private long ceiling() {
		return Shard.using(this.files, (session) -> Schema.versionCeiling(session.jdbc()));
	}

	private long cleared() {
		return Shard.using(this.files, (session) -> Schema.cleared(session.jdbc()));
	}

}
