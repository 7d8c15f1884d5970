package io.diskcache.web;

import io.diskcache.web.ByteRange.Part;
import org.junit.jupiter.api.Test;

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
		assertThat(part("bytes=10-", 10)).isNull();
		assertThat(part("bytes=-0", 10)).isNull();
		assertThat(part("bytes=0-", 0)).isNull();
		assertThat(part("bytes=-5", 0)).isNull();
	}

	@Test
	void headerTellsTheLastByteItself() {
		assertThat(new Part(3, 3).of(10)).isEqualTo("bytes 3-5/10");
	}

	@Test
	void longHeaderIsReadInNoTime() {
		assertThat(ByteRange.parse("bytes=" + "0-1,".repeat(100_000))).isNull();
		assertThat(part("bytes=" + "0".repeat(100_000) + "-1", 10)).isEqualTo(new Part(0, 2));
	}

	private static Part part(String header, long length) {
		ByteRange range = ByteRange.parse(header);
		assertThat(range).as(header).isNotNull();
		return range.in(length);
	}

}
