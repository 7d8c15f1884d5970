package io.diskcache.autoconfigure;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DefaultDirectoryTests {

	private final Map<String, String> environment = new HashMap<>();

	private final Map<String, String> system = new HashMap<>(
			Map.of("os.name", "Linux", "user.home", "/home/ada", "user.dir", "/srv/app"));

	@Test
	void isInTheUsersCacheDirectory() {
		assertThat(directory().getParent()).isEqualTo(Path.of("/home/ada/.cache"));

		this.environment.put("XDG_CACHE_HOME", "/var/cache/ada");
		assertThat(directory().getParent()).isEqualTo(Path.of("/var/cache/ada"));
	}

	@Test
	void isWhereTheOtherSystemsHaveTheirs() {
		this.system.put("os.name", "Mac OS X");
		assertThat(directory().getParent()).isEqualTo(Path.of("/home/ada/Library/Caches"));

		this.system.put("os.name", "Windows 11");
		assertThat(directory().getParent()).isEqualTo(Path.of("/home/ada/AppData/Local"));
		this.environment.put("LOCALAPPDATA", "/d/local");
		assertThat(directory().getParent()).isEqualTo(Path.of("/d/local"));
	}

	@Test
	void isTheSameAtEachStart() {
		assertThat(directory()).isEqualTo(directory());
		assertThat(directory().getFileName().toString()).matches("shop-[0-9a-f]{12}");
	}

	@Test
	void isNotSharedByAccident() {
		Path mine = directory();

		assertThat(defaults().of("shop", "com.example.Other")).isNotEqualTo(mine);
		this.system.put("user.dir", "/srv/other");
		assertThat(directory()).isNotEqualTo(mine);
	}

	@Test
	void nameOfTheApplicationIsMadeSafe() {
		assertThat(defaults().of("../my shop/é", "com.example.Shop").getFileName().toString())
			.matches("\\.\\.-my-shop--[0-9a-f]{12}");
	}

	private Path directory() {
		return defaults().of("shop", "com.example.Shop");
	}

	private DefaultDirectory defaults() {
		return new DefaultDirectory(this.environment::get, this.system::get);
	}

}
