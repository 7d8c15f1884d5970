package io.diskcache.codec;

/**
 * Thrown when a key has a part without a canonical encoding. Learns the place of the part
 * on its way up.
 */
final class UnsupportedKeyException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private static final String WAYS_OUT = ". Make it a record of such types, give the method a KeyGenerator,"
			+ " or register a key codec for the class";

	private String place = "";

	UnsupportedKeyException(Class<?> type, String reason) {
		super(type.getName() + " cannot be part of a cache key: " + reason);
	}

	UnsupportedKeyException within(String step) {
		this.place = step + this.place;
		return this;
	}

	@Override
	public String getMessage() {
		String where = this.place.isEmpty() ? "" : " (at key" + this.place + ")";
		return super.getMessage() + where + WAYS_OUT;
	}

}
