package io.diskcache.autoconfigure;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.diskcache.actuate.DiskCacheEndpoint;
import io.diskcache.actuate.DiskCacheEndpointWebExtension;
import io.diskcache.cache.DiskCacheManager;

/** Auto-configuration of the Actuator's endpoint {@code diskcache}. */
@AutoConfiguration(after = DiskCacheAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnSingleCandidate(DiskCacheManager.class)
@ConditionalOnAvailableEndpoint(DiskCacheEndpoint.class)
public final class DiskCacheEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	DiskCacheEndpoint diskCacheEndpoint(DiskCacheManager manager) {
		return new DiskCacheEndpoint(manager);
	}

	@Bean
	@ConditionalOnMissingBean
	DiskCacheEndpointWebExtension diskCacheEndpointWebExtension(DiskCacheEndpoint endpoint) {
		return new DiskCacheEndpointWebExtension(endpoint);
	}

}
