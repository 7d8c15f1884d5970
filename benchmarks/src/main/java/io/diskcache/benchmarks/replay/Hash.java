package io.diskcache.benchmarks.replay;

/** Spreads keys over 64 bits. */
final class Hash {

	private Hash() {
	}

	/** Mixes a number as SplitMix64 does, so that different numbers stay different. */
	static long of(long number) {
		long hash = number + 0x9e3779b97f4a7c15L;
		hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
		hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
		return hash ^ (hash >>> 31);
	}

	static long of(String text) {
		long hash = text.length();
		for (int i = 0; i < text.length(); i++) {
			hash = of(hash ^ text.charAt(i));
		}
		return hash;
	}

}
