package io.diskcache.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Values of which a bit is flipped on the disk: misses, never wrong values. */
class DamagedValueTests extends StoreFixture {

	@ParameterizedTest
	@ValueSource(strings = { "value", "head", "key" })
	void rowWithAFlippedBitIsAMissAndIsDeleted(String column) {
		put("a", "1");
		put("b", "2");

		int changed = change("UPDATE entry SET " + column + " = CAST(substr(" + column + ", 1, length(" + column
				+ ") - 1) || x'7f' AS BLOB) WHERE id = (SELECT min(id) FROM entry)");

		assertThat(changed).isOne();
		assertThat(read("a")).isNull();
		assertThat(read("b")).isEqualTo("2");
		if (column.equals("key")) {
			// Another key by now, which nobody asks for: only a check finds it.
			assertThat(this.store.check(true)).hasSize(1);
		}
		await().untilAsserted(() -> assertThat(this.store.count()).isOne());
		put("a", "3");
		assertThat(read("a")).isEqualTo("3");
	}

	@Test
	void fileWithAFlippedBitIsAMissAndIsDeleted() throws IOException {
		this.store.put(key("a"), content(200_000, 1), null);
		Path file;
		try (Stream<Path> files = Files.walk(generation().resolve("values-00"))) {
			file = files.filter(Files::isRegularFile).findFirst().get();
		}

		try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
			bytes.seek(100_000);
			int old = bytes.read();
			bytes.seek(100_000);
			bytes.write(old ^ 1);
		}

		assertThat(readBytes("a")).isNull();
		assertThat(this.store.statistics().corrupt()).isPositive();
		await().untilAsserted(() -> assertThat(this.store.count()).isZero());
		await().untilAsserted(() -> assertThat(file).doesNotExist());
	}

	/** Past the store, but on its connection and behind its locks. */
	private int change(String sql) {
		return this.store.transact(() -> Stores.shard(this.store).database().writer().jdbc().update(sql));
	}

}
