package io.diskcache.codec;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Names of the classes that may be part of a serialised value: those of the packages that
 * were allowed, and the value types and collections of the JDK. One verdict for both
 * directions.
 */
final class AllowList {

	/** The property that widens the list, for messages. */
	static final String PROPERTY = "diskcache.allowed-packages";

	/** Of the JDK single classes can be allowed, never a package. */
	private static final List<String> JDK = List.of("java", "javax", "jdk", "sun", "com.sun");

	/** Too many libraries live below these. */
	private static final Set<String> TOO_WIDE = Set.of("com", "org", "net", "io", "javax", "jakarta");

	/** Building blocks of known attacks, refused even where their package is allowed. */
	private static final List<String> NEVER = List.of("java.lang.invoke", "java.lang.reflect",
			"java.lang.ProcessBuilder", "java.lang.Runtime", "java.rmi", "java.security", "javax.management",
			"javax.naming", "javax.script", "javax.swing", "sun", "com.sun", "jdk", "com.mchange", "bsh", "clojure",
			"org.mozilla.javascript", "org.python", "org.codehaus.groovy.runtime", "org.apache.commons.beanutils",
			"org.apache.commons.collections.functors", "org.apache.commons.collections4.functors",
			"org.apache.commons.collections4.comparators", "org.apache.commons.fileupload", "org.apache.xalan",
			"org.hibernate.engine.spi.TypedValue", "org.springframework.aop", "org.springframework.beans",
			"org.springframework.core.SerializableTypeWrapper", "org.springframework.transaction");

	/** As descriptors of arrays have them. */
	private static final String PRIMITIVES = "ZBCSIJFD";

	private final List<String> allowed;

	private final ClassValue<Boolean> verdicts = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			Class<?> element = elementOf(type);
			return (element.isPrimitive() && type.isArray()) || admitsName(element.getName());
		}

	};

	AllowList(Collection<String> packages) {
		packages.forEach(AllowList::validate);
		this.allowed = List.copyOf(packages);
	}

	boolean admits(Class<?> type) {
		return this.verdicts.get(type);
	}

	/** Says why a class is refused, and the mend where there is one. */
	String refusal(Class<?> type) {
		String start = elementOf(type).getName() + " is not admitted by " + PROPERTY;
		return isWithinAny(elementOf(type).getName(), NEVER) ? start + " and never will be"
				: start + "; add its package there (of the JDK: the class), or keep it out of the cache";
	}

	private static Class<?> elementOf(Class<?> type) {
		Class<?> element = type;
		while (element.isArray()) {
			element = element.componentType();
		}
		return element;
	}

	/** Judges the name of a class in a stream, before the class is loaded. */
	boolean admitsDescriptor(String name) {
		if (!name.startsWith("[")) {
			return admitsName(name);
		}
		String element = name.substring(name.lastIndexOf('[') + 1);
		if (element.startsWith("L") && element.endsWith(";")) {
			return admitsName(element.substring(1, element.length() - 1));
		}
		return element.length() == 1 && PRIMITIVES.contains(element);
	}

	private boolean admitsName(String name) {
		return JdkTypes.NAMES.contains(name) || (isWithinAny(name, this.allowed) && !isWithinAny(name, NEVER));
	}

	private static boolean isWithinAny(String name, List<String> entries) {
		for (String entry : entries) {
			if (isWithin(name, entry)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isWithin(String name, String entry) {
		return name.startsWith(entry) && (name.length() == entry.length() || name.charAt(entry.length()) == '.'
				|| name.charAt(entry.length()) == '$');
	}

	private static void validate(String entry) {
		if (entry.isEmpty() || !entry.chars().allMatch((unit) -> Character.isJavaIdentifierPart(unit) || unit == '.')
				|| entry.startsWith(".") || entry.endsWith(".")) {
			throw new IllegalArgumentException(
					PROPERTY + " holds names of packages or classes, such as com.example.shop; this is not one: '"
							+ entry + "'");
		}
		boolean jdkPackage = isWithinAny(entry, JDK)
				&& !Character.isUpperCase(entry.charAt(entry.lastIndexOf('.') + 1));
		if (jdkPackage || TOO_WIDE.contains(entry)) {
			throw new IllegalArgumentException(PROPERTY + " admits too much with '" + entry
					+ "': name the packages of your values, and single classes of the JDK");
		}
	}

}
