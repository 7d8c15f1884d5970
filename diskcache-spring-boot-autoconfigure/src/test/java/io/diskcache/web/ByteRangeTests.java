package io.diskcache.web;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.diskcache.web.ByteRange.Part;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangeTests {

	@Test
	void partsAreWhatIsThereOfTheRange() {
		assertThat(part("bytes=0-", 10)).isEqualTo(new Part(0, 10));
		assertThat(part("BYTES=3-5", 10)).isEqualTo(new Part(3, 3));
		assertThat(part("bytes= 3-50\t", 10)).isEqualTo(new Part(3, 7));
		assertThat(part("bytes=-3", 10)).isEqualTo(new Part(7, 3));
		assertThat(part("bytes=-30", 10)).isEqualTo(new Part(0, 10));
		assertThat(part("bytes=0-9223372036854775807", Long.MAX_VALUE)).isEqualTo(new Part(0, Long.MAX_VALUE));
		assertThat(parts("bytes=10-", 10)).isEmpty();
		assertThat(parts("bytes=-0", 10)).isEmpty();
		assertThat(parts("bytes=0-", 0)).isEmpty();
		assertThat(parts("bytes=-5", 0)).isEmpty();
	}

	@Test
	void severalRangesAreOrderedAndThoseThatTouchAreJoined() {
		assertThat(parts("bytes=6-7,0-1", 10)).containsExactly(new Part(0, 2), new Part(6, 2));
		assertThat(parts("bytes=0-4,3-6", 10)).containsExactly(new Part(0, 7));
		assertThat(parts("bytes=0-8,3-4,2-3", 10)).containsExactly(new Part(0, 9));
		assertThat(parts("bytes=0-1,2-3,5-5", 10)).containsExactly(new Part(0, 4), new Part(5, 1));
		assertThat(parts("bytes=-3, ,0-0,,20-30", 10)).containsExactly(new Part(0, 1), new Part(7, 3));
	}

	@Test
	void oneThatIsNoRangeSpoilsAll() {
		for (String header : List.of("bytes=0-1,2", "bytes=0-1,3-2", "bytes=0-1,-", "bytes=0-1;2-3",
				"bytes=0-1, bytes=2-3", "bytes=,", "bytes=")) {
			assertThat(ByteRanges.parse(header)).as(header).isNull();
		}
	}

	@Test
	void moreThanSixteenRangesAreIgnored() {
		assertThat(ByteRanges.parse("bytes=" + "0-1,".repeat(16))).isNotNull();
		assertThat(ByteRanges.parse("bytes=" + "0-1,".repeat(17))).isNull();
	}

	@Test
	void headerTellsTheLastByteItself() {
		assertThat(new Part(3, 3).of(10)).isEqualTo("bytes 3-5/10");
	}

	@Test
	void longHeaderIsReadInNoTime() {
		assertThat(ByteRanges.parse("bytes=" + "0-1,".repeat(100_000))).isNull();
		assertThat(part("bytes=" + "0".repeat(100_000) + "-1", 10)).isEqualTo(new Part(0, 2));
	}

	private static Part part(String header, long length) {
		List<Part> parts = parts(header, length);
		assertThat(parts).as(header).hasSize(1);
		return parts.get(0);
	}

	private static List<Part> parts(String header, long length) {
		ByteRanges ranges = ByteRanges.parse(header);
		assertThat(ranges).as(header).isNotNull();
		return ranges.in(length);
	}

}
