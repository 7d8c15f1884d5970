package io.diskcache.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a start-up without the driver of SQLite. */
final class MissingDriverFailureAnalyzer extends AbstractFailureAnalyzer<MissingDriverException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingDriverException cause) {
		String action = "Add the dependency org.xerial:sqlite-jdbc, which diskcache-spring-boot-starter brings along. Or"
				+ " set 'diskcache.enabled' to false, or 'spring.cache.type' to another kind of cache.";
		return new FailureAnalysis(String.valueOf(cause.getMessage()) + ".", action, cause);
	}

}
