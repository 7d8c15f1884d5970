package io.diskcache.cli;

import java.io.PrintStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

import org.springframework.util.ObjectUtils;

import io.diskcache.codec.KeyCodec;
import io.diskcache.store.Entry;

/** Entries as lines of columns with tabulators between them. */
final class EntryList {

	private final PrintStream out;

	private final KeyCodec keys;

	EntryList(PrintStream out, KeyCodec keys) {
		this.out = out;
		this.keys = keys;
	}

	Object add(Entry entry) {
		String tags = entry.tags().names().stream().map(EntryList::printable).collect(Collectors.joining("\t"));
		String line = printable(shown(this.keys, entry)) + '\t' + HexFormat.of().formatHex(entry.key().bytes()) + '\t'
				+ entry.length() + '\t' + entry.stored() + '\t' + Objects.requireNonNullElse(entry.expires(), "never")
				+ '\t' + tags;
		this.out.println(line.stripTrailing());
		return entry;
	}

	/** The key as a text; arrays by what they contain. */
	static String shown(KeyCodec keys, Entry entry) {
		return ObjectUtils.nullSafeToString(keys.decode(entry.key()));
	}

	/** A text on one line that cannot command a terminal. */
	static String printable(String text) {
		StringBuilder printable = new StringBuilder();
		text.codePoints().forEach((point) -> {
			int type = Character.getType(point);
			if (Character.isISOControl(point) || type == Character.FORMAT || type == Character.LINE_SEPARATOR
					|| type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE) {
				printable.append(String.format("\\u%04x", point));
			}
			else {
				printable.appendCodePoint(point);
			}
		});
		return printable.toString();
	}

}
