package io.diskcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import io.diskcache.cache.CacheOptions;
import io.diskcache.web.WebSettings;

/**
 * Properties of the disk cache.
 *
 * @param enabled Whether to cache on the disk; otherwise nothing is cached
 * @param directory Directory of all caches. By default one in the user's cache directory
 * that belongs to the application's main class and working directory
 * @param defaults Settings of caches that have none of their own
 * @param caches Settings by the name of the cache. Names with dots need brackets
 * @param allowedPackages Packages, besides the application's own, whose classes may be
 * values. Subpackages are included
 * @param web Settings of serving values over HTTP
 */
@ConfigurationProperties(prefix = "diskcache", ignoreUnknownFields = false)
record DiskCacheProperties(@DefaultValue("true") boolean enabled, @Nullable String directory,
		@DefaultValue Settings defaults, @DefaultValue Map<String, Settings> caches,
		@DefaultValue List<String> allowedPackages, @DefaultValue Web web) {

	DiskCacheProperties {
		caches = Map.copyOf(caches);
		allowedPackages = List.copyOf(allowedPackages);
	}

	/** Settings of the cache over the defaults. */
	CacheOptions optionsOf(String cache) {
		Settings own = this.caches.get(cache);
		Duration timeToLive = (own != null && own.timeToLive() != null) ? own.timeToLive() : this.defaults.timeToLive();
		return CacheOptions.defaults().withTimeToLive(timeToLive);
	}

	/**
	 * Settings of a cache.
	 *
	 * @param timeToLive How long an entry lives after it was stored, in seconds where
	 * there is no unit. Without it entries live as long as there is room
	 */
	record Settings(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive) {

		Settings {
			if (timeToLive != null && (timeToLive.isZero() || timeToLive.isNegative())) {
				throw new IllegalArgumentException("time-to-live must be positive, but is " + timeToLive
						+ "; leave it out for entries that do not expire");
			}
		}

	}

	/**
	 * Settings of serving values over HTTP.
	 *
	 * @param enabled Whether values of exposed caches are served
	 * @param path Path within the application below which they are
	 */
	record Web(@DefaultValue("true") boolean enabled, @DefaultValue("/diskcache") String path) {

		Web {
			new WebSettings(path);
		}

		WebSettings settings() {
			return new WebSettings(this.path);
		}

	}
}
