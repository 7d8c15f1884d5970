package io.diskcache.benchmarks.plot;

import java.io.StringReader;
import java.util.List;
import java.util.stream.DoubleStream;

import javax.xml.parsers.DocumentBuilderFactory;

import io.diskcache.benchmarks.plot.LineChart.Axis;
import io.diskcache.benchmarks.plot.LineChart.Point;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LineChartTests {

	@Test
	void aChartIsXmlWithALineForEachSeries() throws Exception {
		String svg = new LineChart("Puts & gets", "threads", "µs < 1 ms").log(Axis.Y)
			.series("put", List.of(new Point(1, 10), new Point(2, 1000)))
			.series("get", List.of(new Point(1, 1), new Point(2, 2)))
			.svg();

		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(svg)));
		assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
		assertThat(svg).contains("fill=\"#fff\"", "Puts &amp; gets", ">put<", ">get<");
	}

	@Test
	void aChartWithoutPointsIsRejected() {
		assertThatThrownBy(() -> new LineChart("Empty", "x", "y").svg()).hasMessageContaining("Empty");
	}

	@Test
	void linearAxesHaveRoundTicksAroundTheValues() {
		assertThat(Scale.of(false, DoubleStream.of(3, 97)).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
		assertThat(Scale.of(false, DoubleStream.of(0.95, 1.1)).ticks()).startsWith(0.94).endsWith(1.1);
		assertThat(Scale.of(false, DoubleStream.of(7, 7)).ticks()).startsWith(0.0);
		assertThat(Scale.of(false, DoubleStream.of(0)).ticks()).startsWith(0.0).endsWith(1.0);
		assertThat(Scale.of(false, DoubleStream.of(-5, 5)).ticks()).startsWith(-6.0).contains(0.0).endsWith(6.0);
	}

	@Test
	void logarithmicAxesEndAtTheTicksAroundTheValues() {
		assertThat(Scale.of(true, DoubleStream.of(1, 1000)).ticks()).containsExactly(1.0, 10.0, 100.0, 1000.0);
		assertThat(Scale.of(true, DoubleStream.of(3, 1100)).ticks()).startsWith(2.0, 5.0).endsWith(1000.0, 2000.0);
		assertThat(Scale.of(true, DoubleStream.of(0.3, 5)).ticks()).containsExactly(0.2, 0.5, 1.0, 2.0, 5.0);
		assertThat(Scale.of(true, DoubleStream.of(7, 7)).ticks()).containsExactly(5.0, 10.0);
		assertThat(Scale.of(true, DoubleStream.of(1, 100)).share(10)).isEqualTo(0.5);
		assertThatThrownBy(() -> Scale.of(true, DoubleStream.of(0, 1))).hasMessageContaining("positive");
	}

	@Test
	void manyPowersAreThinnedOut() {
		assertThat(Scale.of(true, DoubleStream.of(1, 1e15)).ticks()).hasSizeLessThan(11).startsWith(1.0, 100.0);
	}

	@Test
	void labelsAreShort() {
		assertThat(List.of(0.0, 0.2, 5000.0, 20_000.0, 2.5e6, 1e9).stream().map(Scale::label)).containsExactly("0",
				"0.2", "5k", "20k", "2.5M", "1G");
	}

}
