package io.diskcache.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains a secret that is no good, without showing it. */
final class InvalidLinkSecretFailureAnalyzer extends AbstractFailureAnalyzer<InvalidLinkSecretException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidLinkSecretException cause) {
		return new FailureAnalysis(cause.getMessage() + ".",
				"Make one with 'openssl rand -hex 32', and keep it where the other secrets of the application are.",
				cause);
	}

}
