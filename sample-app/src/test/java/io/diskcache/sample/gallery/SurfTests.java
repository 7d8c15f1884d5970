package io.diskcache.sample.gallery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SurfTests {

	private static final Surf SURF = new Surf(6);

	@Test
	void isAWaveFileOfTheLengthItTells() throws Exception {
		byte[] file = written();

		assertThat(file).hasSize(SURF.length()).hasSize(44 + 6 * 88_200);
		try (AudioInputStream sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(file))) {
			assertThat(sound.getFormat()).matches(new AudioFormat(44_100, 16, 1, true, false)::matches);
			assertThat(sound.getFrameLength()).isEqualTo(6 * 44_100);
			assertThat(sound.readAllBytes()).hasSize(SURF.length() - Surf.HEADER);
		}
	}

	@Test
	void isTheSameEachTime() throws IOException {
		assertThat(written()).isEqualTo(written());
	}

	@Test
	void isLoudWhereItSaysSoAndNeverCut() throws IOException {
		byte[] file = written();

		assertThat(Surf.loudness(3.8)).isGreaterThan(2 * Surf.loudness(1.7));
		assertThat(loudest(file, 3.3)).isGreaterThan(2 * loudest(file, 1.2)).isLessThan(Short.MAX_VALUE);
	}

	@Test
	void loudnessIsAPartOfWhatCanBe() {
		assertThat(IntStream.range(0, 600).mapToDouble((tenths) -> Surf.loudness(tenths / 10.0)))
			.allMatch((loudness) -> loudness > 0 && loudness <= 1);
		assertThat(Surf.loudness(60)).as("as at the beginning").isCloseTo(Surf.loudness(0), within(1e-9));
	}

	private static byte[] written() throws IOException {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		SURF.writeTo(file);
		return file.toByteArray();
	}

	/** The loudest of the samples of a second. */
	private static int loudest(byte[] file, double second) {
		ByteBuffer samples = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		int first = (int) (second * Surf.SAMPLES_PER_SECOND);
		return IntStream.range(first, first + Surf.SAMPLES_PER_SECOND)
			.map((sample) -> Math.abs(samples.getShort(Surf.HEADER + 2 * sample)))
			.max()
			.orElseThrow();
	}

}
