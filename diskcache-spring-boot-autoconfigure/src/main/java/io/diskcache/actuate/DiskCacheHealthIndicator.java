package io.diskcache.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.diskcache.cache.DiskCacheManager;
import io.diskcache.store.StoreCondition;

/**
 * Tells whether the disk caches work, and why not: per cache what is wrong, since when,
 * and what it is about. A cache that does not work slows an application down and does not
 * take it down: so the status is then {@link #DEGRADED}, which does not change that of
 * the application unless {@code management.endpoint.health.status.order} names it.
 */
public final class DiskCacheHealthIndicator extends AbstractHealthIndicator {

	/** At least one cache cannot be read or written. */
	public static final Status DEGRADED = new Status("DEGRADED", "A disk cache cannot be read or written");

	private final DiskCacheManager manager;

	/**
	 * Makes the indicator.
	 * @param manager the manager of the caches
	 */
	public DiskCacheHealthIndicator(DiskCacheManager manager) {
		super("The disk caches could not be looked at");
		this.manager = manager;
	}

	@Override
	protected void doHealthCheck(Health.Builder health) {
		Map<String, Object> unwell = new LinkedHashMap<>();
		for (String name : new TreeSet<>(this.manager.getCacheNames())) {
			StoreCondition condition = this.manager.getDiskCache(name).getNativeCache().condition();
			if (!condition.isWell()) {
				unwell.put(name, condition.state() + " since " + condition.since() + ": " + condition.message());
			}
		}
		health.status(unwell.isEmpty() ? Status.UP : DEGRADED)
			.withDetail("directory", this.manager.directory().toString())
			.withDetail("caches", this.manager.getCacheNames().size());
		if (!unwell.isEmpty()) {
			health.withDetail("unwell", unwell);
		}
	}

}
