package io.diskcache.benchmarks.replay;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TraceTests {

	@TempDir
	private Path place;

	@Test
	void keysAreNumbersOrTextsWithoutBlankLinesAndStars() throws IOException {
		Path file = Files.writeString(this.place.resolve("keys"), "7\n\n*\n -8 \nindex.html\nINDEX.html\nindex.html\n");

		List<Access> read = read(Trace.named("keys:" + file));

		assertThat(read).hasSize(5).startsWith(Access.to(7), Access.to(-8));
		assertThat(read.get(4)).isEqualTo(read.get(2)).isNotEqualTo(read.get(3));
	}

	@Test
	void compressedFilesAreReadToo() throws IOException {
		Path file = this.place.resolve("keys.gz");
		try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
			output.write("1\n2\n".getBytes(StandardCharsets.US_ASCII));
		}

		assertThat(read(Trace.named("keys:" + file))).containsExactly(Access.to(1), Access.to(2));
	}

	@Test
	void intsBeginWithTheHighestByte() throws IOException {
		Path file = Files.write(this.place.resolve("ints"), new byte[] { 0, 0, 1, 2, -1, -1, -1, -1 });

		assertThat(read(Trace.named("ints:" + file))).containsExactly(Access.to(258), Access.to(-1));
	}

	@Test
	void aFileThatEndsWithinAnIntIsRejected() throws IOException {
		Path file = Files.write(this.place.resolve("ints"), new byte[] { 0, 0, 1, 2, 0 });

		assertThatThrownBy(() -> read(Trace.named("ints:" + file))).hasMessageContaining("within a key");
	}

	@Test
	void aKeyOfAnotherSizeIsAnotherKey() throws IOException {
		Path file = Files.writeString(this.place.resolve("sizes"), "1 5 100\n2 5\t100\n3 5 200\n4 6 0\n");

		List<Access> read = read(Trace.named("sizes:" + file));

		assertThat(read).extracting(Access::size).containsExactly(100, 100, 200, 1);
		assertThat(read.get(0)).isEqualTo(read.get(1));
		assertThat(read.get(0).key()).isNotEqualTo(read.get(2).key());
	}

	@Test
	void anUnknownFormatIsRejected() {
		assertThatThrownBy(() -> Trace.named("guess:file")).hasMessageContaining("guess");
	}

	@ParameterizedTest
	@ValueSource(strings = { "zipf", "scan", "loop", "shift" })
	void aMixIsTheSameEachTime(String mix) {
		assertThat(read(Trace.named(mix).limitedTo(50_000))).isEqualTo(read(Trace.named(mix).limitedTo(50_000)));
	}

	@Test
	void aThirdOfTheScanMixIsReadOnce() {
		List<Access> read = read(Trace.named("scan"));
		long scanned = read.stream().filter((access) -> access.key() >>> 40 == 1).count();

		assertThat((double) scanned / read.size()).isBetween(0.30, 0.34);
		assertThat(read.stream().filter((access) -> access.key() >>> 40 == 1).distinct().count()).isEqualTo(scanned);
	}

	@Test
	void theLongestLoopIsAlmostFourTimesACacheForATenth() {
		Totals totals = Totals.of(Trace.named("loop"));
		long longest = read(totals.trace()).stream().filter((access) -> access.key() >>> 40 == 1).distinct().count();

		assertThat((double) longest / totals.capacity(0.1)).isBetween(3.5, 4.1);
	}

	@Test
	void zipfDrawsEachRankInProportion() {
		List<Access> read = read(Trace.named("zipf:1"));
		double harmonic = Math.log(Mixes.ITEMS) + 0.5772;

		for (int rank : new int[] { 0, 1, 9 }) {
			Access access = Access.to(Hash.of(rank));
			double share = (double) read.stream().filter(access::equals).count() / read.size();
			assertThat(share * harmonic * (rank + 1)).isBetween(0.97, 1.03);
		}
	}

	@Test
	void theHotSetOfTheShiftMixMoves() {
		List<Access> read = read(Trace.named("shift"));
		Set<Access> first = hottest(read.subList(0, 20_000));

		assertThat(first).containsAnyElementsOf(hottest(read.subList(20_000, 40_000)));
		assertThat(first).doesNotContainAnyElementsOf(hottest(read.subList(500_000, 520_000)));
	}

	private static Set<Access> hottest(List<Access> accesses) {
		return accesses.stream()
			.collect(Collectors.groupingBy((access) -> access, Collectors.counting()))
			.entrySet()
			.stream()
			.sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
			.limit(1000)
			.map(Map.Entry::getKey)
			.collect(Collectors.toSet());
	}

	private static List<Access> read(Trace trace) {
		try (Stream<Access> accesses = trace.accesses()) {
			return accesses.toList();
		}
	}

}
