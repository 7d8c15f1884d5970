package io.diskcache.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

import io.diskcache.store.StoreException;

/** Explains a start-up that failed because the caches' directory cannot be used. */
final class UnusableStoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreException> {

	private final Environment environment;

	UnusableStoreFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, StoreException cause) {
		String directory = this.environment.getProperty("diskcache.directory");
		String description = "The caches cannot be kept on the disk ("
				+ ((directory != null) ? "'diskcache.directory' is \"" + directory + "\""
						: "'diskcache.directory' is not set, so they are in the user's cache directory")
				+ "): " + cause.getMessage();
		String action = "Set 'diskcache.directory' to a directory on a local disk that the application may write,"
				+ " in a container to one on a mounted volume. Or set 'diskcache.enabled' to false.";
		return new FailureAnalysis(description, action, cause);
	}

}
