package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a machine finds on its disk after the power was cut. */
class PowerCutTests {

	private static final int KEYS = 1000;

	@TempDir
	Path temp;

	/** Before the new generation is in use all of it is on the disk. */
	@Test
	void whatWasDividedIsOnTheDisk() throws IOException {
		Path path = this.temp.resolve("disk");
		Path copy = this.temp.resolve("copy");
		try (ImageDisk disk = ImageDisk.make(path)) {
			assumeTrue(disk != null, "No disk can be mounted: not root, or not Linux");
			Map<Key, String> expected = fill(path);
			disk.sync();

			divide(path.resolve("diskcache/v1/test"));

			try (ImageDisk after = disk.afterPowerCut(copy)) {
				assumeTrue(after != null, "No second disk can be mounted");
				try (StoreDirectory directory = StoreDirectory.open(copy, 0)) {
					Store store = directory.open("test", options().withShards(2));
					assertThat(store.readAll(expected.keySet(), KnownValue::text))
						.allSatisfy((key, read) -> assertThat(read.value()).isEqualTo(expected.get(key)));
					assertThat(store.count()).isEqualTo(KEYS);
					assertThat(store.count(Selection.prefix("key1".getBytes()))).isEqualTo(111);
					assertThat(store.check(false)).isEmpty();
				}
			}
		}
	}

	private static Map<Key, String> fill(Path path) {
		Map<Key, String> expected = new HashMap<>();
		try (StoreDirectory directory = StoreDirectory.open(path, 0)) {
			Store store = directory.open("test", options());
			for (int i = 0; i < KEYS; i++) {
				String value = "value" + i;
				Content content = (i % 100 == 0) ? KnownValue.large(value) : KnownValue.small(value);
				store.put(StoreFixture.key("key" + i), content, null);
				expected.put(StoreFixture.key("key" + i), value);
			}
		}
		return expected;
	}

	private static void divide(Path store) throws IOException {
		var space = new Space(store, 0, InstantSource.system());
		new Resharding(store, Generation.current(store), 1, options(), space).run(2);
	}

	private static StoreOptions options() {
		return StoreOptions.defaults().withKeyIndex(true);
	}

}
