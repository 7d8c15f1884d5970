package io.diskcache.cache;

import java.io.InputStream;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

import io.diskcache.codec.JavaCodec;
import io.diskcache.near.Hold;
import io.diskcache.near.NearOptions;
import io.diskcache.store.StoreException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What caches hold in the heap, through two managers that share their stores. */
class NearTests {

	@TempDir
	Path temp;

	private DiskCacheManager manager;

	private DiskCacheManager other;

	private DiskCache cache;

	private DiskCache theirs;

	@BeforeEach
	void open() {
		open(CacheOptions.defaults());
	}

	private void open(CacheOptions options) {
		close();
		this.manager = manager(options);
		this.other = manager(options);
		this.cache = this.manager.getDiskCache("users");
		this.theirs = this.other.getDiskCache("users");
	}

	private DiskCacheManager manager(CacheOptions options) {
		return DiskCacheManager.builder(this.temp)
			.minFreeSpace(0)
			.valueCodec(new JavaCodec(List.of("io.diskcache"), getClass().getClassLoader()))
			.cache("users", options)
			.build();
	}

	@AfterEach
	void close() {
		if (this.manager != null) {
			this.manager.close();
			this.other.close();
		}
	}

	@Test
	void ownEntryIsFoundInTheHeap() {
		this.cache.put("ada", "countess");

		assertThat(this.cache.get("ada", String.class)).isEqualTo("countess");
		assertThat(this.cache.get("ada").get()).isEqualTo("countess");
		assertThat(this.cache.statistics()).returns(2L, CacheStatistics::hits).returns(2L, CacheStatistics::nearHits);
	}

	@Test
	void entryOfOthersIsFoundOnTheDiskOnce() {
		this.theirs.put("ada", "countess");

		for (int i = 0; i < 3; i++) {
			assertThat(this.cache.get("ada", String.class)).isEqualTo("countess");
		}

		assertThat(this.cache.statistics().diskHits()).isEqualTo(1);
		assertThat(this.cache.statistics().nearHits()).isEqualTo(2);
	}

	@Test
	void changesOfOthersAreSeenAtOnce() {
		for (int i = 0; i < 100; i++) {
			this.theirs.put("ada", i);
			assertThat(this.cache.get("ada", Integer.class)).isEqualTo(i);
			assertThat(this.cache.get("ada", Integer.class)).isEqualTo(i);
			assertThat(this.theirs.get("ada", Integer.class)).isEqualTo(i);
			this.theirs.evict("ada");
			assertThat(this.cache.get("ada")).isNull();
			assertThat(this.cache.get("ada")).isNull();
			this.theirs.putIfAbsent("ada", -1);
			assertThat(this.cache.get("ada", Integer.class)).isEqualTo(-1);
			this.theirs.clear();
			assertThat(this.cache.get("ada")).isNull();
		}
		assertThat(this.cache.statistics().nearHits()).isPositive();
	}

	@Test
	void absenceIsHeldAsWell() {
		assertThat(this.cache.get("ada")).isNull();

		assertThat(this.cache.near().entries()).isEqualTo(1);
		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.statistics().misses()).isEqualTo(2);
		assertThat(this.cache.get("ada", () -> "loaded")).isEqualTo("loaded");
		assertThat(this.cache.get("ada", String.class)).isEqualTo("loaded");
	}

	@ParameterizedTest
	@EnumSource(Hold.class)
	void nullAndNativeValuesAreKeptAsTheyAre(Hold hold) {
		open(CacheOptions.defaults().withNear(NearOptions.defaults().withHold(hold)));
		for (Object value : new Object[] { "text", "", 1, 1L, 'c', Optional.of("a"), Optional.empty(),
				Duration.ZERO }) {
			this.cache.put("ada", value);
			assertThat(this.cache.get("ada").get()).isEqualTo(value);
			assertThat(this.theirs.get("ada").get()).isEqualTo(value);
			assertThat(this.theirs.get("ada").get()).isEqualTo(value);
		}
		this.cache.put("ada", null);
		assertThat(this.cache.get("ada").get()).isNull();
		assertThat(this.theirs.get("ada").get()).isNull();
		assertThat(this.theirs.get("ada").get()).isNull();
	}

	@ParameterizedTest
	@EnumSource(value = Hold.class, names = { "AUTO", "BYTES" })
	void whoChangesWhatHeWasGivenOrGaveChangesNoCache(Hold hold) {
		open(CacheOptions.defaults().withNear(NearOptions.defaults().withHold(hold)));
		ArrayList<String> names = new ArrayList<>(List.of("ada"));
		byte[] bytes = { 1 };
		this.cache.put("names", names);
		this.cache.put("bytes", bytes);
		this.cache.put("pair", new Pair("a", names));

		names.add("poison");
		bytes[0] = 2;
		for (int i = 0; i < 3; i++) {
			for (DiskCache each : List.of(this.cache, this.theirs)) {
				List<String> found = cast(each.get("names").get());
				assertThat(found).containsExactly("ada");
				found.add("poison");
				byte[] foundBytes = each.get("bytes", byte[].class);
				assertThat(foundBytes).containsExactly(1);
				foundBytes[0] = 3;
				Pair pair = each.get("pair", Pair.class);
				assertThat(pair.names()).containsExactly("ada");
				pair.names().add("poison");
			}
		}
		assertThat(this.cache.statistics().nearHits()).isEqualTo(9);
	}

	@Test
	void largeFileValueIsHeldAsBytesOfItsOwn() {
		byte[] large = new byte[100_000];
		this.theirs.put("large", large);

		byte[] found = this.cache.get("large", byte[].class);
		found[0] = 1;

		assertThat(this.cache.get("large", byte[].class)).containsExactly(large);
		assertThat(this.cache.statistics().nearHits()).isEqualTo(1);
	}

	@Test
	void immutableValueIsSharedOnceTheCodecHasMadeIt() {
		Person ada = new Person("ada", Set.of("countess"));
		this.cache.put("ada", ada);

		Object first = this.cache.get("ada").get();

		assertThat(first).isEqualTo(ada).isNotSameAs(ada);
		assertThat(this.cache.get("ada").get()).isSameAs(first);
	}

	@Test
	void valueIsWhatItsCodecMakesOfItForWhoStoredItToo() {
		this.cache.put("ada", new Folded("ADA"));

		for (int i = 0; i < 2; i++) {
			assertThat(this.cache.get("ada").get()).isEqualTo(new Folded("ada"));
			assertThat(this.theirs.get("ada").get()).isEqualTo(new Folded("ada"));
		}
	}

	@Test
	void byReferenceAllShareWhatWasRead() {
		open(CacheOptions.defaults().withNear(NearOptions.defaults().withHold(Hold.REFERENCE)));
		this.theirs.put("names", new ArrayList<>(List.of("ada")));

		this.cache.get("names");
		Object second = this.cache.get("names").get();

		assertThat(this.cache.get("names").get()).isSameAs(second);
	}

	@Test
	void resourcesAreNotHeld() throws Exception {
		this.cache.put("photo", new ByteArrayResource(new byte[] { 1 }));

		Resource found = this.cache.get("photo", Resource.class);
		this.theirs.put("photo", new ByteArrayResource(new byte[] { 2 }));

		try (InputStream in = found.getInputStream()) {
			assertThat(in.readAllBytes()).containsExactly(2);
		}
		assertThat(this.cache.statistics().nearHits()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void keysOfEveryKindMeetOnlyThemselves(boolean held) {
		open(CacheOptions.defaults().withNear(NearOptions.defaults().withEnabled(held)));
		Object[] keys = { "1", 1, 1L, (short) 1, '1', new SimpleKey(1, 2), SimpleKey.EMPTY, List.of(1),
				new SimpleKey("a, b", "c"), new SimpleKey("a", "b, c"), new ArrayList<>(List.of(2)) };
		for (int i = 0; i < keys.length; i++) {
			this.cache.put(keys[i], i);
		}
		for (int i = 0; i < keys.length; i++) {
			assertThat(this.cache.get(keys[i], Integer.class)).isEqualTo(i);
			assertThat(this.theirs.get(keys[i], Integer.class)).isEqualTo(i);
			assertThat(this.theirs.get(keys[i], Integer.class)).isEqualTo(i);
		}
		assertThat(this.cache.statistics().nearHits()).isEqualTo(held ? keys.length : 0);
	}

	/** Also where its hash stays the same. */
	@Test
	void keyThatIsChangedAfterwardsIsAnotherKey() {
		ArrayList<String> key = new ArrayList<>(List.of("Aa"));
		this.cache.put(key, "first");
		this.cache.get(key);

		key.set(0, "BB");

		assertThat(key).hasSameHashCodeAs(List.of("Aa"));
		assertThat(this.cache.get(key)).isNull();
		assertThat(this.cache.get(List.of("Aa"), String.class)).isEqualTo("first");
	}

	@Test
	void entryExpiresInTheHeap() {
		open(CacheOptions.defaults().withTimeToLive(Duration.ofMillis(400)));
		this.cache.put("ada", 1);
		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);

		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> this.cache.get("ada") == null);

		assertThat(this.cache.statistics().diskHits()).isZero();
	}

	@Test
	void nothingIsHeldWhereThatIsSwitchedOff() {
		open(CacheOptions.defaults().withNear(NearOptions.defaults().withEnabled(false)));
		this.cache.put("ada", 1);

		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
		assertThat(this.cache.get("alan")).isNull();

		assertThat(this.cache.statistics()).returns(0L, CacheStatistics::nearHits)
			.returns(1L, CacheStatistics::diskHits);
		assertThat(this.cache.near().bytes()).isZero();
	}

	@Test
	void transactionSeesItsOwnChangesAndOthersOnlyWhatWasCommitted() {
		this.cache.put("ada", 1);
		this.cache.get("ada");
		this.theirs.get("ada");

		this.cache.getNativeCache().<Boolean>transact(() -> {
			assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
			this.cache.put("ada", 2);
			assertThat(this.cache.get("ada", Integer.class)).isEqualTo(2);
			assertThat(onAnotherThread(() -> this.cache.get("ada", Integer.class))).isEqualTo(1);
			this.cache.put("alan", 3);
			this.cache.evict("alan");
			return true;
		});

		for (DiskCache each : List.of(this.cache, this.theirs, this.cache)) {
			assertThat(each.get("ada", Integer.class)).isEqualTo(2);
			assertThat(each.get("alan")).isNull();
		}
	}

	@Test
	void rolledBackTransactionLeavesNothingInTheHeap() {
		this.cache.put("ada", 1);

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.getNativeCache().transact(() -> {
			this.cache.put("ada", 2);
			this.cache.put("alan", 3);
			this.cache.get("ada");
			this.cache.get("alan");
			throw new StoreException("changed its mind", null);
		}));

		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
		assertThat(this.cache.get("alan")).isNull();
	}

	@Test
	void futureOfAHeldValueIsThereAtOnce() {
		this.cache.put("ada", 1);

		assertThat(this.cache.retrieve("ada")).isCompleted();
		assertThat(this.cache.retrieve("ada", () -> new CompletableFuture<Integer>())).isCompletedWithValue(1);
		assertThat(this.cache.get("alan")).isNull();
		assertThat(this.cache.retrieve("alan")).isCompletedWithValue(null);
		assertThat(this.cache.statistics()).returns(2L, CacheStatistics::nearHits).returns(2L, CacheStatistics::misses);
	}

	@Test
	void hitsGoOnWhereTheDiskIsGoneOnlyAsLongAsTheStoreIsOpen() {
		this.cache.put("ada", 1);
		this.manager.close();
		// The other manager has the stores open still.
		assertThat(this.theirs.get("ada", Integer.class)).isEqualTo(1);
		assertThat(this.cache.near().bytes()).isZero();

		this.other.close();

		assertThat(this.theirs.get("ada")).isNull();
		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void valueThatCannotBeDecodedAnyMoreIsAMissInTheHeapToo() {
		this.cache.put("ada", new Fickle());
		Fickle.decodable = false;
		try {
			assertThat(this.cache.get("ada")).isNull();
			assertThat(this.cache.statistics().failures()).isPositive();
		}
		finally {
			Fickle.decodable = true;
		}
	}

	@Test
	void closingLetsGoOfTheClassLoaderOfTheValues() throws Exception {
		WeakReference<ClassLoader> loader = new WeakReference<>(holdValuesOfAnotherClassLoader());

		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			System.gc();
			return loader.get() == null;
		});
	}

	private ClassLoader holdValuesOfAnotherClassLoader() throws Exception {
		URL[] classes = { Person.class.getProtectionDomain().getCodeSource().getLocation() };
		ClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader()) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				return name.equals(Person.class.getName()) ? findLoaded(name) : super.loadClass(name, resolve);
			}

			private Class<?> findLoaded(String name) throws ClassNotFoundException {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}

		};
		try (DiskCacheManager reloading = DiskCacheManager.builder(this.temp)
			.valueCodec(new JavaCodec(List.of("io.diskcache"), loader))
			.build()) {
			DiskCache people = reloading.getDiskCache("people");
			var constructor = loader.loadClass(Person.class.getName()).getDeclaredConstructor(String.class, Set.class);
			constructor.setAccessible(true);
			people.put("ada", constructor.newInstance("ada", Set.of()));
			assertThat(people.get("ada").get().getClass().getClassLoader()).isSameAs(loader);
			assertThat(people.get("ada").get()).isSameAs(people.get("ada").get());
			assertThat(people.statistics().nearHits()).isEqualTo(3);
		}
		return loader;
	}

	private static <T> T onAnotherThread(Supplier<T> work) {
		try {
			return CompletableFuture.supplyAsync(work).get(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static <T> T cast(Object value) {
		return (T) value;
	}

	record Person(String name, Set<String> titles) implements Serializable {
	}

	record Pair(String name, List<String> names) implements Serializable {
	}

	record Folded(String name) implements Serializable {

		private Object readResolve() {
			return new Folded(this.name.toLowerCase(Locale.ROOT));
		}

	}

	static final class Fickle implements Serializable {

		static volatile boolean decodable = true;

		private Object readResolve() {
			if (!decodable) {
				throw new IllegalStateException("not any more");
			}
			return this;
		}

	}

}
