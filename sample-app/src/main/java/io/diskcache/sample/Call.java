package io.diskcache.sample;

/**
 * A call of a cached method, as its caller sees it.
 *
 * @param <T> what the method returns
 * @param value what it returned
 * @param result whether it was computed for this call
 * @param tookMicros how long the call took, in microseconds
 */
record Call<T>(T value, Result result, long tookMicros) {
}
