package io.diskcache.codec;

/**
 * Turns values that have no native form into bytes and back. What it encodes it must be
 * able to decode, and it must refuse at once what it would refuse to decode.
 * Implementations are thread-safe.
 */
public interface ValueCodec {

	/** Lowest number of a codec; smaller ones are native forms. */
	int FIRST_NUMBER = 16;

	/**
	 * Returns the number that is stored with each value and must never change.
	 * @return the number, {@value #FIRST_NUMBER} or more
	 */
	int number();

	/**
	 * Returns the name by which the codec is chosen in the configuration.
	 * @return the name, in lower case
	 */
	String name();

	/**
	 * Encodes a value.
	 * @param value the value
	 * @return its bytes, not kept by the codec
	 * @throws EncodingException if the value, or a part of it, cannot be encoded
	 */
	byte[] encode(Object value);

	/**
	 * Decodes a value.
	 * @param bytes what {@link #encode} returned; not to be changed
	 * @param fingerprint what {@link #fingerprint} returned for the value
	 * @return the value, which shares nothing with the bytes
	 * @throws DecodingException if the bytes are damaged, or the value's class has
	 * changed, is gone or is not allowed
	 */
	Object decode(byte[] bytes, long fingerprint);

	/**
	 * Returns a mark of the value's type, which changes when older bytes are of no use
	 * any more. The same in every JVM.
	 * @param value the value
	 * @return the mark, 0 where there is none
	 */
	long fingerprint(Object value);

}
