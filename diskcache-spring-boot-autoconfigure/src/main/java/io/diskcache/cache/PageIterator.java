package io.diskcache.cache;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Page;
import io.diskcache.store.Store;

/**
 * Goes through pages of a store, and makes something of each element when its turn comes.
 * Not thread-safe.
 *
 * @param <E> what is on the pages
 * @param <T> what is made of it
 */
final class PageIterator<E, T> implements Iterator<T> {

	private final Store store;

	private final Function<Page.@Nullable Mark, Page<E>> pages;

	private final Function<E, @Nullable T> mapping;

	private Iterator<E> page = Collections.emptyIterator();

	private Page.@Nullable Mark mark;

	private boolean last;

	private @Nullable T next;

	/**
	 * Makes an iterator that has read nothing yet.
	 * @param store the store the pages come from
	 * @param pages reads the page after a mark
	 * @param mapping makes the elements; what it returns {@code null} for is passed over
	 */
	PageIterator(Store store, Function<Page.@Nullable Mark, Page<E>> pages, Function<E, @Nullable T> mapping) {
		this.store = store;
		this.pages = pages;
		this.mapping = mapping;
	}

	@Override
	public boolean hasNext() {
		while (this.next == null && (this.page.hasNext() || !this.last)) {
			if (this.page.hasNext()) {
				this.next = this.mapping.apply(this.page.next());
			}
			else {
				turn();
			}
		}
		return this.next != null;
	}

	@Override
	public T next() {
		T result = hasNext() ? this.next : null;
		if (result == null) {
			throw new NoSuchElementException("There are no more entries");
		}
		this.next = null;
		return result;
	}

	private void turn() {
		Page<E> read = this.pages.apply(this.mark);
		SelectedEntries.requireOpen(this.store);
		this.page = read.content().iterator();
		this.mark = read.next();
		this.last = this.mark == null;
	}

}
