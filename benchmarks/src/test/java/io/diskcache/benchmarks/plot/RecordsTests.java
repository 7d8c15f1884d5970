package io.diskcache.benchmarks.plot;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RecordsTests {

	@TempDir
	private Path directory;

	private Records records;

	@BeforeEach
	void write() throws IOException {
		Path file = this.directory.resolve("records.csv");
		new Csv("cache", "entries", "ms").row("store, \"full\"", 10, "1.5 (1.2–1.7)")
			.row("store, \"full\"", 100, "")
			.row("\"files\"", 10, 7)
			.write(file);
		this.records = Records.read(file);
	}

	@Test
	void valuesAreAsTheyWereWritten() {
		assertThat(this.records.distinct("cache")).containsExactly("store, \"full\"", "\"files\"");
	}

	@Test
	void rowsAreChosenByAValue() {
		assertThat(this.records.where("cache", "\"files\"").points("entries", "ms"))
			.containsExactly(new LineChart.Point(10, 7));
	}

	@Test
	void pointsHaveNoRangesAndNoGaps() {
		assertThat(this.records.points("entries", "ms")).containsExactly(new LineChart.Point(10, 1.5),
				new LineChart.Point(10, 7));
	}

	@Test
	void anUnknownColumnIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.records.distinct("bytes"))
			.withMessageContaining("bytes");
	}

}
