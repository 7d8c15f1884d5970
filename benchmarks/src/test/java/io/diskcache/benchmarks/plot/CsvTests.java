package io.diskcache.benchmarks.plot;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CsvTests {

	@Test
	void tablesQuoteWhatNeedsIt(@TempDir Path place) throws Exception {
		new Csv("name", "value").row("a,b", 1).row("say \"x\"", 2.5).write(place.resolve("table.csv"));

		assertThat(Files.readAllLines(place.resolve("table.csv"))).containsExactly("name,value", "\"a,b\",1",
				"\"say \"\"x\"\"\",2.5");
	}

	@Test
	void aRowOfAnotherWidthIsRejected() {
		assertThatThrownBy(() -> new Csv("name").row(1, 2)).hasMessageContaining("1 values");
	}

}
