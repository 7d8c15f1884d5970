package io.diskcache.sample;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * The price of a share.
 *
 * @param symbol the share
 * @param price its price
 * @param computedAt when it was fetched
 * @param computedBy the process that fetched it
 * @param computedInMicros how long that took, in microseconds
 */
public record Quote(String symbol, BigDecimal price, Instant computedAt, long computedBy,
		long computedInMicros) implements Computed, Serializable {
}
