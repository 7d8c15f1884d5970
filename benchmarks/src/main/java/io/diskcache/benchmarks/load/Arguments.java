package io.diskcache.benchmarks.load;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Arguments of a program: {@code --name value}, and {@code --quick} without a value. */
public final class Arguments {

	private static final String QUICK = "quick";

	private final Map<String, String> values = new HashMap<>();

	private Arguments() {
	}

	/**
	 * Reads arguments.
	 * @param args the arguments
	 * @param names those the program knows besides {@code csv} and {@code quick}
	 */
	public static Arguments of(String[] args, String... names) {
		var arguments = new Arguments();
		for (int i = 0; i < args.length; i++) {
			String name = args[i].startsWith("--") ? args[i].substring(2) : "";
			if (name.equals(QUICK)) {
				arguments.values.put(name, "");
			}
			else if ((name.equals("csv") || List.of(names).contains(name)) && i + 1 < args.length) {
				arguments.values.put(name, args[++i]);
			}
			else {
				throw new IllegalArgumentException("Known are --quick, and with a value --csv and "
						+ String.join(", ", names) + "; not understood: " + args[i]);
			}
		}
		return arguments;
	}

	/** Whether the program is only tried out. */
	public boolean quick() {
		return this.values.containsKey(QUICK);
	}

	public int number(String name, int otherwise) {
		String value = this.values.get(name);
		return (value != null) ? Integer.parseInt(value) : otherwise;
	}

	/** Reads numbers between commas. */
	List<Integer> numbers(String name, int otherwise) {
		String value = this.values.getOrDefault(name, Integer.toString(otherwise));
		return Stream.of(value.split(",", -1)).map(Integer::valueOf).toList();
	}

	@Nullable Path path(String name) {
		String value = this.values.get(name);
		return (value != null) ? Path.of(value) : null;
	}

	/** Where tables are to be written to. */
	public @Nullable Path csv() {
		return path("csv");
	}

}
