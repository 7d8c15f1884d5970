package io.diskcache.store;

import java.util.ArrayList;
import java.util.List;

/** Closes several things: all of them, whatever happens to some. */
final class Closing {

	private Closing() {
	}

	/**
	 * Closes all.
	 * @throws StoreException the first failure
	 */
	static void all(List<? extends AutoCloseable> some, AutoCloseable... others) {
		List<AutoCloseable> all = new ArrayList<>(some);
		all.addAll(List.of(others));
		StoreException failure = null;
		for (AutoCloseable each : all) {
			try {
				each.close();
			}
			catch (Exception ex) {
				StoreException seen = (ex instanceof StoreException known) ? known
						: new StoreException("A part of a store could not be closed", ex);
				failure = (failure != null) ? failure : seen;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

}
