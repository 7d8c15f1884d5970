package io.diskcache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.diskcache.cache.CacheOptions;

import static org.assertj.core.api.Assertions.assertThat;

class DiskCachePropertiesTests {

	@Test
	void withoutPropertiesEntriesLiveAsLongAsThereIsRoom() {
		DiskCacheProperties properties = bind(Map.of());

		assertThat(properties.enabled()).isTrue();
		assertThat(properties.directory()).isNull();
		assertThat(properties.allowedPackages()).isEmpty();
		assertThat(options(properties, "users").timeToLive()).isNull();
	}

	@Test
	void settingsOfACacheComeBeforeTheDefaults() {
		DiskCacheProperties properties = bind(Map.of("diskcache.defaults.time-to-live", "1h",
				"diskcache.caches.users.time-to-live", "5m", "diskcache.caches[users.by-id].time-to-live", "7m"));

		assertThat(options(properties, "users").timeToLive()).isEqualTo(Duration.ofMinutes(5));
		assertThat(options(properties, "users.by-id").timeToLive()).isEqualTo(Duration.ofMinutes(7));
		assertThat(options(properties, "others").timeToLive()).isEqualTo(Duration.ofHours(1));
	}

	@Test
	void durationWithoutAUnitIsInSeconds() {
		DiskCacheProperties properties = bind(
				Map.of("diskcache.defaults.time-to-live", "10", "diskcache.caches.users.time-to-live", "20"));

		assertThat(options(properties, "users").timeToLive()).isEqualTo(Duration.ofSeconds(20));
		assertThat(options(properties, "others").timeToLive()).isEqualTo(Duration.ofSeconds(10));
	}

	private static CacheOptions options(DiskCacheProperties properties, String cache) {
		return new CacheOptionsFactory(properties, List.of("java")).optionsOf(cache);
	}

	private static DiskCacheProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("diskcache",
				DiskCacheProperties.class);
	}

}
