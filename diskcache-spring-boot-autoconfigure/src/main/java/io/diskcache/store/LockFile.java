package io.diskcache.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.sqlite.core.NativeDB;

/**
 * The lock file of a store. Its bytes are locks of the operating system, which end with
 * the process that holds them: byte {@value #OPEN} is shared by all processes that have
 * the store open, byte {@value #BUILD} is held by the one that opens or builds it, byte
 * {@value #DIVISION} as well by one that takes long as it divides it anew. The first
 * shard has byte {@value #UPKEEP} for the one that tidies up, and a byte for each process
 * from {@value #FIRST_SLOT} on; each other one has the same {@value #BYTES_OF_A_SHARD}
 * bytes further on.
 * <p>
 * Closing any channel of a file drops all locks the process has on it, so there is one
 * channel for each file in the whole JVM, whatever the class loader, and it stays open as
 * long as somebody uses it. An interrupted thread would close it; so no caller's thread
 * touches it.
 */
final class LockFile implements AutoCloseable {

	/** Name of the file. */
	static final String NAME = "guard.lock";

	static final long OPEN = 0;

	static final long BUILD = 1;

	static final long UPKEEP = 2;

	static final long DIVISION = 3;

	static final long FIRST_SLOT = 16;

	static final long BYTES_OF_A_SHARD = 256;

	/** Where the JVM keeps its open lock files: seen by all class loaders. */
	private static final String REGISTRY = "io.diskcache.lock-files";

	/** As many as are busy, which go when they have had nothing to do. */
	private static final ExecutorService THREADS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
			new SynchronousQueue<>(), LockFile::thread);

	private final Path file;

	private final String name;

	private final Map<String, Object> shared;

	private boolean closed;

	private LockFile(Path file, String name, Map<String, Object> shared) {
		this.file = file;
		this.name = name;
		this.shared = shared;
	}

	/**
	 * Opens the lock file, or joins those of this JVM who have it open.
	 * @throws StoreException if another copy of the driver has the store open in this JVM
	 */
	static LockFile open(Path file) throws IOException {
		return apart(() -> {
			Map<String, Map<String, Object>> registry = registry();
			synchronized (registry) {
				String name = identity(file);
				Map<String, Object> shared = registry.get(name);
				if (shared == null) {
					shared = new HashMap<>();
					shared.put("channel", FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
							StandardOpenOption.WRITE));
					shared.put("driver", NativeDB.class);
					shared.put("users", 0);
					registry.put(name, shared);
				}
				else if (shared.get("driver") != NativeDB.class) {
					throw secondDriver(file);
				}
				shared.merge("users", 1, (users, one) -> (Integer) users + (Integer) one);
				return new LockFile(file, name, shared);
			}
		});
	}

	/**
	 * Does something while no other process opens or builds the store, and has it open
	 * afterwards.
	 */
	<T> T openExclusively(Duration timeout, Opening<T> opening) throws IOException {
		return apart(() -> {
			synchronized (this.shared) {
				FileLock build = await(BUILD, Deadline.after(timeout));
				try {
					if (this.shared.get("open") != null) {
						return opening.open(false);
					}
					FileLock alone = tryLock(OPEN, false);
					T result;
					try {
						result = opening.open(alone != null);
					}
					finally {
						if (alone != null) {
							alone.release();
						}
					}
					this.shared.put("open", await(OPEN, Deadline.after(timeout)));
					return result;
				}
				finally {
					build.release();
				}
			}
		});
	}

	/**
	 * Divides the store, within {@link #openExclusively}: others that want to open it are
	 * told so meanwhile, and do not wait.
	 */
	<T> T divide(Duration timeout, Opening<T> division) throws IOException {
		// Others hold it for moments, to see whether it is free.
		FileLock lock = await(DIVISION, Deadline.after(timeout));
		try {
			return division.open(true);
		}
		finally {
			lock.release();
		}
	}

	/** Takes the lock of a byte if nobody has it, in this process or another. */
	@Nullable FileLock tryExclusive(long position) throws IOException {
		return apart(() -> tryLock(position, false));
	}

	/** Releases a lock. */
	void release(FileLock lock) throws IOException {
		apart(() -> {
			lock.release();
			return true;
		});
	}

	@Override
	public void close() throws IOException {
		apart(() -> {
			Map<String, Map<String, Object>> registry = registry();
			synchronized (registry) {
				if (!this.closed) {
					this.closed = true;
					int users = (Integer) this.shared.merge("users", -1,
							(count, one) -> (Integer) count + (Integer) one);
					if (users == 0) {
						registry.remove(this.name);
						closeChannel();
					}
				}
				return true;
			}
		});
	}

	private FileLock await(long position, Deadline deadline) throws IOException {
		while (true) {
			FileLock lock = tryLock(position, position == OPEN);
			if (lock != null) {
				return lock;
			}
			if (position == BUILD && isBeingDivided()) {
				throw new StoreTimeoutException(
						"Another process is dividing the store of " + this.file + " anew, which may take minutes",
						null);
			}
			if (deadline.isOver()) {
				throw new StoreTimeoutException(
						"Another process has been opening the store of " + this.file + " for more than " + deadline,
						null);
			}
			deadline.pause();
		}
	}

	private boolean isBeingDivided() throws IOException {
		FileLock free = tryLock(DIVISION, true);
		if (free != null) {
			free.release();
		}
		return free == null;
	}

	private @Nullable FileLock tryLock(long position, boolean sharedLock) throws IOException {
		try {
			return channel().tryLock(position, 1, sharedLock);
		}
		catch (OverlappingFileLockException ex) {
			if (position == OPEN) {
				this.shared.put("foreign", true);
				throw secondDriver(this.file);
			}
			return null;
		}
	}

	private void closeChannel() throws IOException {
		// Where another copy of this code has locks on the file, closing would drop them:
		// then
		// it is left open.
		if (this.shared.get("foreign") == null) {
			channel().close();
		}
	}

	/* The file itself and not its path, of which there may be several. */
	private static String identity(Path file) throws IOException {
		if (!Files.exists(file)) {
			try {
				Files.createFile(file);
			}
			catch (FileAlreadyExistsException ex) {
				// Another process was faster.
			}
		}
		Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
		return (key != null) ? key.toString() : file.toString();
	}

	private FileChannel channel() {
		Object channel = this.shared.get("channel");
		if (channel instanceof FileChannel open) {
			return open;
		}
		throw new IllegalStateException("The lock file " + this.file + " is not open");
	}

	private static StoreException secondDriver(Path file) {
		return new StoreException("The store of " + file + " is already open in this JVM through another copy of "
				+ "sqlite-jdbc. Two copies do not see each other's locks and would destroy the data: put the driver "
				+ "where both class loaders find the same one, or give each application its own diskcache.directory",
				null);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Map<String, Object>> registry() {
		return (Map<String, Map<String, Object>>) System.getProperties()
			.computeIfAbsent(REGISTRY, (name) -> new HashMap<>());
	}

	/** Runs a task on a thread that nobody interrupts, and waits for it. */
	private static <T> T apart(Callable<T> task) throws IOException {
		return Uninterruptible.get(THREADS.submit(task));
	}

	private static Thread thread(Runnable work) {
		// Without what the thread that happens to make it would leave to its heirs.
		var thread = new Thread(null, work, "diskcache-locks", 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(LockFile.class.getClassLoader());
		return thread;
	}

	/**
	 * What is done while a store is opened.
	 *
	 * @param <T> type of the result
	 */
	@FunctionalInterface
	interface Opening<T> {

		/**
		 * Opens it.
		 * @param alone whether no other process has the store open
		 */
		T open(boolean alone) throws IOException;

	}

}
