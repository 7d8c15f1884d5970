package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is remembered of the use of keys. */
class UseTableTests {

	private static final Identity IDENTITY = new Identity(1, 2);

	private static final double HALF_LIFE = 100;

	@TempDir
	Path temp;

	private UseTable table;

	@BeforeEach
	void create() throws IOException {
		UseTable.create(file(), IDENTITY, UseTable.MIN_SLOTS);
		this.table = UseTable.map(file(), IDENTITY);
	}

	@Test
	void knowsNothingAtFirst() {
		assertThat(this.table.use(5, HALF_LIFE)).isNull();
		assertThat(this.table.lastRead(5)).isNull();
	}

	@Test
	void usesAddUpAndDecay() {
		use(5, 3);
		use(5, 1);
		assertThat(this.table.use(5, HALF_LIFE).score()).isCloseTo(4, within(0.1));
		assertThat(this.table.use(5, HALF_LIFE).age()).isZero();

		this.table.advance(100);

		assertThat(this.table.use(5, HALF_LIFE).score()).isCloseTo(2, within(0.1));
		assertThat(this.table.use(5, HALF_LIFE).age()).isEqualTo(100);
		this.table.record(5, 1, this.table.now(), 0, HALF_LIFE);
		assertThat(this.table.use(5, HALF_LIFE).score()).isCloseTo(3, within(0.1));
	}

	@Test
	void scoresHaveAGreatest() {
		for (int i = 0; i < 10_000; i++) {
			this.table.record(5, 15, this.table.now(), 0, HALF_LIFE);
		}

		assertThat(this.table.use(5, HALF_LIFE).score()).isCloseTo(4096, within(1.0));
	}

	@Test
	void readsHaveATimeAndWritesHaveNone() {
		this.table.record(5, 1, this.table.now(), 0, HALF_LIFE);
		assertThat(this.table.lastRead(5)).isNull();
		this.table.record(5, 1, this.table.now(), 1_700_000_000_123L, HALF_LIFE);
		this.table.record(5, 1, this.table.now(), 0, HALF_LIFE);
		assertThat(this.table.lastRead(5)).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));

		this.table.forgetRead(5);

		assertThat(this.table.lastRead(5)).isNull();
		assertThat(this.table.use(5, HALF_LIFE).score()).isCloseTo(3, within(0.1));
	}

	/** All in one bucket, of which the tags differ. */
	@Test
	void whatIsWorthLeastGivesWay() {
		for (int key = 1; key <= 4; key++) {
			use(key, key + 1);
		}

		use(5, 1);

		assertThat(this.table.use(1, HALF_LIFE)).isNull();
		assertThat(this.table.use(5, HALF_LIFE).score()).isCloseTo(1, within(0.1));
		assertThat(this.table.use(2, HALF_LIFE).score()).isCloseTo(3, within(0.4));
	}

	@Test
	void theClockMayPassTheEndOfItsDigits() {
		this.table.advance(0xffff_fff0L);
		this.table.record(5, 4, this.table.now(), 0, HALF_LIFE);

		this.table.advance(100);

		assertThat(this.table.use(5, HALF_LIFE).age()).isEqualTo(100);
		assertThat(this.table.use(5, HALF_LIFE).score()).isCloseTo(2, within(0.1));
	}

	@Test
	void threeOfFourSlotsCanBeUsed() {
		Random random = new Random(1);
		long[] hashes = random.longs(UseTable.MIN_SLOTS * 3L / 4).toArray();
		for (long hash : hashes) {
			this.table.record(hash, 1, this.table.now(), 0, HALF_LIFE);
		}

		long known = 0;
		for (long hash : hashes) {
			known += (this.table.use(hash, HALF_LIFE) != null) ? 1 : 0;
		}
		assertThat(known).isGreaterThan(hashes.length * 85L / 100);
		assertThat(UseTable.slotsFor(hashes.length)).isEqualTo(UseTable.MIN_SLOTS);
		assertThat(UseTable.slotsFor(hashes.length + 2)).isEqualTo(2 * UseTable.MIN_SLOTS);
		assertThat(UseTable.slotsFor(0)).isEqualTo(UseTable.MIN_SLOTS);
		assertThat(UseTable.slotsFor(1L << 40)).isEqualTo(1 << 24);
	}

	@Test
	void anotherTableTakesOver() throws IOException {
		use(Long.MIN_VALUE + 7, 3);
		this.table.record(Long.MIN_VALUE + 7, 1, this.table.now(), 1000, HALF_LIFE);
		Path other = this.temp.resolve("other");
		UseTable.create(other, IDENTITY, 4 * UseTable.MIN_SLOTS);
		UseTable larger = UseTable.map(other, IDENTITY);

		larger.follow(this.table);
		larger.copy(this.table, Long.MIN_VALUE + 7);
		larger.copy(this.table, 99);

		assertThat(larger.use(Long.MIN_VALUE + 7, HALF_LIFE)).isEqualTo(this.table.use(Long.MIN_VALUE + 7, HALF_LIFE));
		assertThat(larger.lastRead(Long.MIN_VALUE + 7)).isEqualTo(Instant.ofEpochMilli(1000));
		assertThat(larger.use(99, HALF_LIFE)).isNull();
	}

	@Test
	void allWhoHaveItMappedSeeTheSame() throws IOException {
		use(5, 3);

		assertThat(UseTable.map(file(), IDENTITY).use(5, HALF_LIFE)).isEqualTo(this.table.use(5, HALF_LIFE));
		this.table.retire();
		assertThat(UseTable.map(file(), IDENTITY).isRetired()).isTrue();
	}

	@Test
	void whatIsNoTableOfTheStoreIsNotUsed() throws IOException {
		assertThat(UseTable.map(file(), new Identity(1, 3))).isNull();
		assertThat(UseTable.map(this.temp.resolve("missing"), IDENTITY)).isNull();
		assertThat(this.table.isPresent(file())).isTrue();
		Files.write(file(), new byte[16], StandardOpenOption.APPEND);
		assertThat(UseTable.map(file(), IDENTITY)).isNull();
		assertThat(this.table.isPresent(file())).isFalse();
		Files.write(file(), new byte[(int) this.table.bytes()]);
		assertThat(UseTable.map(file(), IDENTITY)).isNull();
	}

	private void use(long hash, int times) {
		this.table.advance(times);
		this.table.record(hash, times, this.table.now(), 0, HALF_LIFE);
	}

	private Path file() {
		return this.temp.resolve("table.uses");
	}

}
