package io.diskcache.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.logging.LoggingSystem;

/**
 * Looks at the caches in a directory, checks, lists, removes and exports their entries,
 * whether or not an application has them open. Never evicts anything, and makes no
 * directory or cache that is not there. Without arguments it tells how it is called.
 * <p>
 * It ends with 0 if all is well, 1 if something could not be done or a check found
 * problems and did not mend them, and 2 if it was called wrongly.
 */
public final class DiskCacheCommand {

	private DiskCacheCommand() {
	}

	/**
	 * Runs the command and ends the JVM.
	 * @param arguments directory, command, name of the cache, and options
	 */
	public static void main(String[] arguments) {
		// What the libraries have to say is not what was asked for.
		LoggingSystem.get(DiskCacheCommand.class.getClassLoader()).beforeInitialize();
		PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
		int status = new CommandLine(out, System.err).run(arguments);
		out.flush();
		System.exit(out.checkError() ? CommandLine.FAILED : status);
	}

}
