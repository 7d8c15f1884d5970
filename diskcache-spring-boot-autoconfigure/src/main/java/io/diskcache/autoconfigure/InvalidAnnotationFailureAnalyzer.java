package io.diskcache.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.diskcache.interceptor.InvalidAnnotationException;

/** Explains an annotation of ours that is wrong: where it is, and what may be written. */
final class InvalidAnnotationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidAnnotationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidAnnotationException cause) {
		return new FailureAnalysis(cause.description() + ".", cause.mend() + ".", cause);
	}

}
