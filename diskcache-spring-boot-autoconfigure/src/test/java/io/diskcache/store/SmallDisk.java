package io.diskcache.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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
		return mount(path, "size=64m");
	}

	/** Mounts one from which nothing can be run. */
	public static SmallDisk mountNoexec(Path path) throws IOException {
		return mount(path, "size=64m,noexec");
	}

	private static SmallDisk mount(Path path, String options) throws IOException {
		Files.createDirectories(path);
		return Shell.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString()) ? new SmallDisk(path) : null;
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
		Shell.run("umount", "-l", this.path.toString());
	}

	private Path foreign() {
		return this.path.resolve("foreign");
	}

}
