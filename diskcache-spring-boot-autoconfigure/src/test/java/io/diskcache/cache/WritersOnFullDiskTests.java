package io.diskcache.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;

import io.diskcache.store.SmallDisk;
import io.diskcache.store.StoreException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Writers that fill a small disk, which only root can mount. */
class WritersOnFullDiskTests {

	private static final int BLOCK = 64 << 10;

	/** More than there is room for. */
	private static final int BLOCKS = 2000;

	@TempDir
	Path temp;

	private SmallDisk small;

	private DiskCacheManager manager;

	private DiskCache cache;

	@BeforeEach
	void mount() throws IOException {
		this.small = SmallDisk.mount(this.temp.resolve("disk"));
		assumeTrue(this.small != null, "No small disk can be mounted: not root, or not Linux");
		this.manager = DiskCacheManager.builder(this.small.path()).minFreeSpace(0).build();
		this.cache = this.manager.getDiskCache("reports");
	}

	@AfterEach
	void unmount() {
		if (this.manager != null) {
			this.manager.close();
		}
		if (this.small != null) {
			this.small.close();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void writerIsToldByAnIOExceptionAndNothingStays(boolean obedient) throws IOException {
		this.cache.write("report", (out) -> out.write("former".getBytes()));
		AtomicInteger written = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.cache.write("report", (out) -> {
			for (int i = 0; i < BLOCKS; i++) {
				try {
					out.write(new byte[BLOCK]);
					written.incrementAndGet();
				}
				catch (IOException ex) {
					refused.incrementAndGet();
					if (obedient) {
						throw ex;
					}
				}
			}
		})).withMessageStartingWith("There is no more room on the disk of ");

		assertThat(written).hasValueBetween(1, BLOCKS - 1);
		assertThat(refused).hasValue(obedient ? 1 : BLOCKS - written.get());
		assertThat(this.cache.get("report")).as("as after a put that fails").isNull();
		assertThat(valueFiles()).isEmpty();
		assertThat(this.cache.getNativeCache().volume()).as("given back").isLessThan(1 << 20);
		await().atMost(Duration.ofSeconds(5))
			.ignoreExceptionsInstanceOf(StoreException.class)
			.untilAsserted(() -> this.cache.write("report", (out) -> {
				for (int i = 0; i < written.get() / 2; i++) {
					out.write(new byte[BLOCK]);
				}
			}));
		assertThat(this.cache.get("report", Resource.class).contentLength())
			.isEqualTo((long) written.get() / 2 * BLOCK);
	}

	private List<Path> valueFiles() throws IOException {
		try (Stream<Path> paths = Files.walk(this.small.path())) {
			return paths.filter((path) -> path.toString().contains("values-00") && Files.isRegularFile(path)).toList();
		}
	}

}
