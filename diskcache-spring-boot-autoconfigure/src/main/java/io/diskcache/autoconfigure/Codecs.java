package io.diskcache.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.ClassUtils;

import io.diskcache.codec.JavaCodec;
import io.diskcache.codec.JsonCodec;
import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.ValueCodec;

/** The codecs caches can choose from: ours, and the application's beans over them. */
final class Codecs {

	private Codecs() {
	}

	static Map<String, ValueCodec> of(DiskCacheProperties properties, ConfigurableListableBeanFactory beans,
			Stream<ValueCodec> own) {
		List<String> allowed = allowedPackages(properties, beans);
		ClassLoader classLoader = beans.getBeanClassLoader();
		Map<String, ValueCodec> byName = new TreeMap<>();
		try {
			byName.put("java", new JavaCodec(allowed, classLoader));
			if (ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", classLoader)) {
				byName.put("json", Json.codec(allowed, classLoader));
			}
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("diskcache.allowed-packages", allowed,
					ex.getMessage());
		}
		own.forEach((codec) -> byName.put(codec.name(), codec));
		return byName;
	}

	/** Lets keys name the classes values may be of, which were checked with those. */
	static UnaryOperator<KeyCodec> keys(DiskCacheProperties properties, ConfigurableListableBeanFactory beans) {
		return (keys) -> keys.resolvingTypes(allowedPackages(properties, beans), beans.getBeanClassLoader());
	}

	private static List<String> allowedPackages(DiskCacheProperties properties, ConfigurableListableBeanFactory beans) {
		List<String> allowed = new ArrayList<>(properties.allowedPackages());
		if (AutoConfigurationPackages.has(beans)) {
			allowed.addAll(AutoConfigurationPackages.get(beans));
		}
		return allowed;
	}

	/** Loaded only where Jackson is there. */
	private static final class Json {

		static ValueCodec codec(List<String> allowed, @Nullable ClassLoader classLoader) {
			return new JsonCodec(allowed, classLoader);
		}

	}

}
