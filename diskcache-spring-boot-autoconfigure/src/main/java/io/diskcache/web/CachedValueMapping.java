package io.diskcache.web;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;

import io.diskcache.cache.DiskCacheManager;

/**
 * Maps everything below one path to values of exposed caches. It comes after the
 * controllers and the routes of the application, so that nothing of its own is hidden,
 * and before static resources. Thread-safe.
 */
public final class CachedValueMapping extends AbstractUrlHandlerMapping {

	/** Those of controllers are 0, of routes -1, of static resources nearly the last. */
	private static final int ORDER = 1;

	private final CachedValueHandler handler;

	private final WebSettings settings;

	private final @Nullable AbstractHandlerMapping controllers;

	/**
	 * Makes a mapping.
	 * @param manager has the caches
	 * @param settings tells the path
	 * @param clock tells how long a value is still fresh
	 * @param loaders load values that are not there
	 * @param controllers mapping of the application's controllers, whose interceptors
	 * apply to values as well, or {@code null} if there is none
	 */
	public CachedValueMapping(DiskCacheManager manager, WebSettings settings, InstantSource clock,
			Collection<CachedValueLoader> loaders, @Nullable AbstractHandlerMapping controllers) {
		this.handler = new CachedValueHandler(manager, settings, clock, new CachedValueLoaders(loaders));
		this.settings = settings;
		this.controllers = controllers;
		setOrder(ORDER);
	}

	@Override
	protected void initApplicationContext() {
		super.initApplicationContext();
		registerHandler(this.settings.path() + "/**", this.handler);
	}

	/**
	 * Where the application allows no other origins, a browser that asks whether it may
	 * is told what every client is.
	 */
	@Override
	protected HandlerExecutionChain getCorsHandlerExecutionChain(HttpServletRequest request,
			HandlerExecutionChain chain, @Nullable CorsConfiguration configuration) {
		return (configuration != null) ? super.getCorsHandlerExecutionChain(request, chain, configuration) : chain;
	}

	/**
	 * An interceptor that guards all of the application must guard this too. Those of the
	 * controllers include the ones that would be found here.
	 */
	@Override
	protected void detectMappedInterceptors(List<HandlerInterceptor> interceptors) {
		HandlerInterceptor[] known = (this.controllers != null) ? this.controllers.getAdaptedInterceptors() : null;
		if (known != null) {
			interceptors.addAll(List.of(known));
		}
		else {
			super.detectMappedInterceptors(interceptors);
		}
	}

}
