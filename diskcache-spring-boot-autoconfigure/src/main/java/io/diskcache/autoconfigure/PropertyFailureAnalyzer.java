package io.diskcache.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.PropertyMatches;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Explains a property of ours that cannot be bound: what may be written in its place, and
 * which one may have been meant by one that does not exist. Comes before Boot's own
 * explanation, which knows neither.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("diskcache");

	static final ConfigurationPropertyName CACHES = PREFIX.append("caches");

	static final ConfigurationPropertyName DEFAULTS = PREFIX.append("defaults");

	/** What this property is often called. */
	private static final Pattern LIKE_TTL = Pattern.compile("ttl|tll|ttls|expir.*", Pattern.CASE_INSENSITIVE);

	private final Environment environment;

	PropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		if (!PREFIX.equals(cause.getName()) && !PREFIX.isAncestorOf(cause.getName())) {
			return null;
		}
		UnboundConfigurationPropertiesException unbound = findCause(rootFailure,
				UnboundConfigurationPropertiesException.class);
		if (unbound != null) {
			return unknown(unbound.getUnboundProperties(), cause);
		}
		if (findCause(rootFailure, ConverterNotFoundException.class) != null) {
			return ValueOfAGroup.analyze(cause, this.environment);
		}
		ConfigurationProperty property = cause.getProperty();
		return (property != null) ? malformed(property, cause) : null;
	}

	private static FailureAnalysis malformed(ConfigurationProperty property, BindException cause) {
		Class<?> type = cause.getTarget().getType().resolve(Object.class);
		return new FailureAnalysis(described(property) + " is not what this property can be: " + rootMessage(cause),
				mend(type), cause);
	}

	private static String rootMessage(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return String.valueOf(root.getMessage());
	}

	private static String mend(Class<?> type) {
		if (type == DataSize.class) {
			return "Write a number with one of the units B, KB, MB, GB and TB, such as 512MB.";
		}
		if (type == Duration.class) {
			return "Write a number with one of the units ms, s, m, h and d, such as 250ms or 10m.";
		}
		if (type.isEnum()) {
			return "Write one of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
				.collect(Collectors.joining(", ")) + ".";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "Write true or false.";
		}
		if (type == Double.class) {
			return "Write a number such as 0.1.";
		}
		return (type == int.class || type == Integer.class) ? "Write a whole number."
				: "Write a value of " + type.getSimpleName() + ".";
	}

	private static FailureAnalysis unknown(Collection<ConfigurationProperty> properties, BindException cause) {
		StringJoiner descriptions = new StringJoiner("\n");
		StringJoiner mends = new StringJoiner("\n");
		for (ConfigurationProperty property : properties) {
			boolean empty = "".equals(property.getValue());
			descriptions.add(described(property) + (empty ? " is empty." : " does not exist."));
			mends.add(empty ? "Write a value, or leave the property out." : meant(property.getName()));
		}
		return new FailureAnalysis(descriptions.toString(), mends.toString(), cause);
	}

	private static String described(ConfigurationProperty property) {
		return "The property '" + property.getName() + "' with the value \"" + property.getValue() + "\""
				+ ((property.getOrigin() != null) ? " (" + property.getOrigin() + ")" : "");
	}

	private static String meant(ConfigurationPropertyName name) {
		if (CACHES.isAncestorOf(name)) {
			return meantOfCache(name);
		}
		if (DEFAULTS.isAncestorOf(name)) {
			return meantOf(DEFAULTS, rest(name, 2), CacheSettings.class);
		}
		if (isSetting(rest(name, 1)) || LIKE_TTL.matcher(rest(name, 1)).matches()) {
			return meantOf(DEFAULTS, rest(name, 1), CacheSettings.class);
		}
		return meantOf(PREFIX, rest(name, 1), DiskCacheProperties.class);
	}

	private static String meantOfCache(ConfigurationPropertyName name) {
		int elements = name.getNumberOfElements();
		String last = name.getLastElement(Form.DASHED);
		if (elements > 4 && isSetting(last)) {
			String cache = Stream.iterate(2, (index) -> index < elements - 1, (index) -> index + 1)
				.map((index) -> name.getElement(index, Form.ORIGINAL))
				.collect(Collectors.joining("."));
			return "If the name of the cache is '" + cache
					+ "', put it into brackets, and in YAML into quotes as well: " + "diskcache.caches[" + cache + "]."
					+ last;
		}
		if (elements == 3) {
			return "Below the name of a cache stand its settings: " + names(CacheSettings.class);
		}
		return meantOf(CACHES.append(name.getElement(2, Form.DASHED)), rest(name, 3), CacheSettings.class);
	}

	static boolean isSetting(String name) {
		return properties(CacheSettings.class).anyMatch(name::equals);
	}

	private static String meantOf(ConfigurationPropertyName parent, String name, Class<?> type) {
		int dot = name.indexOf('.');
		Class<?> group = (dot > 0) ? group(name.substring(0, dot), type) : null;
		if (group != null) {
			return meantOf(parent.append(name.substring(0, dot)), name.substring(dot + 1), group);
		}
		String below = (dot > 0) ? name.substring(dot) : "";
		String plain = camelCase((dot > 0) ? name.substring(0, dot) : name);
		int mistakes = Math.max(1, Math.min(3, plain.length() / 4));
		String[] similar = (type == CacheSettings.class && LIKE_TTL.matcher(plain).matches())
				? new String[] { "timeToLive" } : PropertyMatches.forField(plain, type, mistakes).getPossibleMatches();
		if (similar.length == 0) {
			return "Below '" + parent + "' there are " + names(type) + ".";
		}
		return "Did you mean " + Arrays.stream(similar)
			.map((match) -> "'" + parent + "." + DataObjectPropertyName.toDashedForm(match) + below + "'")
			.collect(Collectors.joining(" or ")) + "?";
	}

	/** Returns the properties of a group of properties, or {@code null} if it is none. */
	private static @Nullable Class<?> group(String name, Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.filter((component) -> component.getName().equals(name) && component.getType().isRecord())
			.<Class<?>>map(RecordComponent::getType)
			.findFirst()
			.orElse(null);
	}

	private static String camelCase(String name) {
		String[] words = name.split("-");
		return words[0] + Arrays.stream(words).skip(1).map(StringUtils::capitalize).collect(Collectors.joining());
	}

	private static String rest(ConfigurationPropertyName name, int from) {
		return Stream.iterate(from, (index) -> index < name.getNumberOfElements(), (index) -> index + 1)
			.map((index) -> name.getElement(index, Form.DASHED))
			.collect(Collectors.joining("."));
	}

	static String names(Class<?> type) {
		return properties(type).collect(Collectors.joining(", "));
	}

	private static Stream<String> properties(Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()));
	}

}
