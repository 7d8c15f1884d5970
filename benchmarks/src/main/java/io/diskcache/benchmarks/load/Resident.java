package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

import io.diskcache.benchmarks.EngineSide;
import io.diskcache.benchmarks.Workload;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;

/**
 * Memory of a process of its own that has a store open and has read 10 000 of its
 * entries.
 *
 * @param resident all that is resident, in bytes
 * @param anonymous resident memory that belongs to no file
 * @param files resident pages of mapped files, the libraries of the JVM among them
 * @param heap objects in the heap after a collection
 * @param committed the heap; resident as a whole
 */
record Resident(long resident, long anonymous, long files, long heap, long committed) {

	private static final int READS = 10_000;

	private static final PrintStream out = System.out;

	/** Measures here, with the number of entries and the directory. */
	public static void main(String[] args) throws IOException {
		int entries = Integer.parseInt(args[0]);
		if (entries == 0) {
			tell();
			return;
		}
		try (StoreDirectory directory = StoreDirectory.open(Path.of(args[1]), 0)) {
			Store store = directory.open("benchmark", EngineSide.ROOMY);
			for (int i = 0; i < READS; i++) {
				Key key = Key.of(Workload.key(ThreadLocalRandom.current().nextInt(entries)));
				if (store.get(key, Entry::bytes) == null) {
					throw new IllegalStateException("An entry is missing");
				}
			}
			tell();
		}
	}

	private static void tell() throws IOException {
		System.gc();
		var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
		out.printf("%d %d %d %d %d%n", status("VmRSS"), status("RssAnon"), status("RssFile"), heap.getUsed(),
				heap.getCommitted());
	}

	/** Measures in another process, which opens nothing where there are no entries. */
	static Resident of(Path place, int entries) throws IOException, InterruptedException {
		ProcessBuilder builder = Workers.java(Resident.class, entries, place);
		builder.command().add(1, "-XX:+AlwaysPreTouch");
		Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		if (process.waitFor() != 0) {
			throw new IllegalStateException("Measuring memory failed: " + output);
		}
		String[] numbers = output.split(" ", -1);
		return new Resident(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]),
				Long.parseLong(numbers[3]), Long.parseLong(numbers[4]));
	}

	/** What is resident beyond the heap. */
	long beyondHeap() {
		return this.resident - this.committed;
	}

	private static long status(String name) throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
			if (line.startsWith(name + ":")) {
				return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
			}
		}
		throw new IllegalStateException("The system does not tell " + name);
	}

}
