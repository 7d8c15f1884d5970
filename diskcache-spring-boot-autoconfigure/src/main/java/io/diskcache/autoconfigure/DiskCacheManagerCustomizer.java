package io.diskcache.autoconfigure;

import io.diskcache.cache.DiskCacheManager;

/**
 * Callback for beans that have a say in how the auto-configured cache manager is made:
 * caches with options of their own, codecs for values, kinds of keys. Called in the order
 * of the beans, after the properties were applied and before anything is opened.
 */
@FunctionalInterface
public interface DiskCacheManagerCustomizer {

	/**
	 * Customizes the manager to be.
	 * @param builder the builder, which the properties were applied to
	 */
	void customize(DiskCacheManager.Builder builder);

}
