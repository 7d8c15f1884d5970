package io.diskcache.benchmarks.plot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;

/** Maps the values of an axis to shares of its length. */
record Scale(boolean logarithmic, double low, double high, List<Double> ticks) {

	private static final int MOST_TICKS = 8;

	/** Fits a scale that begins and ends with a tick around values. */
	static Scale of(boolean logarithmic, DoubleStream values) {
		DoubleSummaryStatistics range = values.summaryStatistics();
		if (!Double.isFinite(range.getMin()) || !Double.isFinite(range.getMax())
				|| (logarithmic && range.getMin() <= 0)) {
			throw new IllegalArgumentException("Values must be finite, and positive on a logarithmic axis, but are "
					+ range.getMin() + " to " + range.getMax());
		}
		List<Double> ticks = logarithmic ? powers(range.getMin(), range.getMax())
				: steps(range.getMin(), range.getMax());
		return new Scale(logarithmic, ticks.get(0), ticks.get(ticks.size() - 1), ticks);
	}

	/** Returns 0 for the lowest and 1 for the highest value of the axis. */
	double share(double value) {
		return this.logarithmic ? Math.log(value / this.low) / Math.log(this.high / this.low)
				: (value - this.low) / (this.high - this.low);
	}

	/** Writes a tick; thousands as k, millions as M, billions as G. */
	static String label(double tick) {
		double size = Math.abs(tick);
		if (size >= 1e9) {
			return plain(tick / 1e9) + "G";
		}
		if (size >= 1e6) {
			return plain(tick / 1e6) + "M";
		}
		return (size >= 1e3) ? plain(tick / 1e3) + "k" : plain(tick);
	}

	private static String plain(double value) {
		return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
	}

	/** Powers of ten, with 2 and 5 times those where there are few. */
	private static List<Double> powers(double min, double max) {
		int first = (int) Math.floor(Math.log10(min));
		int last = (int) Math.ceil(Math.log10(max)) + 1;
		int every = (last - first - 2) / MOST_TICKS + 1;
		int[] digits = (max / min < 1000) ? new int[] { 1, 2, 5 } : new int[] { 1 };
		List<Double> ticks = new ArrayList<>();
		for (int power = first; power <= last + every; power += every) {
			for (int digit : digits) {
				ticks.add(decimal(digit, power));
			}
		}
		while (ticks.get(1) <= min) {
			ticks.remove(0);
		}
		while (ticks.size() > 2 && ticks.get(ticks.size() - 2) >= max) {
			ticks.remove(ticks.size() - 1);
		}
		return ticks;
	}

	/** Multiples of 1, 2 or 5 times a power of ten, from zero if that is not far away. */
	private static List<Double> steps(double min, double max) {
		double low = (min > 0 && (min < max / 2 || min == max)) ? 0 : min;
		double high = (max > low) ? max : low + 1;
		int power = (int) Math.floor(Math.log10((high - low) / MOST_TICKS));
		double step = decimal(1, power);
		for (int times : new int[] { 2, 5, 10 }) {
			step = ((high - low) / step > MOST_TICKS) ? decimal(times, power) : step;
		}
		List<Double> ticks = new ArrayList<>();
		long first = (long) Math.floor(low / step + 1e-9);
		long last = (long) Math.ceil(high / step - 1e-9);
		for (long i = first; i <= last; i++) {
			ticks.add(BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(i)).doubleValue());
		}
		return ticks;
	}

	private static double decimal(int digit, int power) {
		return BigDecimal.valueOf(digit, -power).doubleValue();
	}

}
