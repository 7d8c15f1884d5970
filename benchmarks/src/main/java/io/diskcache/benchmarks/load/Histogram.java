package io.diskcache.benchmarks.load;

/**
 * Counts times in buckets whose width is at most 1/128 of what they hold, so that those
 * of several processes can be put together. Not thread-safe.
 */
final class Histogram {

	private static final int BITS = 7;

	private static final int PARTS = 1 << BITS;

	private final long[] buckets = new long[(64 - BITS) * PARTS];

	private long count;

	private long max;

	void record(long nanos) {
		this.buckets[bucket(nanos)]++;
		this.count++;
		this.max = Math.max(this.max, nanos);
	}

	void add(Histogram other) {
		for (int i = 0; i < this.buckets.length; i++) {
			this.buckets[i] += other.buckets[i];
		}
		this.count += other.count;
		this.max = Math.max(this.max, other.max);
	}

	long count() {
		return this.count;
	}

	/** The longest time in microseconds. */
	double maxMicros() {
		return (this.count > 0) ? this.max / 1e3 : Double.NaN;
	}

	/** The time in microseconds that this share of all does not exceed. */
	double micros(double share) {
		long rank = (long) Math.ceil(share * this.count);
		for (int i = 0; i < this.buckets.length && this.count > 0; i++) {
			rank -= this.buckets[i];
			if (rank <= 0 && this.buckets[i] > 0) {
				return Math.min(lowest(i + 1) - 1, this.max) / 1e3;
			}
		}
		return Double.NaN;
	}

	/** Writes the longest time, and each bucket that counted something. */
	String encode() {
		var text = new StringBuilder().append(this.max);
		for (int i = 0; i < this.buckets.length; i++) {
			if (this.buckets[i] > 0) {
				text.append(' ').append(i).append(':').append(this.buckets[i]);
			}
		}
		return text.toString();
	}

	static Histogram decode(String text) {
		var histogram = new Histogram();
		String[] parts = text.split(" ", -1);
		histogram.max = Long.parseLong(parts[0]);
		for (int i = 1; i < parts.length; i++) {
			int colon = parts[i].indexOf(':');
			long times = Long.parseLong(parts[i], colon + 1, parts[i].length(), 10);
			histogram.buckets[Integer.parseInt(parts[i], 0, colon, 10)] += times;
			histogram.count += times;
		}
		return histogram;
	}

	private static int bucket(long nanos) {
		int exponent = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos) - BITS);
		return (exponent << BITS) + (int) (nanos >>> exponent);
	}

	private static long lowest(int bucket) {
		int exponent = Math.max(0, (bucket >> BITS) - 1);
		return (long) (bucket - (exponent << BITS)) << exponent;
	}

}
