package io.diskcache.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.diskcache.actuate.DiskCacheHealthIndicator;
import io.diskcache.cache.DiskCacheManager;

/** Auto-configuration of the health indicator {@code diskcache}. */
@AutoConfiguration(after = DiskCacheAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(DiskCacheManager.class)
@ConditionalOnEnabledHealthIndicator("diskcache")
public final class DiskCacheHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "diskcacheHealthIndicator")
	DiskCacheHealthIndicator diskcacheHealthIndicator(DiskCacheManager manager) {
		return new DiskCacheHealthIndicator(manager);
	}

}
