package io.diskcache.store;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;

/** Looks from outside which shards of a store are locked for writing. */
final class WriteLocks implements AutoCloseable {

	/** Longer than any step of those who tidy up. */
	private static final int PATIENCE_MILLIS = 1000;

	private final List<Session> sessions;

	private WriteLocks(List<Session> sessions) {
		this.sessions = sessions;
	}

	static WriteLocks of(Path generation, int shards) {
		var files = new Generation(generation);
		return new WriteLocks(IntStream.range(0, shards)
			.mapToObj((number) -> Session.open(files.shard(number).database(), Durability.PROCESS, 1 << 20))
			.toList());
	}

	/**
	 * Fails where two are locked by the calling thread: those that others hold are free
	 * soon.
	 */
	void requireOneHeldAtMost() {
		List<Session> held = this.sessions.stream().filter((session) -> isHeld(session, 0)).toList();
		if (held.size() > 1) {
			assertThat(held.stream().filter((session) -> isHeld(session, PATIENCE_MILLIS))).hasSizeLessThan(2);
		}
	}

	private static boolean isHeld(Session session, int millis) {
		Session.ask(session.jdbc(), "busy_timeout = " + millis);
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
