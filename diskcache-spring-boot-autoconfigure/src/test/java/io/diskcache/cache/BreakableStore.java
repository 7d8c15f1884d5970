package io.diskcache.cache;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

import io.diskcache.store.Store;
import io.diskcache.store.StoreException;

/** A store that works until it is broken; then every operation fails. */
final class BreakableStore {

	private final AtomicBoolean broken = new AtomicBoolean();

	private final Store store;

	BreakableStore(Store sound) {
		this.store = (Store) Proxy.newProxyInstance(Store.class.getClassLoader(), new Class<?>[] { Store.class },
				(proxy, method, arguments) -> {
					if (this.broken.get()) {
						throw new StoreException("The disk is full", null);
					}
					try {
						return method.invoke(sound, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	Store store() {
		return this.store;
	}

	void breaks() {
		this.broken.set(true);
	}

	void isMended() {
		this.broken.set(false);
	}

}
