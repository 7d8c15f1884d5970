package io.diskcache.interceptor;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.ParseException;

import io.diskcache.annotation.CacheTags;
import io.diskcache.annotation.CacheTimeToLive;
import io.diskcache.cache.EntryTerms;
import io.diskcache.cache.EntryTermsException;

/** Under which terms a method's results are stored. Thread-safe. */
final class MethodTerms {

	private static final Logger logger = LoggerFactory.getLogger(MethodTerms.class);

	private static final String TIME_MEND = "Write a number with a unit, such as 10m, or an expression in #{...}";

	static final String TAGS_MEND = "Write up to 64 texts of 1 to 1024 bytes, with expressions in #{...}";

	private final Method method;

	private final @Nullable TimeToLive timeToLive;

	private final TagTemplates tags;

	private final AtomicBoolean reported = new AtomicBoolean();

	private MethodTerms(Method method, @Nullable TimeToLive timeToLive, TagTemplates tags) {
		this.method = method;
		this.timeToLive = timeToLive;
		this.tags = tags;
	}

	/**
	 * Reads the annotations of a method.
	 * @param placeholders puts values in the place of <code>${…}</code>
	 * @return the terms, or {@code null} if it has no such annotations
	 * @throws InvalidAnnotationException if they cannot be what they say
	 */
	static @Nullable MethodTerms of(Method method, UnaryOperator<@Nullable String> placeholders) {
		CacheTimeToLive time = AnnotatedElementUtils.findMergedAnnotation(method, CacheTimeToLive.class);
		CacheTags tags = AnnotatedElementUtils.findMergedAnnotation(method, CacheTags.class);
		if (time == null && tags == null) {
			return null;
		}
		return new MethodTerms(method,
				(time != null) ? read(method, CacheTimeToLive.class, TIME_MEND, (texts) -> new TimeToLive(texts[0]),
						placeholders, time.value()) : null,
				(tags != null) ? read(method, CacheTags.class, TAGS_MEND, TagTemplates::new, placeholders, tags.value())
						: TagTemplates.NONE);
	}

	/** Reads the texts of an annotation. */
	static <T> T read(Method method, Class<? extends Annotation> annotation, String mend, Function<String[], T> reading,
			UnaryOperator<@Nullable String> placeholders, String... texts) {
		try {
			String[] resolved = new String[texts.length];
			for (int i = 0; i < texts.length; i++) {
				String text = placeholders.apply(texts[i]);
				resolved[i] = (text != null) ? text : "";
			}
			return reading.apply(resolved);
		}
		catch (ParseException | IllegalArgumentException ex) {
			throw new InvalidAnnotationException(annotation, method,
					"cannot say \"" + String.join("\", \"", texts) + "\": " + ex.getMessage(), mend, ex);
		}
	}

	/**
	 * Decides for one value.
	 * @param context knows the invocation, the key and the value
	 * @throws EntryTermsException if there are none
	 */
	EntryTerms evaluate(EvaluationContext context) {
		try {
			Duration life = (this.timeToLive != null) ? this.timeToLive.evaluate(context) : null;
			return EntryTerms.of(life, this.tags.evaluate(context));
		}
		catch (RuntimeException ex) {
			throw new EntryTermsException("@CacheTimeToLive or @CacheTags on "
					+ InvalidAnnotationException.name(this.method) + " gave nothing that can be used ("
					+ ex.getClass().getSimpleName() + ", see the log at debug)", ex);
		}
	}

	/** Returns what is to be said where nothing stores the method's results. */
	InvalidAnnotationException unused() {
		return new InvalidAnnotationException((this.timeToLive != null) ? CacheTimeToLive.class : CacheTags.class,
				this.method, "has no effect: nothing stores its results",
				"Add @Cacheable, @CachePut or @CacheableAll, or take it away", null);
	}

	/** Says once that a cache is none of ours. */
	void reportForeign(String cache) {
		if (this.reported.compareAndSet(false, true)) {
			logger.warn("@CacheTimeToLive and @CacheTags on {} have no effect on cache '{}', which is not a DiskCache",
					InvalidAnnotationException.name(this.method), cache);
		}
	}

}
