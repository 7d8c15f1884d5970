package io.diskcache.store;

/**
 * Why an open store is of no use any more and has to be opened anew.
 *
 * @param condition what happened, for an operator
 * @param changesKnown whether all is known that this process should have changed
 * meanwhile
 */
record Loss(StoreCondition condition, boolean changesKnown) {
}
