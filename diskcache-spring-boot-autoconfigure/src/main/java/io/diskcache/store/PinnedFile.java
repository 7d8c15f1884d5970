package io.diskcache.store;

import java.nio.file.Path;

/**
 * The value of an entry as a file that stays as it is until this is closed, whatever
 * happens to the entry: for tools that want a path. The file is another name of the
 * store's own one, or a copy where there is none or the file system has no links, so it
 * must not be written to. All of its bytes were verified. Its name has no extension.
 * <p>
 * The file is deleted when this is closed. What a process leaves behind when it is
 * killed, the next that opens the store, or another one that has it open, deletes; so
 * does the same process when it closes the store and opens it again. Thread-safe.
 */
public final class PinnedFile implements AutoCloseable {

	private final Path path;

	PinnedFile(Path path) {
		this.path = path;
	}

	/**
	 * Returns where the file is.
	 * @return the path, of a file that is only to be read
	 */
	public Path path() {
		return this.path;
	}

	/** Deletes the file. Closing twice is harmless. */
	@Override
	public void close() {
		ValueFiles.deleteQuietly(this.path);
	}

}
