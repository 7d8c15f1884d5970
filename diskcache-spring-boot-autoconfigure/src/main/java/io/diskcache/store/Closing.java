package io.diskcache.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Closes several things: all of them, whatever happens to some. */
final class Closing {

	private Closing() {
	}

	/**
	 * Closes all, one after the other.
	 * @throws StoreException if one could not be closed, or had a fault in a mapped file:
	 * the first one's, with those of others suppressed
	 */
	static void all(List<? extends AutoCloseable> some, AutoCloseable... others) {
		List<AutoCloseable> all = new ArrayList<>(some);
		all.addAll(List.of(others));
		try {
			rest(all.iterator());
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (Exception | InternalError ex) {
			throw new StoreException("A part of a store could not be closed", ex);
		}
	}

	/*
	 * Not in a loop that notes failures: Java tells of a fault in a mapped file some time
	 * later, at any place.
	 */
	private static void rest(Iterator<AutoCloseable> left) throws Exception {
		if (!left.hasNext()) {
			return;
		}
		try {
			left.next().close();
		}
		catch (Throwable first) {
			try {
				rest(left);
			}
			catch (Throwable later) {
				first.addSuppressed(later);
			}
			throw first;
		}
		rest(left);
	}

}
