package io.diskcache.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCacheManager;

/**
 * Tells what ten caches cost an application's start, beyond what loading the driver and
 * its native library costs: {@code java -cp benchmarks/target/benchmarks.jar
 * io.diskcache.benchmarks.StartUp}. Each start is a JVM of its own; kinds of starts take
 * turns. Give it the number of starts of each kind, 15 by default.
 */
public final class StartUp {

	private static final int CACHES = 10;

	private static final PrintStream out = System.out;

	private StartUp() {
	}

	public static void main(String[] args) throws Exception {
		if (args.length == 2) {
			out.println(measure(Kind.valueOf(args[0]), Path.of(args[1])));
			return;
		}
		int starts = (args.length > 0) ? Integer.parseInt(args[0]) : 15;
		Map<Kind, List<Double>> millis = new LinkedHashMap<>();
		Path places = Places.create();
		try {
			Path warm = places.resolve("warm");
			start(Kind.USED, warm);
			for (int i = 0; i < starts; i++) {
				for (Kind kind : Kind.values()) {
					Path place = (kind == Kind.USED_WARM) ? warm : places.resolve(kind + "-" + i);
					millis.computeIfAbsent(kind, (same) -> new ArrayList<>()).add(start(kind, place));
				}
			}
		}
		finally {
			Places.delete(places);
		}
		double driver = median(Objects.requireNonNull(millis.get(Kind.DRIVER)));
		millis.forEach((kind, times) -> out.printf("%-50s median %5.0f ms, beyond the driver %5.0f ms%n",
				kind.description, median(times), median(times) - driver));
	}

	private static double start(Kind kind, Path place) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
				System.getProperty("java.class.path"), StartUp.class.getName(), kind.name(), place.toString())
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IllegalStateException("A start of kind " + kind + " failed");
		}
		String last = output.strip();
		return Double.parseDouble(last.substring(last.lastIndexOf('\n') + 1));
	}

	private static double measure(Kind kind, Path place) throws SQLException {
		long begin = System.nanoTime();
		if (kind == Kind.DRIVER) {
			try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
				connection.createStatement().execute("SELECT 1");
			}
			return millisSince(begin);
		}
		DiskCacheManager.Builder builder = DiskCacheManager.builder(place);
		for (int i = 0; i < CACHES; i++) {
			builder.cache("cache" + i, CacheOptions.defaults());
		}
		try (DiskCacheManager manager = builder.build()) {
			for (int i = 0; i < CACHES && kind != Kind.MADE; i++) {
				manager.getDiskCache("cache" + i).get("key");
			}
			return millisSince(begin);
		}
	}

	private static double millisSince(long begin) {
		return (double) (System.nanoTime() - begin) / TimeUnit.MILLISECONDS.toNanos(1);
	}

	private static double median(List<Double> times) {
		double[] sorted = times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1).average().orElseThrow();
	}

	private enum Kind {

		DRIVER("the driver alone"),

		MADE("ten caches, none used yet"),

		USED("ten new caches, each asked for a key"),

		USED_WARM("ten caches of an earlier start, each asked for a key");

		private final String description;

		Kind(String description) {
			this.description = description;
		}

	}

}
