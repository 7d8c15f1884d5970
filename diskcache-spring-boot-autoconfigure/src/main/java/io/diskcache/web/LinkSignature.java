package io.diskcache.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What is signed of a link, and how it stands in its query: {@code e}, the second at
 * which it ends, and {@code s}, the signature over cache, key and that second.
 */
final class LinkSignature {

	/**
	 * As long as its end has digits; what is longer may be more than can be added to now.
	 */
	private static final Duration LONGEST = Duration.ofSeconds(999_999_999_999L);

	private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,11}");

	/** So that a signature for links is good for nothing else. */
	private static final String PURPOSE = "diskcache-link-1:";

	private LinkSignature() {
	}

	/**
	 * Makes the query of a signed link.
	 * @param now the present
	 * @param life how long the link is valid, positive; parts of seconds count as whole
	 * ones
	 */
	static String query(LinkSecrets secrets, ValuePath path, Instant now, Duration life) {
		if (life.isNegative() || life.isZero()) {
			throw new IllegalArgumentException("The life of a link must be positive, but is " + life);
		}
		if (life.compareTo(LONGEST) > 0) {
			throw tooLong(life);
		}
		String end = Long.toString(now.plus(life).plusNanos(999_999_999).getEpochSecond());
		if (!SECONDS.matcher(end).matches()) {
			throw tooLong(life);
		}
		return "e=" + end + "&s=" + secrets.sign(text(path, end));
	}

	private static IllegalArgumentException tooLong(Duration life) {
		return new IllegalArgumentException("The life of a link is too long: " + life);
	}

	/**
	 * Finds out when a link ends.
	 * @param query query of the request, not decoded
	 * @return the end, or {@code null} if it is over, or not signed for this path
	 */
	static @Nullable Instant end(LinkSecrets secrets, ValuePath path, @Nullable String query, Instant now) {
		String end = parameter(query, "e=");
		String signature = parameter(query, "s=");
		if (end == null || signature == null || !SECONDS.matcher(end).matches()) {
			return null;
		}
		boolean valid = secrets.verify(text(path, end), signature);
		Instant instant = Instant.ofEpochSecond(Long.parseLong(end));
		return (valid && now.isBefore(instant)) ? instant : null;
	}

	/** Neither a name of a cache nor a key has a slash or a question mark left in it. */
	private static String text(ValuePath path, String end) {
		return PURPOSE + ValuePath.encode(path.cache()) + '/' + ValuePath.encode(path.key()) + '?' + end;
	}

	/** Other parameters may stand beside, such as those of a content delivery network. */
	private static @Nullable String parameter(@Nullable String query, String name) {
		List<String> found = (query != null)
				? Arrays.stream(query.split("&", -1)).filter((parameter) -> parameter.startsWith(name)).toList()
				: List.of();
		return (found.size() == 1) ? found.get(0).substring(name.length()) : null;
	}

}
