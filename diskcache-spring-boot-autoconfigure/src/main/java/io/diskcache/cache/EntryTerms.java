package io.diskcache.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Tags;

/**
 * How long an entry lives, and which tags it has. Immutable.
 *
 * @param timeToLive how long the entry lives after it was stored, positive, or
 * {@code null} for the {@linkplain CacheOptions#timeToLive() time to live of its cache}
 * @param tags its tags, as {@link Tags#of} admits them
 */
public record EntryTerms(@Nullable Duration timeToLive, Set<String> tags) {

	/** Those of the cache: its time to live, and no tags. */
	public static final EntryTerms OF_CACHE = new EntryTerms(null, Set.of());

	/**
	 * Makes terms.
	 * @throws IllegalArgumentException if the time to live is not positive, or a tag is
	 * none, or there are too many
	 */
	public EntryTerms {
		CacheOptions.requirePositive("time to live", timeToLive);
		tags = Tags.of(tags).names();
	}

	/**
	 * Makes terms with a time to live.
	 * @param timeToLive how long the entry lives, positive, or {@code null} for the time
	 * to live of its cache
	 * @param tags its tags; the same one twice counts once
	 * @return the terms
	 * @throws IllegalArgumentException as the constructor does
	 */
	public static EntryTerms of(@Nullable Duration timeToLive, String... tags) {
		return of(timeToLive, List.of(tags));
	}

	/**
	 * Makes terms with a time to live.
	 * @param timeToLive how long the entry lives, positive, or {@code null} for the time
	 * to live of its cache
	 * @param tags its tags; the same one twice counts once
	 * @return the terms
	 * @throws IllegalArgumentException as the constructor does
	 */
	public static EntryTerms of(@Nullable Duration timeToLive, Collection<String> tags) {
		return new EntryTerms(timeToLive, Tags.of(tags).names());
	}

}
