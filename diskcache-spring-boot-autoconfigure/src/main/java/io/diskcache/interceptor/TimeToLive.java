package io.diskcache.interceptor;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/** The time to live of a method's results. Thread-safe. */
final class TimeToLive {

	private final TextTemplate template;

	private final @Nullable Duration fixed;

	/**
	 * Reads a time to live.
	 * @throws IllegalArgumentException if it is none, or not positive
	 * @throws org.springframework.expression.ParseException if an expression in it is
	 * none
	 */
	TimeToLive(String text) {
		this.template = TextTemplate.of(text);
		String always = this.template.fixed();
		this.fixed = (always != null) ? duration(always) : null;
	}

	@Nullable Duration evaluate(EvaluationContext context) {
		return (this.fixed != null) ? this.fixed : duration(this.template.evaluate(context));
	}

	private static @Nullable Duration duration(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		Duration duration = read(value);
		if (duration.isZero() || duration.isNegative()) {
			throw new IllegalArgumentException("it is not positive");
		}
		return duration;
	}

	private static Duration read(Object value) {
		if (value instanceof Duration duration) {
			return duration;
		}
		if (value instanceof Number number) {
			return Duration.ofMillis(Math.round(number.doubleValue() * 1000));
		}
		if (value instanceof CharSequence text) {
			return DurationFormatterUtils.detectAndParse(text.toString().strip(), DurationFormat.Unit.SECONDS);
		}
		throw new IllegalArgumentException("a " + value.getClass().getName() + " is no time to live");
	}

}
