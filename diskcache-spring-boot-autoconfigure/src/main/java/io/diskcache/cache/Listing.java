package io.diskcache.cache;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.diskcache.store.Selection;

/**
 * Keys or entries of a cache, read from the disk as they are asked for, a page at a time.
 * Nothing is held open between two pages, so that an iteration may take any time, or be
 * given up.
 * <p>
 * An iteration meets each entry that is there all the time exactly once, whatever is
 * changed meanwhile by whichever process. What is stored after it began is not met,
 * unless it takes the place of an entry that was there; what is removed, or has expired,
 * before its page was read is not met either. Values that cannot be decoded any more are
 * passed over and counted as failures.
 * <p>
 * Iterators cannot remove, and throw {@link io.diskcache.store.StoreException} if the
 * store cannot be read, and {@link IllegalStateException} if it was closed before the
 * last page was read. Immutable and thread-safe; its iterators and streams are not.
 *
 * @param <T> what is listed
 */
public final class Listing<T> implements Iterable<T> {

	private final Selection selection;

	private final Function<Selection, Iterator<T>> iterators;

	Listing(Selection selection, Function<Selection, Iterator<T>> iterators) {
		this.selection = selection;
		this.iterators = iterators;
	}

	/**
	 * Returns the same in the opposite order of {@code keys()} and {@code entries()}.
	 * @return the listing, those last stored first
	 */
	public Listing<T> lastStoredFirst() {
		return new Listing<>(this.selection.lastStoredFirst(), this.iterators);
	}

	@Override
	public Iterator<T> iterator() {
		return this.iterators.apply(this.selection);
	}

	@Override
	public Spliterator<T> spliterator() {
		return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL);
	}

	/**
	 * Returns the listing as a stream.
	 * @return a sequential stream, which need not be closed
	 */
	public Stream<T> stream() {
		return StreamSupport.stream(spliterator(), false);
	}

}
