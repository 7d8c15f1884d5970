package io.diskcache.store;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.diskcache.store.VerifiedInputStream.DamagedValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VerifiedInputStreamTests {

	private static final int BLOCK = BlockChecksums.BLOCK;

	private static final int LENGTH = 4 * BLOCK + 1000;

	private final byte[] value = new byte[LENGTH];

	private final byte[] file = new byte[LENGTH];

	private byte[] checksums = {};

	@BeforeEach
	void prepare() {
		new Random(5).nextBytes(this.value);
		System.arraycopy(this.value, 0, this.file, 0, LENGTH);
		BlockChecksums blocks = new BlockChecksums();
		for (int start = 0; start < LENGTH; start += BLOCK) {
			byte[] block = Arrays.copyOfRange(this.value, start, Math.min(start + BLOCK, LENGTH));
			blocks.add(block, 0, block.length);
		}
		this.checksums = blocks.toBytes();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7, 4 * BLOCK - 1, 4 * BLOCK,
			4 * BLOCK + 999, LENGTH - 1, LENGTH })
	void whatIsReadAfterASkipIsTheRest(int count) throws IOException {
		for (int read : new int[] { 0, 1, 100, BLOCK - 1, BLOCK, BLOCK + 5 }) {
			VerifiedInputStream stream = open();
			stream.readNBytes(read);

			long skipped = stream.skip(count);

			assertThat(skipped).isEqualTo(Math.min(count, LENGTH - read));
			assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(this.value, read + (int) skipped, LENGTH));
			assertThat(stream.read()).isEqualTo(-1);
			assertThat(stream.skip(1)).isZero();
		}
	}

	@Test
	void skipsFollowEachOther() throws IOException {
		Random random = new Random(7);
		for (int run = 0; run < 200; run++) {
			VerifiedInputStream stream = open();
			int position = 0;
			while (position < LENGTH) {
				int step = 1 + random.nextInt(random.nextBoolean() ? 100 : 2 * BLOCK);
				if (random.nextBoolean()) {
					position += (int) stream.skip(step);
				}
				else {
					byte[] read = stream.readNBytes(step);
					assertThat(read).isEqualTo(Arrays.copyOfRange(this.value, position, position + read.length));
					position += read.length;
				}
			}
			assertThat(position).isEqualTo(LENGTH);
			assertThat(stream.read()).isEqualTo(-1);
		}
	}

	@Test
	void blocksThatAreSkippedAreNotRead() throws IOException {
		CountingStream counting = new CountingStream(this.file);
		VerifiedInputStream stream = new VerifiedInputStream(counting, LENGTH, this.checksums);

		stream.skipNBytes(3 * BLOCK + 10);
		stream.readNBytes(100);

		assertThat(counting.read).isEqualTo(BLOCK);
	}

	@Test
	void skipBackwardsDoesNothing() throws IOException {
		VerifiedInputStream stream = open();
		stream.readNBytes(10);

		assertThat(stream.skip(-5)).isZero();
		assertThat(stream.skip(0)).isZero();
		assertThat(stream.read()).isEqualTo(this.value[10] & 0xff);
	}

	@Test
	void skipPastTheEndEndsThere() throws IOException {
		assertThat(open().skip(Long.MAX_VALUE)).isEqualTo(LENGTH);
		assertThatExceptionOfType(EOFException.class).isThrownBy(() -> open().skipNBytes(LENGTH + 1L));
	}

	@Test
	void damageInABlockThatIsGivenOutInPartIsFound() {
		this.file[3 * BLOCK + 5] ^= 1;

		assertThatExceptionOfType(DamagedValueException.class).isThrownBy(() -> {
			VerifiedInputStream stream = open();
			stream.skipNBytes(3 * BLOCK + 1000);
			stream.read();
		});
	}

	@Test
	void damageInABlockThatIsSkippedDoesNoHarm() throws IOException {
		this.file[BLOCK + 5] ^= 1;
		VerifiedInputStream stream = open();

		stream.skipNBytes(2 * BLOCK);

		assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(this.value, 2 * BLOCK, LENGTH));
	}

	@Test
	void fileThatIsTooShortIsFound() {
		VerifiedInputStream stream = new VerifiedInputStream(new ByteArrayInputStream(this.file, 0, 2 * BLOCK), LENGTH,
				this.checksums);

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.skipNBytes(3 * BLOCK));
	}

	private VerifiedInputStream open() {
		return new VerifiedInputStream(new ByteArrayInputStream(this.file), LENGTH, this.checksums);
	}

	private static final class CountingStream extends ByteArrayInputStream {

		private int read;

		CountingStream(byte[] bytes) {
			super(bytes);
		}

		@Override
		public synchronized int read(byte[] target, int offset, int length) {
			int count = super.read(target, offset, length);
			this.read += Math.max(0, count);
			return count;
		}

	}

}
