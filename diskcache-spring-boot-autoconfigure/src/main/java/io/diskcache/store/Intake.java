package io.diskcache.store;

import java.io.IOException;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A value on its way into the store: whether it fits, and its file, if it gets one, which
 * is written before the transaction begins. Closing deletes a file that was not adopted.
 */
final class Intake implements AutoCloseable {

	private final long hash;

	private final Rooms rooms;

	private final LongConsumer reserve;

	private final ValueFiles.@Nullable Draft draft;

	private final boolean tooLarge;

	private boolean adopted;

	private Intake(long hash, Rooms rooms, LongConsumer reserve, ValueFiles.@Nullable Draft draft, boolean tooLarge) {
		this.hash = hash;
		this.rooms = rooms;
		this.reserve = reserve;
		this.draft = draft;
		this.tooLarge = tooLarge;
	}

	/**
	 * Takes a value in.
	 * @param hash hash of its key
	 * @param reserve told of each step in the space its file takes
	 * @throws StoreException if it cannot be read, or its file cannot be written
	 */
	static Intake of(Content content, long hash, Rooms rooms, LongConsumer reserve) {
		StoreOptions options = rooms.options();
		long largest = rooms.group().maxValueSize();
		byte[] bytes = content.bytes();
		if (bytes != null && bytes.length > largest) {
			return new Intake(hash, rooms, reserve, null, true);
		}
		if (bytes != null && bytes.length <= options.inlineLimit()) {
			return new Intake(hash, rooms, reserve, null, false);
		}
		try {
			ValueFiles.Draft draft = rooms.files().write(content.source(), largest, reserve);
			return new Intake(hash, rooms, reserve, draft, draft == null);
		}
		catch (ValueFiles.BrokenSourceException ex) {
			throw new SourceFailedException(ex.failure());
		}
		catch (IOException ex) {
			throw failed(hash, rooms, ex);
		}
	}

	boolean isTooLarge() {
		return this.tooLarge;
	}

	ValueFiles.@Nullable Draft draft() {
		return this.draft;
	}

	/** Gives the file its name; if the transaction rolls back it goes. */
	void adopt(Transaction transaction) {
		ValueFiles.Draft file = this.draft;
		if (file == null) {
			return;
		}
		try {
			this.rooms.files().adopt(file, this.hash);
		}
		catch (IOException ex) {
			throw failed(this.hash, this.rooms, ex);
		}
		this.adopted = true;
		this.rooms.troubles().worked(Troubles.With.FILES);
		transaction.afterRollback(() -> this.rooms.files().delete(this.hash, file.name()));
		// From now on its row counts it. Counted twice it would have as much evicted.
		release(file);
	}

	private void release(ValueFiles.Draft file) {
		this.reserve.accept(-Head.blocks(file.length()));
	}

	private static StoreException failed(long hash, Rooms rooms, IOException ex) {
		if (!rooms.space().releaseIfFull()) {
			rooms.troubles().noFile(hash, ex);
		}
		return new StoreException("A file of a value cannot be written in " + rooms.shard().files().directory(), ex);
	}

	@Override
	public void close() {
		ValueFiles.Draft file = this.draft;
		if (file != null && !this.adopted) {
			this.rooms.files().discard(file);
			release(file);
		}
	}

}
