package io.diskcache.history;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A fault put into one source file on purpose.
 *
 * @param name what is wrong then
 * @param finder what finds it
 * @param file the file, below the package {@code io.diskcache}
 * @param original what is replaced, which must be there exactly once, but for white space
 * @param replacement what is there instead
 */
record Mutation(String name, Finder finder, String file, String original, String replacement) {

	private static final Path SOURCES = Path.of("src/main/java/io/diskcache");

	/**
	 * Compiles the file with the fault.
	 * @param files knows the class path, and where the classes go
	 */
	void compile(JavaFileManager files) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter messages = new StringWriter();
		boolean compiled = compiler
			.getTask(messages, files, null, List.of("-proc:none", "-nowarn"), null, List.of(new Source(mutated())))
			.call();
		if (!compiled) {
			throw new AssertionError("'" + this.name + "' does not compile: " + messages);
		}
	}

	private String mutated() throws IOException {
		String source = Files.readString(SOURCES.resolve(this.file));
		Matcher matcher = pattern().matcher(source);
		if (matcher.results().count() != 1) {
			throw new AssertionError("'" + this.name + "' is to replace what is not exactly once in " + this.file + ": "
					+ this.original);
		}
		return matcher.replaceFirst(Matcher.quoteReplacement(this.replacement));
	}

	/** The text, however its lines are broken. */
	private Pattern pattern() {
		return Pattern
			.compile(Stream.of(this.original.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
	}

	@Override
	public String toString() {
		return this.name;
	}

	/** The source with the fault, as the compiler wants it. */
	private final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String text) {
			super(URI.create("string:///io/diskcache/" + Mutation.this.file), JavaFileObject.Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
