package io.diskcache.benchmarks.plot;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EnvironmentTests {

	@Test
	void theEnvironmentIsOneLine() {
		assertThat(Environment.line()).contains("cores", "sqlite-jdbc 3.").doesNotContain("\n");
	}

}
