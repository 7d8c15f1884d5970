package io.diskcache.benchmarks.web;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.diskcache.autoconfigure.DiskCacheAutoConfiguration;
import io.diskcache.autoconfigure.DiskCacheWebAutoConfiguration;
import io.diskcache.cache.DiskCacheManager;

/**
 * An application that serves the same files from a cache, as static resources, and the
 * smallest one from memory. Started with a directory that has the files; ended by the end
 * of its input.
 */
public final class FileServer {

	/** What it says when it can be asked, before the number of its port. */
	static final String READY = "ready ";

	/** Where the directory of the cache is. */
	static final String CACHES = "caches";

	private static final PrintStream out = System.out;

	private FileServer() {
	}

	public static void main(String[] args) throws IOException {
		Path directory = Path.of(args[0]);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=warn",
					"server.tomcat.max-keep-alive-requests=-1", "spring.mvc.static-path-pattern=/static/**",
					"spring.web.resources.static-locations=file:" + directory + "/",
					"diskcache.directory=" + directory.resolve(CACHES), "diskcache.caches.files.web.exposed=true",
					"benchmark.directory=" + directory)
			.run()) {
			fill(context.getBean(DiskCacheManager.class), directory);
			WebServerApplicationContext server = (WebServerApplicationContext) context;
			out.println(READY + Objects.requireNonNull(server.getWebServer()).getPort());
			out.flush();
			while (System.in.read() >= 0) {
				Thread.onSpinWait();
			}
		}
	}

	/** The smallest is kept as an array and so in the database, the others as files. */
	private static void fill(DiskCacheManager manager, Path directory) throws IOException {
		for (ServedFile file : ServedFile.ALL) {
			Path path = directory.resolve(file.name());
			Object value = (file == ServedFile.SMALL) ? Files.readAllBytes(path) : new FileSystemResource(path);
			manager.getDiskCache("files").put(file.name(), value);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
			DiskCacheAutoConfiguration.class, DiskCacheWebAutoConfiguration.class })
	static class Application {

		@Bean
		Answers answers(Environment environment) throws IOException {
			Path directory = Path.of(environment.getRequiredProperty("benchmark.directory"));
			return new Answers(Files.readAllBytes(directory.resolve(ServedFile.SMALL.name())));
		}

	}

	/** What is served by a controller. */
	@RestController
	static class Answers {

		private final byte[] bytes;

		Answers(byte[] bytes) {
			this.bytes = bytes;
		}

		@GetMapping(path = "/bytes", produces = "application/octet-stream")
		byte[] bytes() {
			return this.bytes;
		}

		/** How many bytes of the heap are in use, after a collection. */
		@GetMapping("/heap")
		String heap() {
			System.gc();
			return Long.toString(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}

	}

}
