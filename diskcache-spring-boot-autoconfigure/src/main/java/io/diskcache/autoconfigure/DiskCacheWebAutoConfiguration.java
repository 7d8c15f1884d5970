package io.diskcache.autoconfigure;

import java.time.InstantSource;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.Valve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.web.CachedValueLoader;
import io.diskcache.web.CachedValueMapping;
import io.diskcache.web.DiskCacheLinks;
import io.diskcache.web.SecurityHeadersValve;
import io.diskcache.web.WebSettings;

/**
 * Auto-configuration of serving values of exposed caches with Spring MVC. No cache is
 * exposed unless its settings say so.
 */
@AutoConfiguration(after = DiskCacheAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, HttpServletRequest.class })
@ConditionalOnSingleCandidate(DiskCacheManager.class)
@Conditional(SwitchCondition.WebEnabled.class)
@EnableConfigurationProperties(DiskCacheProperties.class)
public final class DiskCacheWebAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(DiskCacheWebAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	DiskCacheLinks diskCacheLinks(DiskCacheManager manager, DiskCacheProperties properties) {
		return new DiskCacheLinks(manager, settings(properties), InstantSource.system());
	}

	@Bean
	@ConditionalOnMissingBean
	CachedValueMapping diskCacheValueMapping(DiskCacheManager manager, DiskCacheProperties properties,
			ObjectProvider<CachedValueLoader> loaders,
			@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> controllers) {
		List<CachedValueLoader> all = loaders.stream().toList();
		all.forEach((loader) -> warnIfUnexposed(loader.cacheName(), manager));
		return new CachedValueMapping(manager, settings(properties), InstantSource.system(), all,
				controllers.getIfAvailable());
	}

	/** Else nothing would tell why nothing is loaded. */
	private static void warnIfUnexposed(String cache, DiskCacheManager manager) {
		CacheOptions options = manager.optionsOf(cache);
		if (options == null || !options.serving().exposed()) {
			logger
				.warn("The bean of type CachedValueLoader for cache '{}' is of no use: it loads what is asked for over "
						+ "HTTP, and the cache is not exposed. Set diskcache.caches.{}.web.exposed: true, or remove the bean",
						cache, cache);
		}
	}

	private static WebSettings settings(DiskCacheProperties properties) {
		return Checked.web(properties.web());
	}

	/** What Tomcat answers by itself has the headers of values as well. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ TomcatServletWebServerFactory.class, Valve.class, DispatcherServletPath.class })
	static class TomcatConfiguration {

		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> diskCacheSecurityHeaders(
				DiskCacheProperties properties, ObjectProvider<DispatcherServletPath> servlet) {
			return (factory) -> factory
				.addEngineValves(new SecurityHeadersValve(SingletonSupplier.of(() -> factory.getContextPath()
						+ servlet.stream().map(DispatcherServletPath::getPrefix).findFirst().orElse("")
						+ settings(properties).path() + '/')));
		}

	}

}
