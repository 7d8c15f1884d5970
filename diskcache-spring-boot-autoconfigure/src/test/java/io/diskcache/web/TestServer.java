package io.diskcache.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.diskcache.autoconfigure.DiskCacheAutoConfiguration;
import io.diskcache.autoconfigure.DiskCacheWebAutoConfiguration;
import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.cache.ServingOptions;
import io.diskcache.cache.ServingOptions.CacheControl;
import io.diskcache.codec.JavaCodec;
import io.diskcache.codec.StreamAttributes;
import io.diskcache.codec.Values;
import io.diskcache.store.Key;

/**
 * An application on a real server, on a port of its own. All of its caches are exposed
 * but those that begin with {@code private}; those that begin with {@code signed} want
 * signed links, and a name with {@code public} or {@code immutable} speaks for itself.
 */
final class TestServer implements AutoCloseable {

	private static final Values VALUES = new Values(new JavaCodec(List.of(), TestServer.class.getClassLoader()));

	private final Path directory;

	private final ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	private TestServer(Path directory, ConfigurableApplicationContext context) {
		this.directory = directory;
		this.context = context;
	}

	static TestServer start(Path directory, String... properties) {
		return start(directory, Application.class, properties);
	}

	static TestServer start(Path directory, Class<?> configuration, String... properties) {
		return new TestServer(directory,
				new SpringApplicationBuilder(Application.class, configuration)
					.properties("server.port=0", "spring.main.banner-mode=off", "test.directory=" + directory)
					.properties(properties)
					.run());
	}

	DiskCache cache(String name) {
		return (DiskCache) this.context.getBean(DiskCacheManager.class).getCache(name);
	}

	DiskCacheManager manager() {
		return this.context.getBean(DiskCacheManager.class);
	}

	DiskCacheLinks links() {
		return this.context.getBean(DiskCacheLinks.class);
	}

	int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	/** Stores a stream with attributes that a well-behaved writer would not note. */
	void put(String cacheName, Object key, byte[] bytes, StreamAttributes attributes, @Nullable Duration timeToLive) {
		DiskCache cache = cache(cacheName);
		cache.getNativeCache()
			.put(Key.of(cache.encodedKey(key)), VALUES.stream(new ByteArrayInputStream(bytes), attributes), timeToLive);
	}

	HttpResponse<byte[]> get(String path, String... headers) {
		return send("GET", path, headers);
	}

	HttpResponse<byte[]> send(String method, String path, String... headers) {
		try {
			return this.client.send(request(method, path, headers), BodyHandlers.ofByteArray());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HttpResponse<InputStream> stream(String path, String... headers) throws IOException, InterruptedException {
		return this.client.send(request("GET", path, headers), BodyHandlers.ofInputStream());
	}

	/** Sends a request as it is, and returns all that comes back until the end. */
	String raw(String... lines) throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream()
				.write((String.join("\r\n", lines) + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	Socket connect() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
		socket.setSoTimeout(20_000);
		return socket;
	}

	/** The files of values of all caches. */
	List<Path> files() throws IOException {
		try (Stream<Path> paths = Files.walk(this.directory)) {
			return paths.filter((path) -> path.toString().contains("values-00") && Files.isRegularFile(path)).toList();
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	private HttpRequest request(String method, String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
			.version(HttpClient.Version.HTTP_1_1)
			.timeout(Duration.ofSeconds(20))
			.method(method, BodyPublishers.noBody());
		return ((headers.length > 0) ? request.headers(headers) : request).build();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			HttpMessageConvertersAutoConfiguration.class, WebMvcAutoConfiguration.class,
			ErrorMvcAutoConfiguration.class, DiskCacheAutoConfiguration.class, DiskCacheWebAutoConfiguration.class })
	static class Application {

		@Bean
		DiskCacheManager cacheManager(Environment environment) {
			return DiskCacheManager.builder(Path.of(environment.getRequiredProperty("test.directory")))
				.options((name) -> options(name))
				.build();
		}

		private static CacheOptions options(String name) {
			return CacheOptions.defaults()
				.withServing(ServingOptions.none()
					.withExposed(!name.startsWith("private"))
					.withSigned(name.startsWith("signed"))
					.withImmutable(name.endsWith("immutable"))
					.withCacheControl(name.contains("public") ? CacheControl.PUBLIC : CacheControl.PRIVATE));
		}

	}

}
