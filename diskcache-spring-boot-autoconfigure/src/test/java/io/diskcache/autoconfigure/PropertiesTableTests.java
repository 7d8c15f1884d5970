package io.diskcache.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The table in the README is that of the metadata. */
class PropertiesTableTests {

	private static final Pattern ROW = Pattern.compile("\\| `(diskcache\\.[^`]+)` \\| ([^|]+) \\| ([^|]+) \\|");

	@Test
	void tableInTheReadmeHasAllPropertiesWithTheirDescriptionsAndDefaults() throws IOException {
		Map<String, String> rows = new TreeMap<>();
		Matcher row = ROW.matcher(Files.readString(Path.of("../README.md")));
		while (row.find()) {
			rows.put(row.group(1), row.group(2) + " | " + row.group(3));
		}

		assertThat(rows).containsExactlyInAnyOrderEntriesOf(metadata());
	}

	private static Map<String, String> metadata() throws IOException {
		Map<String, String> rows = new TreeMap<>();
		try (InputStream in = DiskCacheProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
				String name = property.path("name").asString();
				if (name.startsWith("diskcache.") && !name.equals("diskcache.defaults")) {
					JsonNode value = property.path("defaultValue");
					rows.put(name, property.path("description").asString() + ". | "
							+ (value.isMissingNode() ? "–" : "`" + value.asString() + "`"));
				}
			}
		}
		return rows;
	}

}
