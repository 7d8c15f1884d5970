package io.diskcache.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/**
 * A file with what one thread did, mapped, so that it is whole up to the moment its
 * process is killed. It begins with who wrote it and the tallies; then come records of 8
 * words, of which the first is not 0 from the moment on at which the rest says that an
 * operation began. Used by one thread, but for {@link #set}.
 */
final class OperationLog {

	private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final int HEADER = 64 * Long.BYTES;

	private static final int RECORD = 8 * Long.BYTES;

	/** Room mapped at a time: records fit in it without a rest. */
	private static final int CHUNK = RECORD << 15;

	private static final int PID = 0;

	private static final int WRITER = 1;

	private static final int FIRST_TALLY = 8;

	private final FileChannel channel;

	private final ByteBuffer header;

	private final int writer;

	private ByteBuffer chunk;

	private int chunks;

	private int position = -RECORD;

	private OperationLog(FileChannel channel, int writer) throws IOException {
		this.channel = channel;
		this.writer = writer;
		this.header = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER);
		put(this.header, PID, ProcessHandle.current().pid());
		put(this.header, WRITER, writer);
		this.chunk = nextChunk();
	}

	static OperationLog create(Path directory, int writer) {
		try {
			return new OperationLog(FileChannel.open(directory.resolve(writer + ".log"), StandardOpenOption.CREATE_NEW,
					StandardOpenOption.READ, StandardOpenOption.WRITE), writer);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int writer() {
		return this.writer;
	}

	void count(Tally tally) {
		int word = FIRST_TALLY + tally.ordinal();
		put(this.header, word, get(this.header, word) + 1);
	}

	void set(Tally tally, long value) {
		put(this.header, FIRST_TALLY + tally.ordinal(), value);
	}

	/** Begins a record. */
	void begin(Kind kind, int register, long start, long written) {
		this.position += RECORD;
		if (this.position == CHUNK) {
			this.chunk = nextChunk();
			this.position = 0;
		}
		word(Field.START, start);
		word(Field.WRITTEN, written);
		// After all else, and before the operation itself.
		WORD.setVolatile(this.chunk, this.position, ((register + 1L) << 8) | kind.ordinal());
	}

	void loadBegan(long time) {
		word(Field.LOAD_START, time);
	}

	void loadEnded(long time) {
		word(Field.LOAD_END, time);
	}

	/** Tells what was written where that was not known before. */
	void wrote(long id) {
		word(Field.WRITTEN, id);
	}

	void end(Outcome outcome, long end, long read) {
		word(Field.END, end);
		word(Field.READ, read);
		WORD.setRelease(this.chunk, this.position + Field.OUTCOME.ordinal() * Long.BYTES, (long) outcome.ordinal());
	}

	/** Where the present record is, to change its start later. */
	Place place() {
		return new Place(this.chunk, this.position);
	}

	void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads a file of one that has ended, or was killed.
	 * @param records told of each record
	 * @param tallies told of each tally
	 * @return the writer's process
	 */
	static long read(Path file, Consumer<Operation> records, ObjLongConsumer<Tally> tallies) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			if (channel.size() < HEADER) {
				return 0;
			}
			ByteBuffer header = channel.map(FileChannel.MapMode.READ_ONLY, 0, HEADER);
			for (Tally tally : Tally.values()) {
				tallies.accept(tally, get(header, FIRST_TALLY + tally.ordinal()));
			}
			int writer = (int) get(header, WRITER);
			boolean more = true;
			for (long offset = HEADER; more && offset + CHUNK <= channel.size(); offset += CHUNK) {
				ByteBuffer chunk = channel.map(FileChannel.MapMode.READ_ONLY, offset, CHUNK);
				for (int i = 0; more && i < CHUNK; i += RECORD) {
					more = get(chunk, i / Long.BYTES) != 0;
					if (more) {
						records.accept(record(chunk, i / Long.BYTES, writer));
					}
				}
			}
			return get(header, PID);
		}
	}

	private static Operation record(ByteBuffer chunk, int word, int writer) {
		long tag = get(chunk, word);
		return new Operation(Kind.of((int) (tag & 0xff)), Outcome.values()[(int) get(chunk, word, Field.OUTCOME)],
				(int) (tag >>> 8) - 1, writer, get(chunk, word, Field.START), get(chunk, word, Field.END),
				get(chunk, word, Field.WRITTEN), get(chunk, word, Field.READ), get(chunk, word, Field.LOAD_START),
				get(chunk, word, Field.LOAD_END));
	}

	private ByteBuffer nextChunk() {
		try {
			return this.channel.map(FileChannel.MapMode.READ_WRITE, HEADER + (long) CHUNK * this.chunks++, CHUNK);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void word(Field field, long value) {
		put(this.chunk, this.position / Long.BYTES + field.ordinal(), value);
	}

	private static long get(ByteBuffer buffer, int word, Field field) {
		return get(buffer, word + field.ordinal());
	}

	private static long get(ByteBuffer buffer, int word) {
		return (long) WORD.get(buffer, word * Long.BYTES);
	}

	private static void put(ByteBuffer buffer, int word, long value) {
		WORD.set(buffer, word * Long.BYTES, value);
	}

	/** A record that may still change. */
	record Place(ByteBuffer chunk, int position) {

		void startedAt(long start) {
			put(this.chunk, this.position / Long.BYTES + Field.START.ordinal(), start);
		}

	}

	/** The words of a record. */
	private enum Field {

		TAG, START, END, WRITTEN, READ, LOAD_START, LOAD_END, OUTCOME

	}

}
