package io.diskcache.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A disk whose blocks are a file, which only root can mount: what was not written to it
 * is in memory only, and lost to who copies the file.
 */
final class ImageDisk implements AutoCloseable {

	private static final long SIZE = 64L << 20;

	private final Path image;

	private final Path path;

	private ImageDisk(Path image, Path path) {
		this.image = image;
		this.path = path;
	}

	/**
	 * Makes an empty one, or returns {@code null} where that is not possible.
	 * @param path where it is mounted; the image is beside it
	 */
	static @Nullable ImageDisk make(Path path) throws IOException {
		Path image = image(path);
		try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
			file.setLength(SIZE);
		}
		return Shell.run("mkfs.ext4", "-q", image.toString()) ? mount(image, path) : null;
	}

	/**
	 * Makes one as it would be found if the power were cut now. All that writes to this
	 * one has to have ended.
	 */
	@Nullable ImageDisk afterPowerCut(Path copy) throws IOException {
		return mount(Files.copy(this.image, image(copy)), copy);
	}

	/** Writes all to it that is in memory only. */
	void sync() {
		Shell.run("sync", "-f", this.path.toString());
	}

	private static @Nullable ImageDisk mount(Path image, Path path) throws IOException {
		Files.createDirectories(path);
		return Shell.run("mount", "-o", "loop", image.toString(), path.toString()) ? new ImageDisk(image, path) : null;
	}

	private static Path image(Path path) {
		return path.resolveSibling(path.getFileName() + ".image");
	}

	@Override
	public void close() {
		Shell.run("umount", "-l", this.path.toString());
	}

}
