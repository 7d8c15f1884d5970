package io.diskcache.benchmarks.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Numbers from 0, of which number n comes with a frequency of 1 / (n + 1). */
final class Zipf {

	private final double[] sums;

	Zipf(int numbers) {
		this.sums = new double[numbers];
		double sum = 0;
		for (int i = 0; i < numbers; i++) {
			sum += 1.0 / (i + 1);
			this.sums[i] = sum;
		}
	}

	int next(RandomGenerator random) {
		int found = Arrays.binarySearch(this.sums, random.nextDouble() * this.sums[this.sums.length - 1]);
		return Math.min(this.sums.length - 1, (found < 0) ? -found - 1 : found + 1);
	}

}
