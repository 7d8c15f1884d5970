package io.diskcache.store;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An entry that was read from its row. */
final class RowEntry implements Entry {

	private static final Logger logger = LoggerFactory.getLogger(RowEntry.class);

	private final Row row;

	private final ValueFiles files;

	private final HandOver handOver;

	private final LongFunction<@Nullable Instant> uses;

	/**
	 * Makes an entry of its row.
	 * @param uses tells when the key of a hash was last read
	 */
	RowEntry(Row row, ValueFiles files, HandOver handOver, LongFunction<@Nullable Instant> uses) {
		this.row = row;
		this.files = files;
		this.handOver = handOver;
		this.uses = uses;
	}

	@Override
	public Key key() {
		return Key.of(this.row.key());
	}

	@Override
	public long id() {
		return this.row.head().id();
	}

	@Override
	public long version() {
		return this.row.head().version();
	}

	@Override
	public long valueId() {
		return this.row.head().file();
	}

	@Override
	public Instant stored() {
		return Instant.ofEpochMilli(this.row.head().stored());
	}

	@Override
	public @Nullable Instant expires() {
		long expires = this.row.head().expires();
		return (expires != Head.NEVER) ? Instant.ofEpochMilli(expires) : null;
	}

	@Override
	public @Nullable Instant used() {
		return this.uses.apply(this.row.head().hash());
	}

	@Override
	public int codec() {
		return this.row.head().codec();
	}

	@Override
	public long fingerprint() {
		return this.row.head().fingerprint();
	}

	@Override
	public byte @Nullable [] attributes() {
		return this.row.attributes();
	}

	@Override
	public Tags tags() {
		return this.row.tags().ordinary();
	}

	@Override
	public long length() {
		return this.row.head().length();
	}

	@Override
	public boolean inFile() {
		return this.row.head().inFile();
	}

	@Override
	public byte[] bytes() {
		if (!inFile()) {
			return this.row.payload();
		}
		try (InputStream in = open()) {
			// Not readAllBytes, which collects pieces and joins them: the length is
			// known.
			byte[] bytes = new byte[Math.toIntExact(length())];
			in.readNBytes(bytes, 0, bytes.length);
			return bytes;
		}
		catch (EOFException | VerifiedInputStream.DamagedValueException ex) {
			throw new UnreadableValueException("The file of a cached value is damaged", ex);
		}
		catch (IOException ex) {
			throw new StoreException("The file of a cached value cannot be read", ex);
		}
	}

	@Override
	public InputStream open() {
		if (!inFile()) {
			return new ByteArrayInputStream(this.row.payload());
		}
		try {
			return this.files.open(this.row.head(), this.row.payload());
		}
		catch (NoSuchFileException ex) {
			throw new UnreadableValueException("The file of a cached value is gone", ex);
		}
		catch (IOException ex) {
			throw new StoreException("The file of a cached value cannot be opened", ex);
		}
	}

	@Override
	public PinnedFile pin() {
		try {
			return inFile() ? pinned() : new PinnedFile(this.files.pin(this.row.payload()));
		}
		catch (NoSuchFileException ex) {
			throw new UnreadableValueException("The file of a cached value is gone", ex);
		}
		catch (EOFException | VerifiedInputStream.DamagedValueException ex) {
			throw new UnreadableValueException("The file of a cached value is damaged", ex);
		}
		catch (IOException ex) {
			throw new StoreException("A file for a cached value cannot be made", ex);
		}
	}

	/** Verified after it has its name, as it cannot be replaced any more then. */
	private PinnedFile pinned() throws IOException {
		PinnedFile pinned = new PinnedFile(this.files.pin(this.row.head()));
		boolean verified = false;
		try {
			this.files.verify(pinned.path(), this.row.head(), this.row.payload());
			verified = true;
			return pinned;
		}
		finally {
			if (!verified) {
				pinned.close();
			}
		}
	}

	@Override
	public @Nullable String handOver() {
		try {
			return inFile() ? this.files.handOver(this.row.head(), this.handOver) : null;
		}
		catch (NoSuchFileException ex) {
			throw new UnreadableValueException("The file of a cached value is gone", ex);
		}
		catch (IOException ex) {
			logger.debug("The file of a cached value cannot be linked", ex);
			return null;
		}
	}

	/** Thrown where a value was replaced or deleted, or is damaged. */
	static final class UnreadableValueException extends StoreException {

		private static final long serialVersionUID = 1L;

		UnreadableValueException(String message, Throwable cause) {
			super(message, cause);
		}

	}

}
