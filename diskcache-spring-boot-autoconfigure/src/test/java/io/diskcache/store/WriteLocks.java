package io.diskcache.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.dao.DataAccessException;

import static org.awaitility.Awaitility.await;

/** Looks from outside which shards of a store are locked for writing. */
final class WriteLocks implements AutoCloseable {

	/** Longer than any step of those who tidy up. */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final List<Session> sessions;

	private WriteLocks(List<Session> sessions) {
		this.sessions = sessions;
	}

	static WriteLocks of(Path generation, int shards) {
		var files = new Generation(generation);
		return new WriteLocks(IntStream.range(0, shards).mapToObj((number) -> open(files.shard(number))).toList());
	}

	private static Session open(ShardFiles files) {
		Session session = Session.open(files.database(), Durability.PROCESS, 1 << 20);
		Session.ask(session.jdbc(), "busy_timeout = 0");
		return session;
	}

	/**
	 * Fails where two are locked by the calling thread: those that others hold are free
	 * soon.
	 */
	void requireOneHeldAtMost() {
		if (held() > 1) {
			await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> held() < 2);
		}
	}

	private long held() {
		return this.sessions.stream().filter(WriteLocks::isHeld).count();
	}

	private static boolean isHeld(Session session) {
		try {
			session.execute("BEGIN IMMEDIATE");
			session.execute("ROLLBACK");
			return false;
		}
		catch (DataAccessException ex) {
			return true;
		}
	}

	@Override
	public void close() {
		this.sessions.forEach(Session::close);
	}

}
