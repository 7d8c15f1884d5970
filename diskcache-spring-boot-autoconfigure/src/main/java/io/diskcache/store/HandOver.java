package io.diskcache.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Links to files of values for a program that opens them a moment later, whatever happens
 * to the entry in between: one directory for each minute, whose name is the minute, which
 * goes as a whole a minute after that is over. Whoever tidies up needs no memory of what
 * was linked, so that nothing is left by a process that died. Thread-safe.
 *
 * @param directory where the minutes are
 * @param clock tells the minute
 */
record HandOver(Path directory, InstantSource clock) {

	private static final Pattern MINUTE = Pattern.compile("[0-9]{8,12}");

	private static final long MILLIS = 60_000;

	/**
	 * Links a file.
	 * @return where the link is in the directory, with a slash between the parts; it
	 * stays for one to two minutes
	 * @throws IOException if the file is gone, or the file system has no links
	 */
	String link(Path file) throws IOException {
		String minute = Long.toString(minute());
		Path parent = this.directory.resolve(minute);
		Permissions.createPrivateDirectory(this.directory);
		Permissions.createPrivateDirectory(parent);
		String name = file.getFileName().toString();
		try {
			Files.createLink(parent.resolve(name), file);
		}
		catch (FileAlreadyExistsException ex) {
			// Linked in this minute. Names of files are never used twice.
		}
		catch (UnsupportedOperationException ex) {
			throw new IOException(ex);
		}
		return minute + '/' + name;
	}

	/** Deletes the links whose time is over; called every second. */
	void tidy() {
		if (!Files.isDirectory(this.directory, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		long minute = minute();
		try (DirectoryStream<Path> minutes = Files.newDirectoryStream(this.directory)) {
			for (Path each : minutes) {
				String name = each.getFileName().toString();
				// One far ahead is of a clock that was set back.
				if (MINUTE.matcher(name).matches() && Math.abs(minute - Long.parseLong(name)) > 1) {
					delete(each);
				}
			}
		}
		catch (IOException ex) {
			throw new StoreException("Cannot tidy up in " + this.directory, ex);
		}
	}

	private static void delete(Path minute) throws IOException {
		try (DirectoryStream<Path> links = Files.newDirectoryStream(minute)) {
			for (Path link : links) {
				Files.deleteIfExists(link);
			}
		}
		Files.deleteIfExists(minute);
	}

	private long minute() {
		return this.clock.millis() / MILLIS;
	}

}
