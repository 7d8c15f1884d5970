package io.diskcache.history;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import io.diskcache.store.Jvm;

/**
 * A process that runs one test; its arguments are the class and the method. It says
 * {@code failed} and why, or {@code passed}, or {@code skipped}.
 */
final class TestRunner {

	/** What is told of a failure: values in it may be long. */
	private static final int MOST = 300;

	private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]+");

	private TestRunner() {
	}

	public static void main(String[] arguments) throws ClassNotFoundException {
		var request = LauncherDiscoveryRequestBuilder.request()
			.selectors(methods(Class.forName(arguments[0]), arguments[1]))
			.build();
		var listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request, listener);
		Jvm.Child.say(outcome(listener.getSummary()));
	}

	/** Also of a superclass, and with parameters. */
	private static List<? extends DiscoverySelector> methods(Class<?> type, String name) {
		return ReflectionSupport
			.findMethods(type, (method) -> method.getName().equals(name), HierarchyTraversalMode.TOP_DOWN)
			.stream()
			.map((method) -> DiscoverySelectors.selectMethod(type, method))
			.toList();
	}

	private static String outcome(TestExecutionSummary summary) {
		if (summary.getTotalFailureCount() > 0) {
			String failure = String.valueOf(summary.getFailures().get(0).getException());
			return "failed "
					+ UNPRINTABLE.matcher(failure.substring(0, Math.min(MOST, failure.length()))).replaceAll(" ");
		}
		return (summary.getTestsSucceededCount() > 0) ? "passed" : "skipped";
	}

}
