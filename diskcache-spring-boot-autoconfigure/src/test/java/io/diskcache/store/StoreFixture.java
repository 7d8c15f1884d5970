package io.diskcache.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A store in a directory of its own, checked and closed after each test. */
abstract class StoreFixture {

	static final int CODEC = 17;

	@TempDir
	Path temp;

	final SettableClock clock = new SettableClock();

	StoreDirectory directory;

	Store store;

	@BeforeEach
	void open() {
		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		this.store = this.directory.open("test", options());
	}

	@AfterEach
	void checkAndClose() {
		List<Problem> problems = this.store.check(false);
		this.directory.close();
		assertThat(problems).isEmpty();
	}

	StoreOptions options() {
		return StoreOptions.defaults();
	}

	/** Closes everything and opens it again, as after a restart. */
	void reopen(StoreOptions options) {
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp.resolve("data"), 0, this.clock);
		this.store = this.directory.open("test", options);
	}

	Path generation() {
		return this.temp.resolve("data/diskcache/v1/test/g0001");
	}

	static Key key(Object name) {
		return Key.of(name.toString().getBytes(StandardCharsets.UTF_8));
	}

	static Content content(String value) {
		return Content.of(CODEC, 7, value.getBytes(StandardCharsets.UTF_8));
	}

	/** Bytes that cannot be compressed and differ by seed. */
	static byte[] bytes(int length, long seed) {
		byte[] bytes = new byte[length];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

	static Content content(int length, long seed) {
		return Content.of(CODEC, 7, bytes(length, seed));
	}

	String read(Object key) {
		return this.store.get(key(key), (entry) -> new String(entry.bytes(), StandardCharsets.UTF_8));
	}

	byte[] readBytes(Object key) {
		return this.store.get(key(key), Entry::bytes);
	}

	/** All entries of a selection, by pages. */
	List<Entry> all(Selection selection, int limit) {
		List<Entry> all = new ArrayList<>();
		Page<Entry> page = this.store.entries(selection, null, limit);
		all.addAll(page.content());
		while (page.next() != null) {
			page = this.store.entries(selection, page.next(), limit);
			all.addAll(page.content());
		}
		return all;
	}

	void put(Object key, String value) {
		assertThat(this.store.put(key(key), content(value), null)).isTrue();
	}

}
