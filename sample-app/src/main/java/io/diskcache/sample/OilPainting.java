package io.diskcache.sample;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A picture painted in oil: each pixel becomes the mean of those around it that are of
 * the most frequent brightness there. It looks at each pixel's whole neighbourhood and
 * costs what that costs, on one thread: the sample needs a method that is worth caching.
 * Used once.
 */
final class OilPainting {

	/** Grades of brightness; the fewer, the larger the patches of one colour. */
	private static final int GRADES = 24;

	private static final int OPAQUE = 0xff000000;

	private final int width;

	private final int height;

	private final int radius;

	private final int[] pixels;

	private final int[] grades;

	private final int[] counts = new int[GRADES];

	private final int[] reds = new int[GRADES];

	private final int[] greens = new int[GRADES];

	private final int[] blues = new int[GRADES];

	/**
	 * Prepares a painting.
	 * @param radius pixels to each side that are looked at, 0 or more
	 */
	OilPainting(BufferedImage picture, int radius) {
		this.width = picture.getWidth();
		this.height = picture.getHeight();
		this.radius = radius;
		this.pixels = picture.getRGB(0, 0, this.width, this.height, null, 0, this.width);
		this.grades = Arrays.stream(this.pixels).map(OilPainting::grade).toArray();
	}

	BufferedImage paint() {
		int[] painted = new int[this.pixels.length];
		for (int y = 0; y < this.height; y++) {
			for (int x = 0; x < this.width; x++) {
				painted[y * this.width + x] = paint(x, y);
			}
		}
		BufferedImage painting = new BufferedImage(this.width, this.height, BufferedImage.TYPE_INT_RGB);
		painting.setRGB(0, 0, this.width, this.height, painted, 0, this.width);
		return painting;
	}

	private int paint(int x, int y) {
		Arrays.fill(this.counts, 0);
		Arrays.fill(this.reds, 0);
		Arrays.fill(this.greens, 0);
		Arrays.fill(this.blues, 0);
		int top = Math.max(0, y - this.radius);
		int bottom = Math.min(this.height - 1, y + this.radius);
		for (int row = top; row <= bottom; row++) {
			int first = row * this.width + Math.max(0, x - this.radius);
			int last = row * this.width + Math.min(this.width - 1, x + this.radius);
			for (int i = first; i <= last; i++) {
				count(this.grades[i], this.pixels[i]);
			}
		}
		return meanOfMostFrequent();
	}

	private void count(int grade, int pixel) {
		this.counts[grade]++;
		this.reds[grade] += red(pixel);
		this.greens[grade] += green(pixel);
		this.blues[grade] += blue(pixel);
	}

	private int meanOfMostFrequent() {
		int grade = 0;
		for (int other = 1; other < GRADES; other++) {
			if (this.counts[other] > this.counts[grade]) {
				grade = other;
			}
		}
		int count = this.counts[grade];
		return OPAQUE | (this.reds[grade] / count) << 16 | (this.greens[grade] / count) << 8
				| this.blues[grade] / count;
	}

	private static int grade(int pixel) {
		return (red(pixel) + green(pixel) + blue(pixel)) * GRADES / (3 * 256);
	}

	private static int red(int pixel) {
		return pixel >> 16 & 0xff;
	}

	private static int green(int pixel) {
		return pixel >> 8 & 0xff;
	}

	private static int blue(int pixel) {
		return pixel & 0xff;
	}

}
