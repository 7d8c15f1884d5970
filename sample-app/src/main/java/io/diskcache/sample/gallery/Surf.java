package io.diskcache.sample.gallery;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.diskcache.cache.ContentWriter;

/**
 * The sound of the sea, computed: noise that swells and fades with two trains of waves,
 * and is the brighter the louder it is. Written as a WAV file, block by block, and the
 * same each time.
 *
 * @param seconds length, a multiple of 60 for a sound that goes on where it begins
 */
record Surf(int seconds) implements ContentWriter {

	static final int SAMPLES_PER_SECOND = 44_100;

	static final int HEADER = 44;

	private static final int BYTES_PER_SAMPLE = 2;

	private static final int SEED = 7;

	private static final double SHORT_WAVE = 7.5;

	private static final double LONG_WAVE = 12;

	/** Length of the file in bytes. */
	int length() {
		return HEADER + this.seconds * SAMPLES_PER_SECOND * BYTES_PER_SAMPLE;
	}

	@Override
	public void writeTo(OutputStream target) throws IOException {
		target.write(header());
		Random noise = new Random(SEED);
		double level = 0;
		byte[] bytes = new byte[SAMPLES_PER_SECOND * BYTES_PER_SAMPLE];
		for (int second = 0; second < this.seconds; second++) {
			ByteBuffer block = littleEndian(bytes);
			for (int i = 0; i < SAMPLES_PER_SECOND; i++) {
				double loudness = loudness(second + (double) i / SAMPLES_PER_SECOND);
				level += (0.03 + 0.3 * loudness) * (2 * noise.nextDouble() - 1 - level);
				block.putShort((short) (Short.MAX_VALUE * Math.max(-1, Math.min(1, 1.3 * loudness * level))));
			}
			target.write(bytes);
		}
	}

	/**
	 * How loud the sea is, from 0 to 1.
	 * @param time seconds since the beginning
	 */
	static double loudness(double time) {
		return 0.1 + 0.5 * wave(time / SHORT_WAVE) + 0.4 * wave(time / LONG_WAVE + 0.6);
	}

	/** Rises and falls once for each whole number, and is quiet for most of the time. */
	private static double wave(double phase) {
		return Math.pow(0.5 - 0.5 * Math.cos(2 * Math.PI * phase), 3);
	}

	/** One channel of 16 bits. */
	private byte[] header() {
		byte[] bytes = new byte[HEADER];
		littleEndian(bytes).put(ascii("RIFF"))
			.putInt(length() - 8)
			.put(ascii("WAVEfmt "))
			.putInt(16)
			.putShort((short) 1)
			.putShort((short) 1)
			.putInt(SAMPLES_PER_SECOND)
			.putInt(SAMPLES_PER_SECOND * BYTES_PER_SAMPLE)
			.putShort((short) BYTES_PER_SAMPLE)
			.putShort((short) (8 * BYTES_PER_SAMPLE))
			.put(ascii("data"))
			.putInt(length() - HEADER);
		return bytes;
	}

	private static ByteBuffer littleEndian(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
