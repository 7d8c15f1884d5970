package io.diskcache.store;

import java.time.Duration;

/** Opens the store's files. */
@FunctionalInterface
interface Opener {

	/**
	 * Opens them.
	 * @param options how the store is used
	 * @param patience how long to wait for another process that is opening it
	 * @param onDivision told before the store is divided anew, which may take minutes
	 * @param onLoss told when the files are not there any more
	 * @throws StoreException if that is not possible
	 */
	OpenStore open(StoreOptions options, Duration patience, Runnable onDivision, Runnable onLoss);

}
