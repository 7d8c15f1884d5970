package io.diskcache.benchmarks.replay;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Ranks from 0, of which the one at n is drawn in proportion to 1 / (n + 1)^exponent. */
final class Zipf {

	/** As in YCSB, and near to what traces of web caches show. */
	static final double EXPONENT = 0.99;

	private final SplittableRandom random;

	private final double[] cumulated;

	Zipf(int ranks, double exponent, SplittableRandom random) {
		this.random = random;
		this.cumulated = new double[ranks];
		double sum = 0;
		for (int i = 0; i < ranks; i++) {
			sum += Math.pow(i + 1, -exponent);
			this.cumulated[i] = sum;
		}
	}

	int next() {
		double point = this.random.nextDouble() * this.cumulated[this.cumulated.length - 1];
		int found = Arrays.binarySearch(this.cumulated, point);
		return (found < 0) ? -found - 1 : found + 1;
	}

}
