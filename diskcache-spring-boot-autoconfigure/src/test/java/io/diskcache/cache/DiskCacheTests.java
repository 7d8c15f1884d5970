package io.diskcache.cache;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.LinkedMultiValueMap;

import io.diskcache.codec.EncodingException;
import io.diskcache.codec.KeyCodec;
import io.diskcache.store.Content;
import io.diskcache.store.EvictionPolicy;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;
import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(OutputCaptureExtension.class)
class DiskCacheTests extends CacheFixture {

	@Test
	void absentKeyIsAMiss() {
		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.get("ada", String.class)).isNull();
	}

	@Test
	void storedValueIsFound() {
		this.cache.put("ada", List.of("Lovelace", 1815));

		assertThat(wrapped("ada")).isEqualTo(List.of("Lovelace", 1815));
		assertThat((Object) this.cache.get("ada", List.class)).isEqualTo(List.of("Lovelace", 1815));
	}

	@Test
	void storedNullIsAHit() {
		this.cache.put("nobody", null);

		ValueWrapper hit = this.cache.get("nobody");
		assertThat(hit).isNotNull();
		assertThat(hit.get()).isNull();
		assertThat(this.cache.get("nobody", String.class)).isNull();
	}

	@Test
	void valueOfAnotherTypeIsAnIllegalStateThatDoesNotShowTheValue() {
		this.cache.put("ada", "Lovelace");

		assertThatIllegalStateException().isThrownBy(() -> this.cache.get("ada", Integer.class))
			.withMessage("Cache 'users' holds a java.lang.String, and a java.lang.Integer was asked for");
	}

	@Test
	void putReplaces() {
		this.cache.put("ada", 1);
		this.cache.put("ada", 2);

		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(2);
	}

	@Test
	void entryIsGoneAfterItsTimeToLive() {
		DiskCache shortLived = TestCaches.over(this.store, CacheOptions.defaults().withTimeToLive(Duration.ofMillis(1)),
				System::nanoTime);
		shortLived.put("ada", 1);

		Awaitility.await().untilAsserted(() -> assertThat(shortLived.get("ada")).isNull());
	}

	@Test
	void putIfAbsentStoresOnce() {
		assertThat(this.cache.putIfAbsent("ada", 1)).isNull();

		ValueWrapper present = this.cache.putIfAbsent("ada", 2);
		assertThat(present).isNotNull();
		assertThat(present.get()).isEqualTo(1);
		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
	}

	@Test
	void putIfAbsentTakesNullForAValue() {
		assertThat(this.cache.putIfAbsent("nobody", null)).isNull();

		assertThat(this.cache.putIfAbsent("nobody", 1)).isNotNull();
	}

	@Test
	void putIfAbsentReplacesWhatCannotBeDecoded() {
		putUndecodable("ada");

		assertThat(this.cache.putIfAbsent("ada", 1)).isNull();
		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
	}

	@Test
	void evictRemovesOneEntry() {
		this.cache.put("ada", 1);
		this.cache.put("alan", 2);

		this.cache.evict("ada");

		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.get("alan")).isNotNull();
	}

	@Test
	void evictIfPresentTellsWhetherThereWasAnEntry() {
		this.cache.put("ada", 1);

		assertThat(this.cache.evictIfPresent("ada")).isTrue();
		assertThat(this.cache.evictIfPresent("ada")).isFalse();
	}

	@Test
	void clearRemovesAll() {
		this.cache.put("ada", 1);
		this.cache.put("alan", 2);

		this.cache.clear();

		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.get("alan")).isNull();
	}

	@Test
	void invalidateTellsWhetherThereWasAnything() {
		assertThat(this.cache.invalidate()).isFalse();
		this.cache.put("ada", 1);

		assertThat(this.cache.invalidate()).isTrue();
		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void keysOfOneTextButAnotherTypeAreTwoKeys() {
		this.cache.put(1, "int");
		this.cache.put(1L, "long");
		this.cache.put("1", "text");

		assertThat(this.cache.get(1, String.class)).isEqualTo("int");
		assertThat(this.cache.get(1L, String.class)).isEqualTo("long");
		assertThat(this.cache.get("1", String.class)).isEqualTo("text");
	}

	@Test
	void simpleKeysOfOneTextAreTwoKeys() {
		this.cache.put(new SimpleKey("a", "b, c"), 1);
		this.cache.put(new SimpleKey("a, b", "c"), 2);

		assertThat(this.cache.get(new SimpleKey("a", "b, c"), Integer.class)).isEqualTo(1);
		assertThat(this.cache.get(new SimpleKey("a, b", "c"), Integer.class)).isEqualTo(2);
		assertThat(this.cache.get(SimpleKey.EMPTY)).isNull();
	}

	@Test
	void keyThatCannotBeEncodedIsAnErrorOfTheCaller() {
		Object key = new Object();

		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.get(key))
			.withMessageContaining("java.lang.Object");
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.get(key, () -> 1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.put(key, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.evict(key));
	}

	@Test
	void valueThatCannotBeEncodedIsLeftOutAndSoIsWhatItWasToReplace() {
		this.cache.put("ada", 1);

		this.cache.put("ada", new Object());

		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.putIfAbsent("ada", new Object())).isNull();
		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.statistics().failures()).isEqualTo(2);
	}

	@Test
	void classThatIsNotAllowedIsReportedOnce(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.cache.put(i, new LinkedMultiValueMap<>());
		}
		assertThat(output).containsOnlyOnce("WARN")
			.contains("Cache 'users'", LinkedMultiValueMap.class.getName(), "diskcache.allowed-packages");

		this.cache.put("another class", new Object());
		assertThat(output.getAll().split("WARN")).hasSize(3);
	}

	@Test
	void valueThatCannotBeDecodedIsAMissUntilItIsReplaced() {
		putUndecodable("ada");

		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.statistics().failures()).isEqualTo(1);
		this.cache.put("ada", 1);
		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
	}

	@Test
	void brokenStoreIsNotTheProblemOfTheApplication() {
		this.cache.put("ada", 1);
		this.breakable.breaks();

		assertThat(this.cache.get("grace")).isNull();
		this.cache.put("ada", 2);
		this.cache.evict("ada");
		this.cache.clear();
		assertThat(this.cache.putIfAbsent("ada", 3)).isNull();
		assertThat(this.cache.evictIfPresent("ada")).isFalse();
		assertThat(this.cache.invalidate()).isFalse();
		assertThat(this.cache.statistics().failures()).isGreaterThanOrEqualTo(7);
	}

	@Test
	void failFastTellsOfABrokenStoreButNotAfterALoad() {
		DiskCache failing = TestCaches.failingFast(this.breakable.store());
		failing.put("ada", 1);
		this.breakable.breaks();

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> failing.get("grace"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> failing.put("ada", 2));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> failing.putIfAbsent("ada", 2));
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> failing.evict("ada"));
		assertThatExceptionOfType(StoreException.class).isThrownBy(failing::clear);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> failing.get("grace", () -> 3));
		assertThat(failing.size()).isNull();
		assertThat(failing.volume()).isNull();
	}

	@Test
	void failFastReturnsWhatWasLoadedWhenItCannotBeStored() {
		DiskCache failing = TestCaches.failingFast(this.breakable.store());

		assertThat(failing.get("ada", () -> {
			this.breakable.breaks();
			return 3;
		})).isEqualTo(3);
	}

	@Test
	void failFastTellsOfAValueThatCannotBeEncoded() {
		DiskCache failing = TestCaches.failingFast(this.store);

		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> failing.put("ada", new Object()));
	}

	@Test
	void nullThatIsNotAllowedIsNotStoredAndRemovesTheEntry() {
		DiskCache strict = TestCaches.over(this.store, CacheOptions.defaults().withAllowNullValues(false),
				System::nanoTime);
		strict.put("ada", 1);

		strict.put("ada", null);

		assertThat(strict.get("ada")).isNull();
		assertThat(strict.putIfAbsent("ada", null)).isNull();
		assertThat(strict.<Object>get("ada", () -> null)).isNull();
		assertThat(strict.get("ada")).isNull();
		assertThat(strict.statistics().failures()).isZero();
	}

	@Test
	void eachLookupCountsOnce() {
		this.cache.get("ada");
		this.cache.get("ada", () -> 1);
		this.cache.get("ada", () -> 2);
		this.cache.get("ada", Integer.class);
		this.cache.putIfAbsent("ada", 3);
		this.cache.putIfAbsent("alan", 3);
		this.cache.put("ada", 4);

		assertThat(this.cache.statistics()).returns(2L, CacheStatistics::hits)
			.returns(2L, CacheStatistics::misses)
			.returns(3L, CacheStatistics::puts)
			.returns(1L, CacheStatistics::loads)
			.returns(0L, CacheStatistics::failures);
		assertThat(this.cache.size()).isEqualTo(2);
		assertThat(this.cache.volume()).isPositive();
	}

	@ParameterizedTest
	@EnumSource(EvictionPolicy.class)
	void evictTakesEffectUnderEveryPolicyAlsoWhileOthersWrite(EvictionPolicy policy) throws InterruptedException {
		Store other = this.directory.open(policy.name(),
				StoreOptions.defaults().withEvictionPolicy(policy).withOperationTimeout(Duration.ofMillis(50)));
		DiskCache cache = TestCaches.over(other);
		cache.put("ada", 1);
		cache.put("alan", 1);
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Thread holder = new Thread(() -> other.transact(() -> {
			held.countDown();
			return await(done);
		}));
		holder.start();
		await(held);

		cache.evict("ada");
		cache.put("alan", 2);
		assertThat(cache.get("ada")).isNull();
		assertThat(cache.get("alan")).isNull();
		done.countDown();
		holder.join();
		assertThat(cache.get("ada")).isNull();
		assertThat(cache.get("alan")).isNull();
	}

	@Test
	void messagesOfTheApplicationsClassesAreNotLogged(CapturedOutput output) {
		this.cache.put("ada", new Talkative(true));
		this.cache.put("alan", new Talkative(false));

		assertThat(output).contains("WARN").contains(Talkative.class.getName()).doesNotContain("ada@example.org");
	}

	@Test
	void storedValuesAreReadWithoutFailuresAlsoWhereTheCacheFailsFast() {
		DiskCache failing = TestCaches.failingFast(this.breakable.store());
		this.breakable.breaks();

		assertThat(failing.<Object>read(failing.encodedKey("ada"), (value) -> value)).isNull();
	}

	@Test
	void putThatDidNotHappenIsNotCounted() {
		this.cache.putIfAbsent("ada", new Object());
		this.breakable.breaks();
		this.cache.putIfAbsent("ada", 1);
		this.cache.put("ada", 1);

		assertThat(this.cache.statistics().puts()).isZero();
		assertThat(this.cache.invalidate()).isFalse();
	}

	@Test
	void brokenStoreIsLoggedOnceAMinuteWithoutKeysAndValues(CapturedOutput output) {
		this.breakable.breaks();

		for (int i = 0; i < 10; i++) {
			this.cache.put("secret key", "secret value");
		}
		assertThat(output).containsOnlyOnce("WARN").contains("The disk is full").doesNotContain("secret");

		this.nanos += Duration.ofSeconds(61).toNanos();
		this.cache.get("secret key");
		assertThat(output.getAll().split("WARN")).hasSize(3);
		assertThat(output).contains("21 failures").doesNotContain("secret");
	}

	@Test
	void closedStoreFindsAndStoresNothing() {
		this.cache.put("ada", 1);

		this.directory.close();

		this.cache.put("alan", 2);
		assertThat(this.cache.get("ada")).isNull();
		assertThat(this.cache.get("alan", () -> 3)).isEqualTo(3);
	}

	private void putUndecodable(String key) {
		this.store.put(KeyCodec.standard().encode(key), Content.of(4711, 0, new byte[] { 1, 2, 3 }), null);
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Object wrapped(String key) {
		ValueWrapper hit = this.cache.get(key);
		assertThat(hit).isNotNull();
		return hit.get();
	}

	/** Says too much when it is written, or when it is read back. */
	private static final class Talkative implements Serializable {

		private static final long serialVersionUID = 1L;

		private final boolean writing;

		Talkative(boolean writing) {
			this.writing = writing;
		}

		private void writeObject(ObjectOutputStream out) throws IOException {
			if (this.writing) {
				throw new IllegalArgumentException("ada@example.org");
			}
			out.defaultWriteObject();
		}

		private void readObject(ObjectInputStream in) throws IOException {
			throw new InvalidObjectException("ada@example.org");
		}

	}

}
