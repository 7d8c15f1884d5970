package io.diskcache.sample;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * Prices of shares, from a server far away. There is neither a server nor a share: the
 * price is a random number, and the way to the server is a wait.
 */
@Service
public class Quotes {

	static final String CACHE = "quotes";

	private static final long ROUND_TRIP = Duration.ofMillis(400).toNanos();

	private final Clock clock;

	Quotes(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Fetches a price.
	 * @param symbol the share
	 * @return its price
	 */
	@Cacheable(cacheNames = CACHE, sync = true)
	public Quote quote(String symbol) {
		long begin = System.nanoTime();
		BigDecimal price = askServer();
		return new Quote(symbol, price, this.clock.instant(), ProcessHandle.current().pid(), Watch.microsSince(begin));
	}

	/** Stands for a remote call; parking may end early, hence the loop. */
	private static BigDecimal askServer() {
		long begin = System.nanoTime();
		for (long left = ROUND_TRIP; left > 0; left = ROUND_TRIP - (System.nanoTime() - begin)) {
			LockSupport.parkNanos(left);
		}
		return BigDecimal.valueOf(ThreadLocalRandom.current().nextLong(9_000, 11_000), 2);
	}

}
