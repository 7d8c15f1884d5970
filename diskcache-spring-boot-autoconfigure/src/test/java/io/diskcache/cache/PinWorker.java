package io.diskcache.cache;

import java.io.IOException;
import java.nio.file.Path;

import io.diskcache.store.Jvm;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;

/** A process that pins a value, tells where, and waits to be killed. */
final class PinWorker {

	private PinWorker() {
	}

	public static void main(String[] arguments) throws IOException {
		StoreDirectory directory = StoreDirectory.open(Path.of(arguments[0]));
		DiskCache cache = TestCaches.over(directory.open("users", StoreOptions.defaults()));
		Jvm.Child.say(cache.get("file", CachedResource.class).pin().path().toString());
		Jvm.Child.hear();
	}

}
