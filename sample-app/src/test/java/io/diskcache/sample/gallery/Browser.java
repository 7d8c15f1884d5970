package io.diskcache.sample.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chromium without a window, as it is installed on this machine. */
final class Browser implements AutoCloseable {

	static final String MISSING = "The gallery is not tested: there is no chromium or no chromedriver,"
			+ " in Debian the packages chromium and chromium-driver";

	/** It warns that it does not know each version of the browser, which it need not. */
	private static final Logger seleniumLogger = Logger.getLogger("org.openqa.selenium");

	static {
		seleniumLogger.setLevel(Level.SEVERE);
	}

	private final ChromeDriver driver;

	/** What happened in the network, as far as it was read from the browser. */
	private final List<JsonNode> events = new ArrayList<>();

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	/** Whether it is there; if not, the console says so, as few people read reports. */
	static boolean isInstalled() {
		boolean installed = find("chromium") != null && find("chromedriver") != null;
		if (!installed) {
			// Maven's output leaves out why a class is skipped.
			System.out.println(MISSING);
		}
		return installed;
	}

	/** Starts it; what it downloads goes to a directory. */
	static Browser start(Path downloads) {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(found("chromium"));
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--no-first-run",
				"--mute-audio", "--autoplay-policy=no-user-gesture-required", "--disk-cache-size=1");
		options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		logs.enable(LogType.PERFORMANCE, Level.ALL);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(Path.of(found("chromedriver")).toFile())
			.usingAnyFreePort()
			.build();
		return new Browser(new ChromeDriver(service, options));
	}

	ChromeDriver driver() {
		return this.driver;
	}

	/**
	 * Opens a page in a window of this width, in which a pixel is one of the screen. A
	 * narrow one has no bar to scroll by, as on phones.
	 */
	void open(String url, int width) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
		this.driver.get(url);
	}

	WebElement find(By by) {
		return this.driver.findElement(by);
	}

	List<WebElement> findAll(By by) {
		return this.driver.findElements(by);
	}

	@Nullable Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
	}

	/** Errors and warnings of the page's console since this was last asked. */
	List<String> complaints() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	/** All events of a kind so far, such as {@code Network.responseReceived}. */
	List<JsonNode> events(String method) {
		this.driver.manage()
			.logs()
			.get(LogType.PERFORMANCE)
			.forEach((entry) -> this.events.add(JsonMapper.shared().readTree(entry.getMessage()).path("message")));
		return this.events.stream()
			.filter((event) -> event.path("method").asString().equals(method))
			.map((event) -> event.path("params"))
			.toList();
	}

	/** Takes a picture of the whole page. */
	void screenshot(Path file) throws IOException {
		Map<String, Object> picture = this.driver.executeCdpCommand("Page.captureScreenshot",
				Map.of("captureBeyondViewport", true));
		Files.write(file, Base64.getDecoder().decode((String) picture.get("data")));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

	private static String found(String program) {
		Path path = find(program);
		if (path == null) {
			throw new IllegalStateException("There is no " + program);
		}
		return path.toString();
	}

	private static @Nullable Path find(String program) {
		return Arrays.stream(System.getenv("PATH").split(":"))
			.map((directory) -> Path.of(directory, program))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

}
