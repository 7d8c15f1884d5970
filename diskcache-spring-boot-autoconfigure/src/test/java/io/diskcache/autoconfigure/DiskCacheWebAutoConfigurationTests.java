package io.diskcache.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;

import io.diskcache.cache.DiskCacheManager;
import io.diskcache.codec.Values;
import io.diskcache.web.CachedValueLoader;
import io.diskcache.web.CachedValueMapping;
import io.diskcache.web.DiskCacheLinks;

import static java.util.List.of;
import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DiskCacheWebAutoConfigurationTests {

	@TempDir
	Path directory;

	private final HttpClient client = HttpClient.newHttpClient();

	private WebApplicationContextRunner runner;

	@BeforeAll
	static void keepTheServerQuiet() {
		SLF4JBridgeHandler.removeHandlersForRootLogger();
		SLF4JBridgeHandler.install();
	}

	@BeforeEach
	void prepare() {
		this.runner = new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class,
					DispatcherServletAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
					WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class, DiskCacheAutoConfiguration.class,
					DiskCacheWebAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("server.port=0", "diskcache.directory=" + this.directory,
					"diskcache.caches.files.web.exposed=true");
	}

	@Test
	void exposedCacheIsServed() {
		this.runner.run((context) -> assertServed(context, "/diskcache"));
	}

	@Test
	void pathIsConfigurable() {
		this.runner.withPropertyValues("diskcache.web.path=/assets/cached").run((context) -> {
			assertServed(context, "/assets/cached");
			assertThat(get(context, "/diskcache/files/a").body()).contains("\"path\"").as("the application's own 404");
			assertThat(context.getBean(DiskCacheLinks.class).path("files", "a")).isEqualTo("/assets/cached/files/a");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "diskcache", "/", "/a/", "/a/**", "/{a}", "/a/../b" })
	void wrongPathFailsTheStart(String path) {
		this.runner.withPropertyValues("diskcache.web.path=" + path).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).hasStackTraceContaining("path must start with a slash")
				.hasStackTraceContaining("diskcache.web.path");
		});
	}

	@Test
	void loaderOfACacheThatIsNotExposedIsReported(CapturedOutput output) {
		this.runner.withPropertyValues("diskcache.caches.exposed-by-itself.web.exposed=true")
			.withBean("a", CachedValueLoader.class, () -> CachedValueLoader.of("files", (key) -> key))
			.withBean("b", CachedValueLoader.class, () -> CachedValueLoader.of("exposed-by-itself", (key) -> key))
			.withBean("c", CachedValueLoader.class, () -> CachedValueLoader.of("images", (key) -> key))
			.run((context) -> {
				assertThat(output.toString().lines().filter((line) -> line.contains("CachedValueLoader")))
					.singleElement()
					.asString()
					.contains("WARN", "'images'", "Set diskcache.caches.images.web.exposed: true");
				assertThat(context.getBean(DiskCacheManager.class).getCacheNames()).doesNotContain("images");
			});
		assertThat(this.directory.resolve("diskcache/v1/images")).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void loaderOfACacheThatIsMadeLaterIsReportedUnlessItWillBeExposed(boolean dynamic, CapturedOutput output) {
		this.runner.withPropertyValues("diskcache.defaults.web.exposed=true", "diskcache.dynamic=" + dynamic)
			.withBean(CachedValueLoader.class, () -> CachedValueLoader.of("images", (key) -> key))
			.run((context) -> assertThat(output.toString().contains("CachedValueLoader")).isNotEqualTo(dynamic));
	}

	@Test
	void servingCanBeSwitchedOff() {
		this.runner.withPropertyValues("diskcache.web.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(CachedValueMapping.class)
				.doesNotHaveBean(DiskCacheLinks.class));
	}

	@Test
	void cachesAreNotExposedUnlessTheySaySo() {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class,
					DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
					DiskCacheAutoConfiguration.class, DiskCacheWebAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("server.port=0", "diskcache.directory=" + this.directory)
			.run((context) -> {
				context.getBean(DiskCacheManager.class).getCache("files").put("a", "text");
				HttpResponse<String> response = get(context, "/diskcache/files/a");
				assertThat(response.statusCode()).isEqualTo(404);
				assertThat(response.body()).isEmpty();
			});
	}

	@Test
	void nothingIsServedWithoutAWebApplicationOrMvcOrAManager() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DiskCacheAutoConfiguration.class, DiskCacheWebAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.directory=" + this.directory)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DiskCacheManager.class)
				.doesNotHaveBean(DiskCacheLinks.class));
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DiskCacheAutoConfiguration.class, DiskCacheWebAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.directory=" + this.directory)
			.withClassLoader(
					new FilteredClassLoader("org.springframework.web", "jakarta.servlet", "org.springframework.http"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DiskCacheManager.class));
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(DiskCacheWebAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DiskCacheLinks.class));
		this.runner.withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
			.withPropertyValues("spring.main.web-application-type=servlet")
			.run((context) -> assertThat(context).doesNotHaveBean(DiskCacheLinks.class));
	}

	@Test
	void servingSurvivesEnableWebMvc() {
		this.runner.withUserConfiguration(OwnMvc.class).run((context) -> assertServed(context, "/diskcache"));
	}

	@Test
	void servingSurvivesWithoutStaticResources() {
		this.runner.withPropertyValues("spring.web.resources.add-mappings=false")
			.run((context) -> assertServed(context, "/diskcache"));
	}

	@Test
	void staticResourcesForEverythingComeAfterServing() {
		this.runner.withUserConfiguration(OwnResources.class).run((context) -> {
			assertServed(context, "/diskcache");
			assertThat(get(context, "/diskcache/files/none").body()).as("not the application's 404").isEmpty();
		});
	}

	@Test
	void controllersOfTheApplicationComeFirst() {
		this.runner.withUserConfiguration(OneController.class).run((context) -> {
			assertThat(get(context, "/diskcache/files/own").body()).isEqualTo("from the controller");
			assertServed(context, "/diskcache");
		});
		this.runner.withUserConfiguration(ControllerOfEverything.class).run((context) -> {
			context.getBean(DiskCacheManager.class).getCache("files").put("a", "text");
			assertThat(get(context, "/diskcache/files/a").body()).isEqualTo("from the controller of everything");
		});
	}

	@Test
	void contextPathAndPathOfTheServletComeBefore() {
		this.runner
			.withPropertyValues("server.servlet.context-path=/shop", "spring.mvc.servlet.path=/mvc",
					"spring.mvc.pathmatch.matching-strategy=ant-path-matcher")
			.withUserConfiguration(LinkController.class)
			.run((context) -> {
				context.getBean(DiskCacheManager.class).getCache("files").put("a", "text");
				assertThat(get(context, "/shop/mvc/diskcache/files/a").body()).isEqualTo("text");
				assertThat(get(context, "/shop/diskcache/files/a").statusCode()).isEqualTo(404);
				assertThat(get(context, "/shop/mvc/link").body()).isEqualTo("/shop/mvc/diskcache/files/a");
			});
		this.runner.withUserConfiguration(LinkController.class)
			.run((context) -> assertThat(get(context, "/link").body()).isEqualTo("/diskcache/files/a"));
	}

	/** Once, whether they are registered or are beans. */
	@Test
	void interceptorsOfTheApplicationApply() {
		for (Class<?> configuration : of(RegisteredInterceptor.class, InterceptorBean.class)) {
			this.runner.withUserConfiguration(configuration).run((context) -> {
				context.getBean(DiskCacheManager.class).getCache("files").put("a", "text");
				Guard guard = context.getBean(Guard.class);

				assertThat(get(context, "/diskcache/files/a").statusCode()).isEqualTo(403);
				assertThat(guard.calls).hasValue(1);
			});
		}
	}

	@Test
	void linkToACacheThatIsNotThereLeadsToNothing() {
		this.runner.run((context) -> {
			DiskCacheLinks links = context.getBean(DiskCacheLinks.class);
			context.getBean(DiskCacheManager.class).close();

			assertThat(links.path("closed", "plain")).isEqualTo("/diskcache/closed/plain");
			assertThat(links.path("closed", 1)).isEqualTo("/diskcache/closed/~");
			assertThat(get(context, "/diskcache/closed/~").statusCode()).isEqualTo(404);
		});
	}

	private void assertServed(AssertableWebApplicationContext context, String path)
			throws IOException, InterruptedException {
		context.getBean(DiskCacheManager.class).getCache("files").put("a", "text");
		context.getBean(DiskCacheManager.class).getCache("others").put("a", "text");

		HttpResponse<String> response = get(context, path + "/files/a");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("text");
		assertThat(get(context, path + "/others/a").statusCode()).isEqualTo(404);
		assertThat(get(context, path + "/others/a").body()).isEmpty();
	}

	private HttpResponse<String> get(AssertableWebApplicationContext context, String path)
			throws IOException, InterruptedException {
		int port = ((WebServerApplicationContext) context.getSourceApplicationContext()).getWebServer().getPort();
		return this.client.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
				BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class OwnMvc {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResources implements WebMvcConfigurer {

		@Override
		public void addResourceHandlers(ResourceHandlerRegistry registry) {
			registry.addResourceHandler("/**").addResourceLocations("classpath:/static/");
		}

	}

	@RestController
	static class OneController {

		@GetMapping("/diskcache/files/own")
		String own() {
			return "from the controller";
		}

	}

	@RestController
	static class ControllerOfEverything {

		@GetMapping("/**")
		String everything() {
			return "from the controller of everything";
		}

	}

	@RestController
	static class LinkController {

		private final DiskCacheLinks links;

		LinkController(DiskCacheLinks links) {
			this.links = links;
		}

		@GetMapping("/link")
		String link(HttpServletRequest request) {
			return this.links.path(request, "files", "a");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RegisteredInterceptor implements WebMvcConfigurer {

		private final Guard guard = new Guard();

		@Bean
		Guard guard() {
			return this.guard;
		}

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(this.guard).addPathPatterns("/**");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterceptorBean {

		@Bean
		Guard guard() {
			return new Guard();
		}

		@Bean
		MappedInterceptor mapped(Guard guard) {
			return new MappedInterceptor(new String[] { "/diskcache/**" }, guard);
		}

	}

	static class Guard implements HandlerInterceptor {

		private final AtomicInteger calls = new AtomicInteger();

		@Override
		public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
			this.calls.incrementAndGet();
			response.setStatus(403);
			return false;
		}

	}

}
