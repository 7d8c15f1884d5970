package io.diskcache.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.RefreshOptions;
import io.diskcache.cache.ServingOptions;
import io.diskcache.near.NearOptions;
import io.diskcache.store.StoreOptions;

/**
 * Makes the options of caches from the properties, and checks each of them: what is wrong
 * names the property, its value and the mend.
 *
 * @param properties the properties
 * @param codecs names of the codecs there are
 */
record CacheOptionsFactory(DiskCacheProperties properties, Collection<String> codecs) {

	static final String NEAR_EXAMPLE = "write a number with a unit, such as 32MB, or hold nothing in the heap with "
			+ "near.enabled: false";

	private static final String STALE_EXAMPLE = "write a number with a unit, such as 5m";

	static final String EXAMPLE_SIZE = "write a number with a unit, such as 512MB";

	/** Checks all that is configured, whether or not the caches are ever used. */
	void checkAll() {
		requireDifferentNames();
		optionsOf("");
		this.properties.caches().keySet().forEach(this::optionsOf);
	}

	/**
	 * Returns the names of the caches that are there from the start: those that are
	 * configured, but for what an environment variable has made of another one's name,
	 * and those that are named elsewhere.
	 */
	Set<String> names(Collection<String> named) {
		Set<String> names = new TreeSet<>(this.properties.caches().keySet());
		names.addAll(named);
		Set<String> variables = names.stream()
			.filter((name) -> !name.equals(uniform(name)))
			.map(CacheOptionsFactory::uniform)
			.collect(Collectors.toSet());
		variables.removeAll(named);
		names.removeAll(variables);
		return names;
	}

	/**
	 * Makes the options of a cache: its own settings over the defaults.
	 * @throws InvalidConfigurationPropertyValueException if a setting is wrong
	 */
	CacheOptions optionsOf(String cache) {
		Draft draft = new Draft(cache, settingsOf(cache));
		draft.set("time-to-live", CacheSettings::timeToLive, CacheOptions::withTimeToLive,
				"leave it out for entries that do not expire");
		draft.set("time-to-live-jitter", CacheSettings::timeToLiveJitter, CacheOptions::withTimeToLiveJitter,
				"write a part such as 0.1, or leave it out");
		draft.set("load-timeout", CacheSettings::loadTimeout, CacheOptions::withLoadTimeout,
				"write a number with a unit, such as 30s");
		draft.setRefresh("refresh-ahead", CacheSettings::refreshAhead, RefreshOptions::withAhead,
				"leave it out for values that are computed when there is none");
		draft.setRefresh("stale-while-revalidate", CacheSettings::staleWhileRevalidate,
				RefreshOptions::withStaleWhileRevalidate, STALE_EXAMPLE);
		draft.setRefresh("stale-if-error", CacheSettings::staleIfError, RefreshOptions::withStaleIfError,
				STALE_EXAMPLE);
		draft.set("allow-null-values", CacheSettings::allowNullValues, CacheOptions::withAllowNullValues, "");
		draft.set("codec", CacheSettings::codec, this::withCodec, "");
		draft.set("keep-statistics", CacheSettings::keepStatistics, CacheOptions::withKeepStatistics, "");
		draft.setWeb("web.exposed", CacheSettings.Web::exposed, ServingOptions::withExposed);
		draft.setWeb("web.cache-control", CacheSettings.Web::cacheControl, ServingOptions::withCacheControl);
		draft.setWeb("web.immutable", CacheSettings.Web::immutable, ServingOptions::withImmutable);
		draft.setWeb("web.signed", CacheSettings.Web::signed, this::withSigned);
		draft.setNear("near.enabled", CacheSettings.Near::enabled, NearOptions::withEnabled, "");
		draft.setNear("near.size-limit", CacheSettings.Near::sizeLimit,
				(near, size) -> near.withSizeLimit(size.toBytes()), NEAR_EXAMPLE);
		draft.setNear("near.hold", CacheSettings.Near::hold, NearOptions::withHold, "");
		draft.setStore("size-limit", CacheSettings::sizeLimit, (store, size) -> store.withSizeLimit(size.toBytes()),
				EXAMPLE_SIZE);
		draft.setMaxValueSize();
		draft.setStore("inline-limit", CacheSettings::inlineLimit, CacheOptionsFactory::withInlineLimit,
				"write a number with a unit, such as 32KB");
		draft.setStore("eviction-policy", CacheSettings::evictionPolicy, StoreOptions::withEvictionPolicy, "");
		draft.setStore("durability", CacheSettings::durability, StoreOptions::withDurability, "");
		draft.setStore("after-unclean-reboot", CacheSettings::afterUncleanReboot,
				(store, keeping) -> store.withClearAfterUncleanReboot(keeping == Keeping.CLEAR), "");
		draft.setStore("operation-timeout", CacheSettings::operationTimeout, StoreOptions::withOperationTimeout,
				"write a number with a unit, such as 250ms");
		draft.setStore("key-index", CacheSettings::keyIndex, StoreOptions::withKeyIndex, "");
		draft.setStore("shards", CacheSettings::shards, StoreOptions::withShards, "");
		draft.setStore("version", CacheSettings::version, StoreOptions::withApplicationVersion, "");
		return draft.options;
	}

	/**
	 * An environment variable has neither case nor hyphens: it speaks of the cache that
	 * differs in these only, unless another setting has its very name.
	 */
	private @Nullable CacheSettings settingsOf(String cache) {
		CacheSettings own = this.properties.caches().get(cache);
		return (own != null) ? own : this.properties.caches().get(uniform(cache));
	}

	private static String uniform(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Caches are asked for by their exact names: of two that read alike one is a slip.
	 */
	private void requireDifferentNames() {
		Map<String, String> readings = new HashMap<>();
		for (String name : new TreeSet<>(this.properties.caches().keySet())) {
			String other = name.equals(uniform(name)) ? null : readings.putIfAbsent(reading(name), name);
			if (other != null) {
				throw new InvalidConfigurationPropertyValueException("diskcache.caches", other + ", " + name,
						"These names differ in case or hyphens only, and are two caches; keep the one the cache is "
								+ "asked for by, as in @Cacheable");
			}
		}
	}

	private static String reading(String name) {
		return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
	}

	private CacheOptions withCodec(CacheOptions options, String codec) {
		if (!this.codecs.contains(codec)) {
			String mend = codec.equals("json")
					? "this codec needs Jackson 3: add org.springframework.boot:spring-boot-starter-jackson"
					: "choose one, or register a bean of type io.diskcache.codec.ValueCodec with this name";
			throw new IllegalArgumentException("There is no such codec, there are " + this.codecs + "; " + mend);
		}
		return options.withCodec(codec);
	}

	private ServingOptions withSigned(ServingOptions serving, boolean signed) {
		if (signed && this.properties.web().linkSecrets().isEmpty()) {
			throw new IllegalArgumentException("There is no secret to sign links with; set diskcache.web.link-secrets");
		}
		return serving.withSigned(signed);
	}

	private static StoreOptions withInlineLimit(StoreOptions store, DataSize size) {
		return store.withInlineLimit((int) Math.max(-1, Math.min(size.toBytes(), Integer.MAX_VALUE)));
	}

	/** Options that settings are applied to one by one. */
	private final class Draft {

		private final String cache;

		private final @Nullable CacheSettings own;

		private CacheOptions options = CacheOptions.defaults()
			.withStore(StoreOptions.defaults()
				.withApplicationVersion(CacheOptionsFactory.this.properties.version())
				.withReshard(CacheOptionsFactory.this.properties.reshard()));

		private Draft(String cache, @Nullable CacheSettings own) {
			this.cache = cache;
			this.own = own;
		}

		private <T> void set(String name, Function<CacheSettings, @Nullable T> setting,
				BiFunction<CacheOptions, T, CacheOptions> with, String mend) {
			T value = (this.own != null) ? setting.apply(this.own) : null;
			String prefix = "diskcache.caches" + quoted(this.cache);
			if (value == null) {
				value = setting.apply(CacheOptionsFactory.this.properties.defaults());
				prefix = "diskcache.defaults";
			}
			if (value != null) {
				try {
					this.options = with.apply(this.options, value);
				}
				catch (IllegalArgumentException ex) {
					throw new InvalidConfigurationPropertyValueException(prefix + '.' + name, shown(value),
							ex.getMessage() + (mend.isEmpty() ? "" : "; " + mend));
				}
			}
		}

		/**
		 * A largest value beyond the limit of the cache is a mistake where the cache says
		 * so itself; where it is meant for all caches, a smaller cache has its own limit.
		 */
		private void setMaxValueSize() {
			boolean ofAll = this.own != null && this.own.maxValueSize() == null && this.own.sizeLimit() != null;
			setStore("max-value-size", CacheSettings::maxValueSize, (store, size) -> {
				long bytes = size.toBytes();
				if (bytes > store.sizeLimit() && !ofAll) {
					throw new IllegalArgumentException("The largest value must not be larger than all of the cache, "
							+ "whose size-limit is " + store.sizeLimit() + " bytes, but is " + bytes);
				}
				return store.withMaxValueSize(Math.min(bytes, store.sizeLimit()));
			}, EXAMPLE_SIZE);
		}

		private <T> void setStore(String name, Function<CacheSettings, @Nullable T> setting,
				BiFunction<StoreOptions, T, StoreOptions> with, String mend) {
			set(name, setting, (all, value) -> all.withStore(with.apply(all.store(), value)), mend);
		}

		private <T> void setRefresh(String name, Function<CacheSettings, @Nullable T> setting,
				BiFunction<RefreshOptions, T, RefreshOptions> with, String mend) {
			set(name, setting, (all, value) -> all.withRefresh(with.apply(all.refresh(), value)), mend);
		}

		private <T> void setNear(String name, Function<CacheSettings.Near, @Nullable T> setting,
				BiFunction<NearOptions, T, NearOptions> with, String mend) {
			set(name, (settings) -> setting.apply(settings.near()),
					(all, value) -> all.withNear(with.apply(all.near(), value)), mend);
		}

		private <T> void setWeb(String name, Function<CacheSettings.Web, @Nullable T> setting,
				BiFunction<ServingOptions, T, ServingOptions> with) {
			set(name, (settings) -> setting.apply(settings.web()),
					(all, value) -> all.withServing(with.apply(all.serving(), value)), "");
		}

		private static Object shown(Object value) {
			return (value instanceof Duration duration && duration.toNanosPart() == 0) ? duration.toSeconds() + "s"
					: value;
		}

		private static String quoted(String cache) {
			return cache.matches("[a-z0-9-]+") ? "." + cache : "[" + cache + "]";
		}

	}

}
