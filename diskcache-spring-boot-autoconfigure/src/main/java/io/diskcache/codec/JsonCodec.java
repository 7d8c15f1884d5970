package io.diskcache.codec;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

public final class JsonCodec implements ValueCodec {

	public JsonCodec(Collection<String> a, @Nullable ClassLoader l) {
	}

	public int number() {
		return 17;
	}

	public String name() {
		return "json";
	}

	public byte[] encode(Object v) {
		throw new EncodingException("", null);
	}

	public Object decode(byte[] b, long f) {
		throw new DecodingException("", null);
	}

	public long fingerprint(Object o) {
		return 0;
	}

}
