package io.diskcache.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;

import io.diskcache.cache.DiskCacheManager;
import io.diskcache.interceptor.CacheAnnotationPostProcessor;
import io.diskcache.interceptor.DiskCacheAdvisor;

/**
 * Auto-configuration of our annotations on methods, wherever there is a manager of caches
 * on the disk and Spring's annotations work through proxies.
 */
@AutoConfiguration(after = DiskCacheAutoConfiguration.class)
@ConditionalOnBean({ DiskCacheManager.class, CacheInterceptor.class })
public final class DiskCacheAnnotationAutoConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CacheAnnotationPostProcessor diskCacheAnnotationPostProcessor() {
		return new CacheAnnotationPostProcessor();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static DiskCacheAdvisor diskCacheAdvisor(BeanFactory beans,
			ObjectProvider<BeanFactoryCacheOperationSourceAdvisor> springs) {
		BeanFactoryCacheOperationSourceAdvisor advisor = springs.getIfUnique();
		return new DiskCacheAdvisor(beans, (advisor != null) ? advisor.getOrder() : Ordered.LOWEST_PRECEDENCE);
	}

}
