package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Tells one run of the operating system from another. */
final class Boot {

	private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

	private Boot() {
	}

	/**
	 * Returns the identity of this boot, or that of all boots where the system tells
	 * none.
	 */
	static Identity current() {
		try {
			UUID id = UUID.fromString(Files.readString(LINUX).strip());
			return new Identity(id.getMostSignificantBits(), id.getLeastSignificantBits());
		}
		catch (IOException | IllegalArgumentException ex) {
			return new Identity(0, 0);
		}
	}

}
