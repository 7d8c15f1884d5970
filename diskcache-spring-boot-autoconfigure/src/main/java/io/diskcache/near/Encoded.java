package io.diskcache.near;

/**
 * A value as it is stored.
 *
 * @param codec number of the codec that made the bytes
 * @param fingerprint the codec's mark of the type
 * @param bytes the encoded value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Encoded(int codec, long fingerprint, byte[] bytes) {
}
