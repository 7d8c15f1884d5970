package io.diskcache.store;

import java.io.IOException;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the files of an open store are still those that were opened, and
 * whether the counters in them still are what they were. Used by one thread at a time.
 */
final class Watch {

	private static final Logger logger = LoggerFactory.getLogger(Watch.class);

	private final ShardFiles files;

	private final Stripes stripes;

	private final InstantSource clock;

	/** What the files are, should others take their place. */
	private final String identity;

	/** The greatest number seen: it never goes back by itself. */
	private long greatest;

	Watch(Shard shard, InstantSource clock) {
		this.files = shard.files();
		this.stripes = shard.stripes();
		this.clock = clock;
		this.identity = this.files.identity();
		this.greatest = this.stripes.next();
	}

	/** Looks; {@code null} if all is as it was. */
	@Nullable Loss look() {
		String what = findWrong();
		if (what != null) {
			logger.warn("The files of {} {}: the store is opened anew", this.files.directory(), what);
			return new Loss(condition(StoreCondition.State.CANNOT_OPEN, what), false);
		}
		if (!this.stripes.isWritable() && Words.isWritable(this.files.stripes())) {
			logger.info("The counters of {} can be written again: the store is opened anew", this.files.directory());
			return new Loss(condition(StoreCondition.State.READ_ONLY, "are about to be opened for writing"), true);
		}
		return null;
	}

	private StoreCondition condition(StoreCondition.State state, String what) {
		return new StoreCondition(state, "The files of " + this.files.directory() + " " + what, this.clock.instant());
	}

	private @Nullable String findWrong() {
		try {
			// In this order: what is cut off must not be touched.
			if (!this.files.identity().equals(this.identity)) {
				return "were removed or replaced";
			}
			if (!StripesFile.hasLength(this.files.stripes())) {
				return "were cut off";
			}
			return StripesFile.isRecorded(this.files, this.stripes) ? findOverwritten()
					: "were replaced while they were being opened";
		}
		catch (IOException | InternalError ex) {
			logger.debug("{} cannot be looked at", this.files.directory(), ex);
			return "cannot be looked at";
		}
	}

	/**
	 * What was overwritten in place others are not to use either: neither now nor later.
	 */
	private @Nullable String findOverwritten() {
		if (this.stripes.isRetired()) {
			return "were given up by another process";
		}
		// In this order: what was drawn before is counted in what is read after.
		this.greatest = Math.max(this.greatest, this.stripes.drawn());
		long next = this.stripes.next();
		if (next >= this.greatest && this.stripes.header().isIntact()) {
			this.greatest = next;
			return null;
		}
		try {
			this.stripes.header().retire();
		}
		catch (StoreException | InternalError ex) {
			logger.debug("Cannot tell others that {} was overwritten", this.files.stripes(), ex);
		}
		return "were overwritten with older ones";
	}

}
