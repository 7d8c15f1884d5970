package io.diskcache.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/** Keys of a cache, made beforehand, as making them is not what is measured. */
final class Keys {

	private final Object[] keys;

	private Keys(int count, IntFunction<Object> maker) {
		this.keys = new Object[count];
		for (int i = 0; i < count; i++) {
			this.keys[i] = maker.apply(i);
		}
	}

	/** Makes strings of 20 characters. */
	static Keys strings() {
		return new Keys(NearSide.ENTRIES, Keys::string);
	}

	static Keys longs() {
		return new Keys(NearSide.ENTRIES, Long::valueOf);
	}

	static String string(long number) {
		return String.format("user:%015d", number);
	}

	Object at(int index) {
		return this.keys[index];
	}

	Object any() {
		return this.keys[ThreadLocalRandom.current().nextInt(this.keys.length)];
	}

}
