package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

import io.diskcache.store.Jvm;
import io.diskcache.store.StoreException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class LoadedBulkTests extends CacheFixture {

	private static final List<String> KEYS = List.of("a", "b", "c");

	private final List<Set<String>> loads = new ArrayList<>();

	@Test
	void loadsWhatIsMissingAndCountsIt() {
		this.cache.put("b", "old");

		assertThat(this.cache.getAll(KEYS, null, this::load)).containsExactly(Map.entry("a", "new"),
				Map.entry("b", "old"), Map.entry("c", "new"));
		assertThat(this.cache.getAll(KEYS, null, this::load)).hasSize(3);

		assertThat(this.loads).containsExactly(Set.of("a", "c"));
		CacheStatistics statistics = this.cache.statistics();
		assertThat(statistics.hits()).isEqualTo(4);
		assertThat(statistics.misses()).isEqualTo(2);
		assertThat(statistics.puts()).isEqualTo(3);
		assertThat(statistics.loads()).isEqualTo(1);
	}

	@Test
	void policyDecidesForEach() {
		this.cache.getAll(KEYS, (name, key, value) -> EntryTerms.of(null, "of " + key), this::load);

		assertThat(this.cache.keysTagged("of b")).containsExactly("b");
	}

	@Test
	void brokenStoreHasAllLoaded() {
		this.cache.put("b", "old");
		DiskCache failing = TestCaches.failingFast(this.store);
		this.breakable.breaks();

		assertThat(TestCaches.over(this.store).getAll(KEYS, null, this::load)).containsOnlyKeys(KEYS)
			.containsEntry("b", "new");
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> failing.getAll(KEYS, null, this::load));
		assertThat(this.loads).hasSize(1);
	}

	@Test
	void storeThatBreaksWhileLoadingCostsNeitherResultNorSecondLoad() {
		DiskCache failing = TestCaches.failingFast(this.store);

		assertThat(failing.getAll(KEYS, null, (missing) -> {
			this.breakable.breaks();
			return load(missing);
		})).containsOnlyKeys(KEYS);

		assertThat(this.loads).hasSize(1);
		assertThat(failing.statistics().failures()).isEqualTo(1);
	}

	@Test
	void failureOfTheLoaderIsThrownAsItIs() {
		assertThatIllegalStateException().isThrownBy(() -> this.cache.getAll(KEYS, null, (missing) -> {
			throw new IllegalStateException("mine");
		})).withMessage("mine");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.cache.getAll(List.of(new Object()), null, (missing) -> Map.of()));
	}

	@Test
	void valueThatCannotBeStoredDoesNotKeepTheOthersFromIt() throws Exception {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("unknown", new Thread());
		values.put("drained", new ByteArrayInputStream(new byte[] { 1 }));
		values.put("resource", new ByteArrayResource("bytes".getBytes(StandardCharsets.UTF_8)));
		values.put("null", null);
		values.put("a", "new");

		Map<String, @Nullable Object> found = this.cache.getAll(values.keySet(), null, (missing) -> values);

		assertThat(found).containsExactlyEntriesOf(values);
		try (InputStream stream = (InputStream) found.get("drained")) {
			assertThat(stream.read()).isOne();
		}
		assertThat(this.cache.keys()).containsExactlyInAnyOrder("resource", "null", "a");
		assertThat(this.cache.get("resource", Resource.class).getContentAsString(StandardCharsets.UTF_8))
			.isEqualTo("bytes");
		assertThat(this.cache.statistics().puts()).isEqualTo(3);
	}

	@Test
	void keysThatNobodyAskedForAreNotStored() {
		assertThat(this.cache.getAll(List.of("a"), null, (missing) -> Map.of("a", 1, "z", 2))).containsOnlyKeys("a");

		assertThat(this.cache.size()).isOne();
	}

	@Test
	void otherProcessOvertakesSingleKeys() {
		try (DiskCacheManager manager = Worker.manager(this.temp);
				Jvm other = Jvm.start(System.getProperty("java.class.path"), List.of("-Xmx128m"), Worker.class)) {
			other.tell(this.temp.toString());
			DiskCache shared = manager.getDiskCache("shared");
			assertThat(other.hear()).isEqualTo("open");

			List<String> keys = List.of("a", "b", "c", "d", "e");
			Map<String, @Nullable Object> found = shared.getAll(keys, null, (missing) -> {
				other.tell("change");
				assertThat(other.hear()).isEqualTo("changed");
				return load(missing);
			});

			assertThat(found).containsOnlyKeys(keys).containsEntry("b", "new");
			assertThat(shared.get("a")).isNull();
			assertThat(shared.get("b", String.class)).isEqualTo("newer");
			// One may share its stripe with what was changed.
			assertThat(shared.getAll(List.of("c", "d", "e"))).hasSizeGreaterThan(1);
		}
	}

	@Test
	void evictionsOfManyFailAsThoseOfOne() {
		DiskCache failing = TestCaches.failingFast(this.store);
		this.cache.put("a", 1, null, "red");
		this.cache.put("b", 1);
		this.cache.evictTagged("red");
		this.cache.evictPrefix("b");
		assertThat(this.cache.size()).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.evictTagged(""));
		this.breakable.breaks();

		this.cache.evictTagged("red");
		this.cache.evictPrefix("b");

		assertThat(this.cache.statistics().failures()).isEqualTo(2);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> failing.evictTagged("red"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> failing.evictPrefix("b"));
	}

	private Map<String, String> load(Set<String> missing) {
		this.loads.add(Set.copyOf(missing));
		Map<String, String> values = new LinkedHashMap<>();
		missing.forEach((key) -> values.put(key, "new"));
		return values;
	}

	/** A process that changes some keys when it is told to. */
	static final class Worker {

		static DiskCacheManager manager(Path directory) {
			return DiskCacheManager.builder(directory.resolve("shared")).build();
		}

		public static void main(String[] arguments) {
			DiskCache cache = manager(Path.of(Jvm.Child.hear())).getDiskCache("shared");
			cache.size();
			Jvm.Child.say("open");
			Jvm.Child.hear();
			cache.evict("a");
			cache.put("b", "newer");
			Jvm.Child.say("changed");
			Jvm.Child.hear();
		}

	}

}
