package io.diskcache.benchmarks.replay;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/** Formats of files of traces, also compressed with gzip where the name ends in .gz. */
enum TraceFormat {

	/** A key a line, a number or a text; the traces of LIRS mark points with a star. */
	KEYS(false) {
		@Override
		Stream<Access> accesses(InputStream input) {
			return lines(input).filter((line) -> !line.equals("*")).map((line) -> Access.to(key(line)));
		}
	},

	/** A key in four bytes, the highest first. */
	INTS(false) {
		@Override
		Stream<Access> accesses(InputStream input) {
			return Stream.generate(() -> nextInt(input)).takeWhile(Objects::nonNull).map(Access::to);
		}
	},

	/** Time, key and size in bytes a line. A value of another size is another value. */
	SIZES(true) {
		@Override
		Stream<Access> accesses(InputStream input) {
			return lines(input).map(TraceFormat::sized);
		}
	};

	private final boolean sized;

	TraceFormat(boolean sized) {
		this.sized = sized;
	}

	static TraceFormat named(String name) {
		return Arrays.stream(values())
			.filter((format) -> format.name().equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no mix and no format " + name));
	}

	Trace read(Path file) {
		String name = Objects.toString(file.getFileName());
		return new Trace(name, this.sized, () -> {
			InputStream input = open(file);
			return accesses(input).onClose(() -> close(input));
		});
	}

	abstract Stream<Access> accesses(InputStream input);

	private static InputStream open(Path file) {
		try {
			InputStream input = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
			return file.toString().endsWith(".gz") ? new BufferedInputStream(new GZIPInputStream(input, 1 << 16))
					: input;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void close(InputStream input) {
		try {
			input.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Keeps every byte apart, whatever the encoding of the file. */
	private static Stream<String> lines(InputStream input) {
		return new BufferedReader(new InputStreamReader(input, StandardCharsets.ISO_8859_1)).lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty());
	}

	private static long key(String text) {
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			return Hash.of(text);
		}
	}

	private static @Nullable Integer nextInt(InputStream input) {
		try {
			byte[] bytes = input.readNBytes(Integer.BYTES);
			if (bytes.length == 0) {
				return null;
			}
			if (bytes.length < Integer.BYTES) {
				throw new IllegalArgumentException("The file ends within a key");
			}
			return ByteBuffer.wrap(bytes).getInt();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Access sized(String line) {
		String[] columns = line.split("\\s+", -1);
		if (columns.length < 3) {
			throw new IllegalArgumentException("A line must have time, key and size, but is " + line);
		}
		int size = (int) Math.max(1, Math.min(Long.parseLong(columns[2]), Integer.MAX_VALUE));
		return new Access(Hash.of(key(columns[1]) + 31L * Hash.of(size)), size);
	}

}
