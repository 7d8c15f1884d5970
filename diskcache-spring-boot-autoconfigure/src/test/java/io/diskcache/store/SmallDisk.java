package io.diskcache.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A disk of 64 MB in memory, which only root can mount, and what somebody else puts on
 * it.
 */
public final class SmallDisk implements AutoCloseable {

	private final Path path;

	private SmallDisk(Path path) {
		this.path = path;
	}

	/** Mounts one, or returns {@code null} where that is not possible. */
	public static SmallDisk mount(Path path) throws IOException {
		Files.createDirectories(path);
		return run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", path.toString()) ? new SmallDisk(path) : null;
	}

	/** The directory it is mounted on. */
	public Path path() {
		return this.path;
	}

	/** Takes every byte there is. */
	public void fillUp() throws IOException {
		byte[] noise = StoreFixture.bytes(4096, 1);
		try (OutputStream out = Files.newOutputStream(foreign(), StandardOpenOption.CREATE,
				StandardOpenOption.APPEND)) {
			while (true) {
				out.write(noise);
			}
		}
		catch (IOException ex) {
			if (!String.valueOf(ex.getMessage()).contains("No space left")) {
				throw ex;
			}
		}
	}

	/** Gives back what was {@linkplain #fillUp taken}. */
	public void free() throws IOException {
		Files.deleteIfExists(foreign());
	}

	@Override
	public void close() {
		try {
			run("umount", "-l", this.path.toString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path foreign() {
		return this.path.resolve("foreign");
	}

	private static boolean run(String... command) throws IOException {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

}
