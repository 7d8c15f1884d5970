package io.diskcache.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import tools.jackson.databind.json.JsonMapper;

import static java.util.Map.of;
import static org.assertj.core.api.Assertions.assertThat;

class DiskCacheSanitizingAutoConfigurationTests {

	private static final String SECRET = "0123456789abcdef0123456789abcdef";

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(
			strings = { "diskcache.web.link-secrets", "diskcache.web.link-secrets[0]", "diskcache.web.linkSecrets" })
	void secretsAreNotShownEvenWhereValuesAre(String property) {
		runner().withPropertyValues(property + '=' + SECRET).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(shown(context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties()))
				.contains("linkSecrets", this.directory.toString())
				.doesNotContain(SECRET);
			assertThat(shown(context.getBean(EnvironmentEndpoint.class).environment(null)))
				.contains(property, this.directory.toString())
				.doesNotContain(SECRET);
			assertThat(context.getBean(DiskCacheProperties.class).toString()).doesNotContain(SECRET);
		});
	}

	@Test
	void secretsInVariablesAreNotShown() {
		runner()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("variables-systemEnvironment",
						of("DISKCACHE_WEB_LINKSECRETS_0_", SECRET))))
			.run((context) -> assertThat(shown(context.getBean(EnvironmentEndpoint.class).environment(null)))
				.contains("DISKCACHE_WEB_LINKSECRETS_0")
				.doesNotContain(SECRET));
	}

	@Test
	void applicationStartsWithoutTheActuator() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DiskCacheAutoConfiguration.class, DiskCacheSanitizingAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.directory=" + this.directory)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DiskCacheAutoConfiguration.class, DiskCacheSanitizingAutoConfiguration.class,
							ConfigurationPropertiesReportEndpointAutoConfiguration.class,
							EnvironmentEndpointAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.directory=" + this.directory, "management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*", "management.endpoint.configprops.show-values=always",
					"management.endpoint.env.show-values=always");
	}

	private static String shown(Object report) {
		return JsonMapper.shared().writeValueAsString(report);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

}
