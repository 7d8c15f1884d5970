package io.diskcache.cache;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

import io.diskcache.codec.KeyCodec;

/** Makes Spring's own kinds of keys encodable, and decodable. */
public final class SpringKeys {

	/** There is no accessor, and {@code toString} gives different keys one text. */
	private static final Field PARAMS = paramsOfSimpleKey();

	private SpringKeys() {
	}

	/**
	 * Adds {@link SimpleKey}, and the page requests of Spring Data where that is present.
	 * @param keys what can be a key
	 * @return a codec that can do more
	 */
	public static KeyCodec addTo(KeyCodec keys) {
		return PageableKeys
			.addTo(keys.with(SimpleKey.class, SpringKeys::params, (params) -> new SimpleKey((Object[]) params)));
	}

	private static @Nullable Object params(SimpleKey key) {
		return ReflectionUtils.getField(PARAMS, key);
	}

	private static Field paramsOfSimpleKey() {
		Field field = ReflectionUtils.findField(SimpleKey.class, "params", Object[].class);
		Assert.state(field != null, "This version of Spring has no Object[] SimpleKey.params");
		ReflectionUtils.makeAccessible(field);
		return field;
	}

}
