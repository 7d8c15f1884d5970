package io.diskcache.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the disk cache.
 *
 * @param enabled Whether to cache on the disk; otherwise nothing is cached
 * @param directory Directory of all caches. By default one in the user's cache directory
 * that belongs to the application's main class and working directory
 * @param start What happens to the entries of a cache when it is first used after the
 * start
 * @param version Version of the application's values. Entries written under another one
 * are not found
 * @param sizeLimit Space on the disk that all caches may take together; at least 16MB.
 * When it is used up the largest give way. By default only each cache has a limit
 * @param minFreeSpace Space to be left free on the disk: nothing new is cached when there
 * is less
 * @param dynamic Whether a cache that is not configured is made when it is asked for
 * @param maxCaches How many caches there may be for another one to be made when it is
 * asked for
 * @param failFast Whether a cache that cannot be read or written is an exception, rather
 * than a miss
 * @param transactionAware Whether puts, evictions and clears within a transaction of
 * Spring's take effect when it is committed, rather than at once
 * @param reshard Whether a cache that has another number of shards than it is to have is
 * divided anew when it is opened, instead of staying closed
 * @param allowedPackages Packages, besides the application's own, whose classes may be
 * values. Subpackages are included
 * @param defaults Settings of caches that have none of their own
 * @param caches Settings by the name of the cache. Names with dots need brackets
 * @param near Entries in the heap
 * @param web Serving of values over HTTP
 */
@ConfigurationProperties(prefix = "diskcache", ignoreUnknownFields = false)
record DiskCacheProperties(@DefaultValue("true") boolean enabled, @Nullable String directory,
		@DefaultValue("keep") Keeping start, @Nullable String version, @Nullable DataSize sizeLimit,
		@DefaultValue("64MB") DataSize minFreeSpace, @DefaultValue("true") boolean dynamic,
		@DefaultValue("256") int maxCaches, boolean failFast, boolean transactionAware, boolean reshard,
		@DefaultValue List<String> allowedPackages, @NestedConfigurationProperty @DefaultValue CacheSettings defaults,
		@DefaultValue Map<String, CacheSettings> caches, @DefaultValue Near near, @DefaultValue Web web) {

	DiskCacheProperties {
		caches = Map.copyOf(caches);
		allowedPackages = List.copyOf(allowedPackages);
	}

	/**
	 * Entries in the heap.
	 *
	 * @param sizeLimit Heap that the entries of all caches take together at most, at
	 * least 1MB
	 */
	record Near(@DefaultValue("32MB") DataSize sizeLimit) {
	}

	/**
	 * Serving of values over HTTP.
	 *
	 * @param enabled Whether values of exposed caches are served by Spring MVC
	 * @param path Path below which they are served
	 * @param linkSecrets Secrets of signed links, at least 32 characters each: the first
	 * one signs, and what any of them has signed is answered
	 * @param accelLocation Internal location of the nginx before the application, which
	 * then sends values that are files itself. Nobody may reach the application but
	 * through it
	 */
	record Web(@DefaultValue("true") boolean enabled, @DefaultValue("/diskcache") String path,
			@DefaultValue List<String> linkSecrets, @Nullable String accelLocation) {

		Web {
			linkSecrets = List.copyOf(linkSecrets);
		}

		/** Without the secrets. */
		@Override
		public String toString() {
			return "Web[enabled=" + this.enabled + ", path=" + this.path + "]";
		}

	}

}
