package io.diskcache.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;

import io.diskcache.cache.ServingOptions;
import io.diskcache.cache.StoredValue;

/**
 * For how long, and by whom, a response may be kept.
 *
 * @param options those of the cache
 * @param clock tells the present, which is asked for after a value was loaded
 * @param linkEnd when the link ends by which the value was asked for, or {@code null} if
 * it does not
 */
record Freshness(ServingOptions options, InstantSource clock, @Nullable Instant linkEnd) {

	private static final Duration YEAR = Duration.ofDays(365);

	/** With one of them no response outlives its link. */
	private static final Set<String> UNKEPT = Set.of("no-store", "no-cache");

	/** With one of them it is said who may keep a response. */
	private static final Set<String> KEEPERS = Set.of("public", "private", "no-store", "s-maxage");

	/**
	 * Returns what the writer of a value has said, and what follows of its life if
	 * nothing was said. On a link that ends it is always the latter, as the response must
	 * not outlive the link, unless it is not to be kept at all, or not without asking.
	 */
	String of(StoredValue value) {
		String said = value.cacheControl();
		Set<String> directives = (said != null) ? directives(said) : Set.of();
		if (said == null || (this.linkEnd != null && Collections.disjoint(directives, UNKEPT))) {
			return String.valueOf(of(value.expires(), directives.contains("private")).getHeaderValue());
		}
		boolean open = Collections.disjoint(directives, KEEPERS) && !isPublic();
		return open ? said + ", private" : said;
	}

	private static Set<String> directives(String said) {
		return Arrays.stream(said.split(","))
			.map((directive) -> directive.split("=", 2)[0].strip().toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
	}

	/**
	 * A value that expires is fresh until then. Nobody knows how long another one stays:
	 * it may be kept, but is asked for each time, which costs a 304 and no file. One that
	 * cannot change is fresh for a year.
	 */
	CacheControl of(@Nullable Instant expires, boolean mustBePrivate) {
		boolean unknown = expires == null && !this.options.immutable();
		CacheControl control = unknown ? CacheControl.noCache() : CacheControl.maxAge(life(expires));
		if (this.options.immutable()) {
			control = control.immutable();
		}
		return (isPublic() && !mustBePrivate) ? control.cachePublic() : control.cachePrivate();
	}

	private boolean isPublic() {
		return this.options.cacheControl() == ServingOptions.CacheControl.PUBLIC;
	}

	private Duration life(@Nullable Instant expires) {
		return shorter(shorter(YEAR, expires), this.linkEnd);
	}

	private Duration shorter(Duration life, @Nullable Instant end) {
		if (end == null) {
			return life;
		}
		Duration left = Duration.between(this.clock.instant(), end);
		return left.isNegative() ? Duration.ZERO : (left.compareTo(life) < 0) ? left : life;
	}

}
