package io.diskcache.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;

/**
 * The arguments of the command: first those without a name, then {@code --name=value}.
 */
final class Call {

	private static final int MOST = 3;

	private final List<String> arguments;

	private final ApplicationArguments options;

	/**
	 * Reads arguments.
	 * @throws UsageException if they are too few or too many
	 */
	Call(String... arguments) {
		this.options = new DefaultApplicationArguments(arguments);
		this.arguments = this.options.getNonOptionArgs();
		if (this.arguments.size() < 2 || this.arguments.size() > MOST) {
			throw new UsageException("A directory, a command and the name of a cache are needed");
		}
	}

	Path directory() {
		try {
			return Path.of(this.arguments.get(0));
		}
		catch (InvalidPathException ex) {
			throw new UsageException("'" + this.arguments.get(0) + "' is not a directory: " + ex.getMessage());
		}
	}

	String command() {
		return this.arguments.get(1);
	}

	/** The cache, or {@code null} for all. */
	@Nullable String cache() {
		return (this.arguments.size() == MOST) ? this.arguments.get(2) : null;
	}

	/** Refuses options the command does not have: what was meant by them is not known. */
	void requireOptions(Set<String> known) {
		Set<String> others = new HashSet<>(this.options.getOptionNames());
		others.removeAll(known);
		if (!others.isEmpty()) {
			throw new UsageException("'" + command() + "' has no option " + String.join(", ", others));
		}
	}

	/** Whether an option is given, which has no value. */
	boolean has(String option) {
		List<String> values = this.options.getOptionValues(option);
		if (values != null && !values.isEmpty()) {
			throw new UsageException("--" + option + " has no value");
		}
		return values != null;
	}

	/** The value of an option, or {@code null} if it is not given. */
	@Nullable String value(String option) {
		List<String> values = this.options.getOptionValues(option);
		if (values == null) {
			return null;
		}
		if (values.size() != 1) {
			throw new UsageException("--" + option + " is given once, as --" + option + "=value");
		}
		return values.get(0);
	}

}
