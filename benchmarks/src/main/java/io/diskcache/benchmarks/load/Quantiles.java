package io.diskcache.benchmarks.load;

import java.util.Collection;
import java.util.Locale;

/** Quantiles of what was measured again and again. */
public final class Quantiles {

	private Quantiles() {
	}

	public static double at(Collection<Double> values, double share) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return sorted[(int) (share * (sorted.length - 1))];
	}

	public static double median(Collection<Double> values) {
		return at(values, 0.5);
	}

	/** Writes the median and the quartiles. */
	public static String text(Collection<Double> values) {
		return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median(values), at(values, 0.25), at(values, 0.75));
	}

}
