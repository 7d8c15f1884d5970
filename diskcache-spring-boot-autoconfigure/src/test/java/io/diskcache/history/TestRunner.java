package io.diskcache.history;

import java.util.Arrays;
import java.util.List;

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

	private static List<? extends DiscoverySelector> methods(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.map((method) -> DiscoverySelectors.selectMethod(type, method))
			.toList();
	}

	private static String outcome(TestExecutionSummary summary) {
		if (summary.getTotalFailureCount() > 0) {
			return "failed " + summary.getFailures().get(0).getException();
		}
		return (summary.getTestsSucceededCount() > 0) ? "passed" : "skipped";
	}

}
