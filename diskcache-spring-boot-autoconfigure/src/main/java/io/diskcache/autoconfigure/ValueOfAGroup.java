package io.diskcache.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a value that was written where properties stand below, as in
 * {@code diskcache.defaults.near: false}.
 */
final class ValueOfAGroup {

	private ValueOfAGroup() {
	}

	static @Nullable FailureAnalysis analyze(BindException cause, Environment environment) {
		ConfigurationPropertyName name = cause.getName();
		String description = "The property '" + name + "' with the value \"" + environment.getProperty(name.toString())
				+ "\" cannot have a value of its own: others stand below it.";
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		return new FailureAnalysis(description, mend(name, type), cause);
	}

	private static String mend(ConfigurationPropertyName name, Class<?> type) {
		String last = name.getLastElement(Form.DASHED);
		if (PropertyFailureAnalyzer.CACHES.equals(name)) {
			return "Below 'diskcache.caches' stand the names of caches, and below each its settings, such as"
					+ " 'diskcache.caches.users.time-to-live'. To name caches alone use 'spring.cache.cache-names'.";
		}
		if (PropertyFailureAnalyzer.CACHES.isParentOf(name) && PropertyFailureAnalyzer.isSetting(last)) {
			return "Put the name of a cache in between, as in 'diskcache.caches.users." + last
					+ "', or write 'diskcache.defaults." + last + "' for all caches.";
		}
		return "Below '" + name + "' there are " + PropertyFailureAnalyzer.names(type) + ".";
	}

}
