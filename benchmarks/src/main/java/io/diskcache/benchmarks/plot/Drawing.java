package io.diskcache.benchmarks.plot;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The elements of a chart in SVG, one a line. */
final class Drawing {

	private static final int HEIGHT = 480;

	private static final int LEFT = 80;

	private static final int TOP = 50;

	private static final int RIGHT = 640;

	private static final int BOTTOM = 410;

	/** Told apart by people who do not see all colours (M. Okabe and K. Ito, 2008). */
	private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000",
			"#e69f00", "#56b4e9");

	/** The second line of a colour is dashed, the third dotted. */
	private static final List<String> DASHES = List.of("none", "8 4", "2 3");

	/** With more the line cannot be seen for marks. */
	private static final int MOST_MARKS = 50;

	private final StringBuilder svg = new StringBuilder();

	private final int width;

	private final Scale across;

	private final Scale up;

	private int lines;

	/** Makes room for names in the legend as long as the longest one. */
	Drawing(int longest, Scale across, Scale up) {
		this.width = RIGHT + 70 + 8 * longest;
		this.across = across;
		this.up = up;
	}

	/** Draws everything but the lines. */
	void frame(String title, String x, String y) {
		add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
				+ "font-family=\"sans-serif\" font-size=\"13\" fill=\"#222\">", this.width, HEIGHT, this.width, HEIGHT);
		add("<title>%s</title>", escaped(title));
		add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", this.width, HEIGHT);
		text((LEFT + RIGHT) / 2.0, TOP - 20, "middle", title, "font-size=\"16\" font-weight=\"bold\"");
		for (double tick : this.across.ticks()) {
			stroke(x(tick), TOP, x(tick), BOTTOM, "#ddd");
			text(x(tick), BOTTOM + 20, "middle", Scale.label(tick), "");
		}
		for (double tick : this.up.ticks()) {
			stroke(LEFT, y(tick), RIGHT, y(tick), "#ddd");
			text(LEFT - 8, y(tick) + 4, "end", Scale.label(tick), "");
		}
		stroke(LEFT, BOTTOM, RIGHT, BOTTOM, "#222");
		stroke(LEFT, TOP, LEFT, BOTTOM, "#222");
		text((LEFT + RIGHT) / 2.0, BOTTOM + 48, "middle", x, "");
		text(0, 0, "middle", y, format("transform=\"translate(22 %d) rotate(-90)\"", (TOP + BOTTOM) / 2));
	}

	/** Draws a line with its marks and its place in the legend. */
	void line(String name, List<LineChart.Point> points) {
		String colour = COLOURS.get(this.lines % COLOURS.size());
		String style = format("stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\" fill=\"none\"", colour,
				DASHES.get(this.lines / COLOURS.size() % DASHES.size()));
		String path = points.stream()
			.map((point) -> format("%.1f,%.1f", x(point.x()), y(point.y())))
			.collect(Collectors.joining(" "));
		add("<polyline points=\"%s\" %s/>", path, style);
		for (LineChart.Point point : (points.size() <= MOST_MARKS) ? points : List.<LineChart.Point>of()) {
			add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x(point.x()), y(point.y()), colour);
		}
		int height = TOP + 10 + 22 * this.lines++;
		add("<path d=\"M%d %dh28\" %s/>", RIGHT + 18, height, style);
		text(RIGHT + 54, height + 4, "start", name, "");
	}

	String end() {
		add("</svg>");
		return this.svg.toString();
	}

	private double x(double value) {
		return LEFT + this.across.share(value) * (RIGHT - LEFT);
	}

	private double y(double value) {
		return BOTTOM - this.up.share(value) * (BOTTOM - TOP);
	}

	private void stroke(double fromX, double fromY, double toX, double toY, String colour) {
		add("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\"/>", fromX, fromY, toX, toY, colour);
	}

	private void text(double x, double y, String anchor, String text, String style) {
		add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>", x, y, anchor, style, escaped(text));
	}

	private void add(String element, Object... values) {
		this.svg.append(format(element, values)).append('\n');
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
