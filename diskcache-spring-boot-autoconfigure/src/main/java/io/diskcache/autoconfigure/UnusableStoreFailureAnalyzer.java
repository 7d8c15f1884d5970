package io.diskcache.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.diskcache.store.StoreException;

/** Explains a start-up that failed because the caches' directory cannot be used. */
final class UnusableStoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StoreException cause) {
		String action = "Set 'diskcache.directory' to a directory on a local disk that the application may write,"
				+ " in a container to one on a mounted volume. Or set 'diskcache.enabled' to false.";
		return new FailureAnalysis(String.valueOf(cause.getMessage()), action, cause);
	}

}
