package io.diskcache.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** What has expired is kept for a while for who takes a stale value, and nobody else. */
class StaleEntryTests extends StoreFixture {

	private static final Duration LIFE = Duration.ofSeconds(10);

	private static final Duration LONG = Duration.ofSeconds(Long.MAX_VALUE);

	private static final Recomputation KEPT = new Recomputation(Duration.ofMillis(120), Duration.ofSeconds(30));

	@Test
	void staleEntryIsThereForWhoAsksForItOnly() {
		putKept("ada");
		assertThat(readStale("ada")).as("a live one is given out as well").isEqualTo("ada");

		this.clock.advance(LIFE);

		assertThat(read("ada")).isNull();
		assertThat(this.store.contains(key("ada"))).isFalse();
		assertThat(this.store.count(Selection.all())).isZero();
		assertThat(this.store.touch(key("ada"), LIFE)).isFalse();
		assertThat(readStale("ada")).isEqualTo("ada");
		assertThat(this.store.readStale(key("ada"), Duration.ofMillis(1), Entry::bytes)).isNotNull();
		assertThat(this.store.readStale(key("ada"), Duration.ZERO, Entry::bytes)).isNull();
		assertThat(this.store.putIfAbsent(key("ada"), content("new"), null)).isTrue();
		assertThat(readStale("ada")).isEqualTo("new");
	}

	@Test
	void staleEntryIsDeletedWhenItIsOfNoUseAnyMore() {
		putKept("ada");
		this.store.put(key("other"), content("other"), LIFE);
		this.clock.advance(LIFE);

		await().until(() -> this.store.count() == 1);
		assertThat(readStale("other")).isNull();
		assertThat(readStale("ada")).isEqualTo("ada");

		this.clock.advance(KEPT.stale());
		assertThat(readStale("ada")).isNull();
		await().until(() -> this.store.count() == 0);
	}

	@Test
	void staleEntryThatWasRemovedOrClearedIsGone() {
		putKept("removed");
		putKept("cleared");
		this.clock.advance(LIFE);

		this.store.remove(key("removed"));
		assertThat(readStale("removed")).isNull();
		assertThat(readStale("cleared")).isEqualTo("cleared");
		this.store.clear();
		assertThat(readStale("cleared")).isNull();
	}

	@Test
	void putThatIsRefusedLeavesNothingStale() {
		reopen(options().withMaxValueSize(100));
		putKept("ada");
		putKept("bob");
		this.clock.advance(LIFE);
		assertThat(readStale("ada")).isEqualTo("ada");

		assertThat(this.store.put(key("ada"), content(101, 1), null)).isFalse();
		assertThat(this.store.writeAll(Map.of(key("bob"), content(101, 1)), PutOptions.of(null)))
			.containsExactly(key("bob"));

		assertThat(readStale("ada")).isNull();
		assertThat(readStale("bob")).isNull();
	}

	@Test
	void putForWhichThereIsNoSpaceLeavesNothingStale() {
		putKept("ada");
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp.resolve("data"), Long.MAX_VALUE / 2, this.clock);
		this.store = this.directory.open("test", options());
		this.clock.advance(LIFE);
		assertThat(readStale("ada")).isEqualTo("ada");

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> put("ada", "new"));

		assertThat(readStale("ada")).isNull();
	}

	@Test
	void howLongAValueTookIsKnownFromItsStampAlsoAfterATouchAndADivision() {
		putKept("ada");
		put("unknown", "value");
		assertThat(stamp("ada").loadMillis()).isEqualTo(120);
		assertThat(stamp("ada").remainingMillis()).isEqualTo(LIFE.toMillis());
		assertThat(stamp("unknown").loadMillis()).isZero();
		assertThat(stamp("unknown").remainingMillis()).isEqualTo(Long.MAX_VALUE);

		this.store.touch(key("ada"), LIFE.multipliedBy(2));
		reopen(options().withShards(4).withReshard(true));

		assertThat(stamp("ada").loadMillis()).isEqualTo(120);
		this.clock.advance(LIFE.multipliedBy(2));
		assertThat(read("ada")).isNull();
		assertThat(readStale("ada")).isEqualTo("ada");
	}

	@Test
	void entryThatNeverExpiresIsKeptForEver() {
		this.store.write(key("ada"), content("ada"),
				PutOptions.of(null).withRecomputation(new Recomputation(Duration.ZERO, Duration.ofDays(1000))));
		this.store.write(key("bob"), content("bob"), PutOptions.of(LIFE)
			.withRecomputation(new Recomputation(Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE))));
		this.clock.advance(Duration.ofDays(9999));

		assertThat(read("ada")).isEqualTo("ada");
		assertThat(readStale("bob")).isEqualTo("bob");
	}

	@Test
	void nothingIsComputedInNegativeTime() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Recomputation(Duration.ofMillis(-1), Duration.ZERO))
			.withMessageContaining("PT-0.001S");
	}

	private void putKept(String key) {
		this.store.write(key(key), content(key), PutOptions.of(LIFE).withRecomputation(KEPT));
	}

	private String readStale(String key) {
		return this.store.readStale(key(key), LONG, (entry) -> new String(entry.bytes(), StandardCharsets.UTF_8));
	}

	private Stamp stamp(String key) {
		return this.store.read(key(key), Entry::bytes).stamp();
	}

}
