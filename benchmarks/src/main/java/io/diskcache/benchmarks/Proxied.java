package io.diskcache.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;

import io.diskcache.interceptor.CacheAnnotationPostProcessor;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A service behind Spring's proxy, of which all results are cached already. */
final class Proxied implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final Keys keys = Keys.strings();

	private final Service service;

	/**
	 * Starts a context.
	 * @param manager of the caches, which is not closed
	 * @param annotations whether our interceptor is in the place of Spring's
	 */
	Proxied(CacheManager manager, boolean annotations) {
		if (annotations) {
			this.context.registerBean(CacheAnnotationPostProcessor.class);
		}
		this.context.registerBean(CacheManager.class, () -> manager,
				(definition) -> definition.setDestroyMethodName(null));
		this.context.register(Caching.class);
		this.context.refresh();
		this.service = this.context.getBean(Service.class);
		for (int i = 0; i < NearSide.ENTRIES; i++) {
			this.service.find((String) this.keys.at(i));
		}
	}

	String find() {
		return this.service.find((String) this.keys.any());
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** What an application has. */
	interface Service {

		String find(String key);

	}

	/** Its configuration. */
	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

		@Bean
		Service service() {
			return new Slow();
		}

	}

	/** Spring makes a proxy of it. */
	static class Slow implements Service {

		private final AtomicInteger calls = new AtomicInteger();

		@Override
		@Cacheable(NearSide.NAME)
		public String find(String key) {
			return (String) Samples.text(this.calls.incrementAndGet());
		}

	}

}
