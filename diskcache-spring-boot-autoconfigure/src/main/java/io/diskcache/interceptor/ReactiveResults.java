package io.diskcache.interceptor;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Results that come later, of a library whose types Spring knows, if there is Reactor.
 */
final class ReactiveResults {

	private static final boolean PRESENT = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ReactiveResults.class.getClassLoader());

	private ReactiveResults() {
	}

	/** Tells whether results of a type come later. */
	static boolean areOf(Class<?> type) {
		return PRESENT && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

	/**
	 * Asks for a result.
	 * @param result the result as the method returned it
	 * @return the value, or a list of values where there can be several
	 */
	static CompletableFuture<?> future(Object result) {
		return PRESENT ? Present.future(result) : CompletableFuture.completedFuture(result);
	}

	/**
	 * Has something done each time a result has come without a failure, before it is
	 * passed on.
	 * @param result the result as the method returned it
	 * @param action told of the value; of {@code null} where there is none, or several
	 * @return what is to be returned
	 */
	static Object onSuccess(Object result, Consumer<@Nullable Object> action) {
		return PRESENT ? Present.onSuccess(result, action) : result;
	}

	/** Apart, as its types may not be there. */
	private static final class Present {

		static CompletableFuture<?> future(Object result) {
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass());
			if (adapter == null) {
				return CompletableFuture.completedFuture(result);
			}
			return adapter.isMultiValue() ? Flux.from(adapter.toPublisher(result)).collectList().toFuture()
					: Mono.from(adapter.toPublisher(result)).toFuture();
		}

		static Object onSuccess(Object result, Consumer<@Nullable Object> action) {
			ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass());
			if (adapter == null) {
				return result;
			}
			return adapter.fromPublisher(adapter.isMultiValue()
					? Flux.from(adapter.toPublisher(result)).doOnComplete(() -> action.accept(null))
					: Mono.from(adapter.toPublisher(result)).doOnSuccess(action));
		}

	}

}
