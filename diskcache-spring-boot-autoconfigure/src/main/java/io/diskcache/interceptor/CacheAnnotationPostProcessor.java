package io.diskcache.interceptor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.ClassUtils;

/**
 * Puts our interceptor of cached methods in the place of Spring's, and checks our
 * annotations of each bean when it is made. An interceptor of the application's own is
 * left alone; then the annotations of how results are stored have no effect. Thread-safe.
 */
public final class CacheAnnotationPostProcessor implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(CacheAnnotationPostProcessor.class);

	private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean reported = new AtomicBoolean();

	private volatile @Nullable MethodAnnotations annotations;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.annotations = new MethodAnnotations(beanFactory);
	}

	/** Before others make proxies. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		MethodAnnotations all = this.annotations;
		if (all == null) {
			return bean;
		}
		if (bean instanceof CacheInterceptor interceptor) {
			return (bean.getClass() == CacheInterceptor.class) ? new DiskCacheInterceptor(interceptor, all) : bean;
		}
		Class<?> targetClass = ClassUtils.getUserClass(AopUtils.getTargetClass(bean));
		check(targetClass, targetClass, all);
		for (Class<?> type : ClassUtils.getAllInterfacesForClass(bean.getClass())) {
			// Of what a proxy has besides, as a repository of Spring Data.
			if (!type.isAssignableFrom(targetClass)) {
				check(type, targetClass, all);
			}
		}
		return bean;
	}

	private void check(Class<?> type, Class<?> targetClass, MethodAnnotations all) {
		if (!type.getName().startsWith("org.springframework.") && this.checked.add(type)
				&& new AnnotationChecks(all).check(type, targetClass) && isOthers(all)
				&& this.reported.compareAndSet(false, true)) {
			logger.warn("@CacheTimeToLive and @CacheTags on methods of {} have no effect: the application has an "
					+ "interceptor of cached methods of its own", type.getName());
		}
	}

	private static boolean isOthers(MethodAnnotations all) {
		CacheInterceptor interceptor = all.beans().getBeanProvider(CacheInterceptor.class).getIfUnique();
		return interceptor != null && !(interceptor instanceof DiskCacheInterceptor);
	}

}
