package io.diskcache.sample.gallery;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The colours that tell most of a picture, by k-means: the mean of each group of pixels
 * that are more like it than like the means of the others. The same for the same pixels.
 */
final class Palette {

	private static final int ROUNDS = 12;

	private Palette() {
	}

	/**
	 * A colour and how much of a picture is like it.
	 *
	 * @param hex the colour, such as {@code #33517a}
	 * @param percent its part, rounded
	 */
	record Colour(String hex, int percent) {
	}

	/**
	 * Finds the main colours.
	 * @param pixels red, green and blue in the lowest bytes; at least one
	 * @param count how many colours at most; those that are like no pixel are left out
	 * @return the colours, from dark to bright
	 */
	static List<Colour> of(int[] pixels, int count) {
		int[] sorted = Arrays.stream(pixels)
			.boxed()
			.sorted(Comparator.comparingInt(Palette::brightness))
			.mapToInt(Integer::intValue)
			.toArray();
		int[] means = IntStream.range(0, count).map((i) -> sorted[(2 * i + 1) * sorted.length / (2 * count)]).toArray();
		Groups groups = new Groups(pixels, means);
		for (int round = 0; round < ROUNDS; round++) {
			groups = new Groups(pixels, groups.means());
		}
		return groups.colours();
	}

	private static int brightness(int pixel) {
		return 2 * channel(pixel, 0) + 5 * channel(pixel, 1) + channel(pixel, 2);
	}

	/** Red, green or blue. */
	private static int channel(int pixel, int index) {
		return pixel >> (16 - 8 * index) & 0xff;
	}

	/** The pixels by the mean that is next to them. */
	private static final class Groups {

		private final int[] middles;

		private final long[][] sums;

		private final int[] sizes;

		Groups(int[] pixels, int[] middles) {
			this.middles = middles;
			this.sums = new long[middles.length][3];
			this.sizes = new int[middles.length];
			for (int pixel : pixels) {
				add(pixel, next(pixel));
			}
		}

		private void add(int pixel, int group) {
			this.sizes[group]++;
			for (int i = 0; i < 3; i++) {
				this.sums[group][i] += channel(pixel, i);
			}
		}

		private int next(int pixel) {
			int next = 0;
			for (int group = 1; group < this.middles.length; group++) {
				if (distance(pixel, this.middles[group]) < distance(pixel, this.middles[next])) {
					next = group;
				}
			}
			return next;
		}

		private static int distance(int pixel, int other) {
			int distance = 0;
			for (int i = 0; i < 3; i++) {
				int difference = channel(pixel, i) - channel(other, i);
				distance += difference * difference;
			}
			return distance;
		}

		int[] means() {
			return IntStream.range(0, this.sizes.length).map(this::mean).toArray();
		}

		private int mean(int group) {
			long[] sum = this.sums[group];
			int size = this.sizes[group];
			return (size > 0) ? (int) ((sum[0] / size) << 16 | (sum[1] / size) << 8 | sum[2] / size)
					: this.middles[group];
		}

		List<Colour> colours() {
			int all = Arrays.stream(this.sizes).sum();
			return IntStream.range(0, this.sizes.length)
				.filter((group) -> this.sizes[group] > 0)
				.boxed()
				.sorted(Comparator.comparingInt((group) -> brightness(mean(group))))
				.map((group) -> new Colour(String.format("#%06x", mean(group)),
						Math.round(100f * this.sizes[group] / all)))
				.toList();
		}

	}

}
