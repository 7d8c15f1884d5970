package io.diskcache.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.diskcache.store.UnusableDriverException;

/** Explains a start-up with a driver of SQLite that would lose data or does not load. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnusableDriverFailureAnalyzer extends AbstractFailureAnalyzer<UnusableDriverException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableDriverException cause) {
		String action = "Start Java with -Dorg.sqlite.tmpdir=<directory> if the library cannot be loaded from the directory"
				+ " for temporary files, as that is mounted noexec or cannot be written. Let Spring Boot's dependency management choose org.xerial:sqlite-jdbc, or set the property"
				+ " 'sqlite-jdbc.version' of your build to a version that can be used. Or set 'diskcache.enabled' to false.";
		return new FailureAnalysis(String.valueOf(cause.getMessage()) + ".", action, cause);
	}

}
