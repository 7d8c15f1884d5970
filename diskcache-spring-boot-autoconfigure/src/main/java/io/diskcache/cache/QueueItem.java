package io.diskcache.cache;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * An item of a {@link CacheQueue}.
 *
 * @param key the key of its entry in the cache, under which it can be looked up, touched
 * and evicted while it is in the queue
 * @param value the value
 * @param stored when it was pushed, to the millisecond
 * @param expires when it expires, to the millisecond, or {@code null} if it does not
 */
public record QueueItem(UUID key, @Nullable Object value, Instant stored, @Nullable Instant expires) {
}
