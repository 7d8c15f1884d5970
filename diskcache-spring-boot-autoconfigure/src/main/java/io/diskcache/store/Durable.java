package io.diskcache.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Waits until a file or directory is on the disk, whatever interrupts the thread. */
final class Durable {

	private Durable() {
	}

	static void force(Path path) throws IOException {
		// An interrupt would close the channel in the middle of it.
		boolean interrupted = Thread.interrupted();
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
			channel.force(true);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
