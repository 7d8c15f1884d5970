package io.diskcache.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A value on its way into the store: whether it fits, and its file, if it gets one, which
 * is written before the transaction begins. Closing deletes a file that was not adopted.
 */
final class Intake implements AutoCloseable {

	private final ValueFiles files;

	private final LongConsumer reserve;

	private final ValueFiles.@Nullable Draft draft;

	private final boolean tooLarge;

	private boolean adopted;

	private Intake(ValueFiles files, LongConsumer reserve, ValueFiles.@Nullable Draft draft, boolean tooLarge) {
		this.files = files;
		this.reserve = reserve;
		this.draft = draft;
		this.tooLarge = tooLarge;
	}

	static Intake of(Content content, StoreOptions options, ValueFiles files, LongConsumer reserve) throws IOException {
		byte[] bytes = content.bytes();
		if (bytes != null && bytes.length > options.maxValueSize()) {
			return new Intake(files, reserve, null, true);
		}
		if (bytes != null && bytes.length <= options.inlineLimit()) {
			return new Intake(files, reserve, null, false);
		}
		InputStream stream = content.stream();
		InputStream source = (stream != null) ? stream
				: new ByteArrayInputStream((bytes != null) ? bytes : new byte[0]);
		ValueFiles.Draft draft = files.write(source, options.maxValueSize(), reserve);
		return new Intake(files, reserve, draft, draft == null);
	}

	boolean isTooLarge() {
		return this.tooLarge;
	}

	ValueFiles.@Nullable Draft draft() {
		return this.draft;
	}

	/** Gives the file its name; if the transaction rolls back it goes. */
	void adopt(Transaction transaction, long hash) {
		ValueFiles.Draft file = this.draft;
		if (file == null) {
			return;
		}
		try {
			this.files.adopt(file, hash);
		}
		catch (IOException ex) {
			throw new StoreException("A value's file could not be given its name", ex);
		}
		this.adopted = true;
		transaction.afterRollback(() -> this.files.delete(hash, file.name()));
	}

	@Override
	public void close() {
		ValueFiles.Draft file = this.draft;
		if (file != null) {
			if (!this.adopted) {
				this.files.discard(file);
			}
			this.reserve.accept(-Head.blocks(file.length()));
		}
	}

}
