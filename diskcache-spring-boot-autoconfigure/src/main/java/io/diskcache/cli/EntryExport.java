package io.diskcache.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.jspecify.annotations.Nullable;

import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.StreamAttributes;
import io.diskcache.codec.Values;
import io.diskcache.store.Entry;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;

/**
 * Writes entries into a ZIP: for each a directory with the bytes of its value as they are
 * stored, and with what is known of it. Not thread-safe.
 */
final class EntryExport {

	private static final Map<Integer, String> FORMS = Map.of(Values.NULL, "null", Values.STRING, "string", Values.BYTES,
			"bytes", Values.STREAM, "stream");

	private final ZipOutputStream zip;

	private final KeyCodec keys;

	private long number;

	private long leftOut;

	private EntryExport(ZipOutputStream zip, KeyCodec keys) {
		this.zip = zip;
		this.keys = keys;
	}

	/**
	 * Writes the entries that were chosen; does not close the stream.
	 * @return how many could not be read any more
	 */
	static long write(Choice choice, Store store, KeyCodec keys, OutputStream out) {
		ZipOutputStream zip = new ZipOutputStream(out);
		EntryExport export = new EntryExport(zip, keys);
		try {
			choice.visit(store, (entry) -> export.add(store, entry));
			zip.finish();
			return export.leftOut;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Object add(Store store, Entry entry) {
		InputStream value;
		try {
			value = entry.open();
		}
		catch (StoreException ex) {
			// Replaced or removed meanwhile, or damaged: the store tells these apart.
			if (store.get(entry.key(), (present) -> add(present, present.open())) == null) {
				this.leftOut++;
			}
			return entry;
		}
		return add(entry, value);
	}

	private Object add(Entry entry, InputStream value) {
		try (value) {
			String directory = Long.toString(++this.number);
			this.zip.putNextEntry(new ZipEntry(directory + "/value"));
			value.transferTo(this.zip);
			this.zip.closeEntry();
			this.zip.putNextEntry(new ZipEntry(directory + "/entry.properties"));
			describe(entry).store(new OutputStreamWriter(this.zip, StandardCharsets.UTF_8), null);
			this.zip.closeEntry();
			return entry;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Properties describe(Entry entry) {
		Properties known = new Properties();
		put(known, "key", EntryList.shown(this.keys, entry));
		put(known, "encoded-key", HexFormat.of().formatHex(entry.key().bytes()));
		put(known, "form", FORMS.getOrDefault(entry.codec(), "codec " + entry.codec()));
		put(known, "stored", entry.stored());
		put(known, "expires", entry.expires());
		int number = 0;
		for (String tag : entry.tags().names()) {
			put(known, "tags." + number++, tag);
		}
		if (Values.isStream(entry)) {
			StreamAttributes attributes = Values.attributes(entry);
			put(known, "content-type", attributes.contentType());
			put(known, "file-name", attributes.fileName());
			put(known, "last-modified", attributes.lastModified());
		}
		return known;
	}

	private static void put(Properties known, String name, @Nullable Object value) {
		if (value != null) {
			known.setProperty(name, value.toString());
		}
	}

}
