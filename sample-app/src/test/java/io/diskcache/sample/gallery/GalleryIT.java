package io.diskcache.sample.gallery;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;

import io.diskcache.sample.RunningSample;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gallery of the packaged application in Chromium. The page that was opened first
 * stays in a window of its own, where its link ends while the other tests run.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@EnabledIf(value = "io.diskcache.sample.gallery.Browser#isInstalled", disabledReason = Browser.MISSING)
class GalleryIT {

	private static final int WIDE = 1280;

	private static final int NARROW = 360;

	@TempDir
	static Path directory;

	@TempDir
	static Path downloads;

	private static RunningSample sample;

	private static Browser browser;

	private static String firstWindow;

	/**
	 * Noted before a wider window has loaded larger ones, which the browser would take.
	 */
	private static List<String> narrowPhotographs;

	private static String secondWindow;

	@BeforeAll
	static void start() throws Exception {
		sample = RunningSample.start(directory, "--sample.link-life=8s").ready();
		browser = Browser.start(downloads);
		firstWindow = browser.driver().getWindowHandle();
		open(NARROW);
		narrowPhotographs = loadedPhotographs();
		secondWindow = browser.driver().switchTo().newWindow(WindowType.TAB).getWindowHandle();
	}

	@AfterAll
	static void close() {
		if (browser != null) {
			browser.close();
		}
	}

	@AfterAll
	static void endQuietly() throws Exception {
		if (sample != null) {
			try (RunningSample ending = sample) {
				assertThat(ending.console()).doesNotContain("WARN", "ERROR", "Exception");
			}
		}
	}

	@Test
	void windowDecidesWhichFilesOfThePhotographsAreLoaded() throws Exception {
		open(WIDE);
		List<String> wide = loadedPhotographs();

		assertThat(narrowPhotographs).hasSize(6).allMatch((photo) -> photo.endsWith("-360.jpg"));
		assertThat(wide).hasSize(6);
		assertThat(wide.get(0)).endsWith("-720.jpg");
		assertThat(length(wide.get(0))).isGreaterThan(2 * length(narrowPhotographs.get(0)));
	}

	@Test
	void otherWidthsAndOtherNamesAreNotMade() throws Exception {
		for (String key : List.of("milky-way-361.jpg", "absent-360.jpg", "milky-way.jpg", "milky-way-360.png")) {
			assertThat(sample.get("/diskcache/scaled/" + key).statusCode()).as(key).isEqualTo(404);
		}
	}

	@Test
	void soundPlaysFromTheMiddleWithoutWhatIsBefore() throws Exception {
		open(WIDE);
		WebElement audio = browser.find(By.tagName("audio"));
		Browser.await().until(() -> number("return arguments[0].readyState", audio) >= 1);
		assertThat(number("return arguments[0].duration", audio)).isEqualTo(60);

		browser.run("arguments[0].addEventListener('seeked', () => window.seeked = arguments[0].currentTime)", audio);
		browser.find(By.cssSelector("[data-second='30']")).click();

		Browser.await().until(() -> number("return window.seeked ?? 0") >= 30);
		Browser.await().until(() -> number("return arguments[0].currentTime", audio) > 30.2);
		assertThat(number("return arguments[0].error ? 1 : 0", audio)).isZero();
		Browser.await()
			.untilAsserted(() -> assertThat(mediaParts()).anyMatch((range) -> range.matches("bytes [2-5]\\d{6}-.*")));
	}

	@Test
	void downloadArrivesUnderItsName() throws Exception {
		open(WIDE);
		browser.find(By.cssSelector("[aria-labelledby=download] .button")).click();

		Browser.await()
			.untilAsserted(() -> assertThat(browser.events("Page.downloadWillBegin"))
				.anyMatch((event) -> event.path("suggestedFilename").asString().equals(ColourTable.FILE_NAME)));
		Browser.await()
			.untilAsserted(() -> assertThat(downloaded()).startsWith("Foto,Farbe,").contains("milky-way.jpg,#"));
		HttpResponse<String> head = sample.head("/diskcache/tables/colours.csv");
		assertThat(head.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment;")
			.contains("filename*=UTF-8''Farben%20der%20Fotos%20%E2%80%93%20%C3%9Cbersicht.csv");
	}

	/** The last one, when most of the life of the link is over. */
	@Test
	@Order(Integer.MAX_VALUE)
	void linkEndsAndThePageSaysSo() throws Exception {
		browser.driver().switchTo().window(firstWindow);
		WebElement link = browser.find(By.cssSelector("[aria-labelledby=link] .button"));
		String path = link.getDomAttribute("href");

		Browser.await().until(() -> browser.find(By.className("ended")).getText().contains("has ended"));

		assertThat(browser.find(By.cssSelector(".over .answer .badge")).getText()).isEqualTo("403 Forbidden");
		assertThat(browser.find(By.className("left")).isDisplayed()).isFalse();
		assertThat(sample.get(path).statusCode()).isEqualTo(403);
	}

	@Test
	void linkIsGoodUntilItEndsAndOnlyAsItIs() throws Exception {
		open(WIDE);
		String path = browser.find(By.cssSelector("[aria-labelledby=link] .button")).getDomAttribute("href");

		HttpResponse<String> whole = sample.head(path);

		assertThat(whole.statusCode()).isEqualTo(200);
		assertThat(whole.headers().firstValue("Cache-Control").orElse("")).matches("max-age=[0-8], private");
		assertThat(sample.head(path.replace("high-valley", "milky-way")).statusCode()).isEqualTo(403);
		assertThat(sample.head(path.replaceAll("\\?.*", "")).statusCode()).isEqualTo(403);
	}

	@Test
	void headersOfEachAnswerAreShown() throws Exception {
		open(WIDE);

		List<WebElement> panels = browser.findAll(By.className("panel"));
		assertThat(panels).hasSize(4);
		for (WebElement panel : panels) {
			Browser.await().untilAsserted(() -> assertThat(panel.getText()).contains("ETag: \"", "Cache-Control: "));
			assertThat(panel.getText()).containsPattern("20[06] ").contains("curl ");
			press(panel, "If-None-Match");
			Browser.await().untilAsserted(() -> assertThat(panel.getText()).contains("304 Not Modified"));
			assertThat(panel.getText()).contains("-H 'If-None-Match: \"").doesNotContain("Content-Type");
		}
		assertThat(panels.get(0).getText()).as("the file this window got").contains("/desert-dunes-720.jpg");
		press(panels.get(0), "Range");
		Browser.await().untilAsserted(() -> assertThat(panels.get(0).getText()).contains("206 ", "bytes 0-99/"));
	}

	@Test
	void nothingIsWiderThanAPhone() throws Exception {
		open(NARROW);
		Browser.await().until(() -> browser.findAll(By.cssSelector(".answer .badge")).size() == 4);

		assertThat(number("return document.documentElement.scrollWidth")).isEqualTo(NARROW);
		for (WebElement panel : browser.findAll(By.cssSelector(".panel, .panel *, img, audio, .button"))) {
			assertThat(number("return arguments[0].getBoundingClientRect().right", panel)).isLessThanOrEqualTo(NARROW);
		}
	}

	@Test
	void withoutScriptThereIsACommandForEachFile() throws Exception {
		String page = sample.get("/gallery").body();

		for (String path : List.of("scaled/desert-dunes-360.jpg", "sounds/sea.wav", "tables/colours.csv",
				"originals/high-valley.jpg?e=")) {
			assertThat(page).contains("<code>curl -I '" + sample.origin() + "/diskcache/" + path);
		}
		assertThat(page).contains("class=\"requests\" role=\"group\" aria-label=\"Requests for the link\" hidden");
	}

	@Test
	void browserHasNothingToComplainOf() throws Exception {
		browser.complaints();
		open(WIDE);
		loadedPhotographs();
		Browser.await().until(() -> browser.findAll(By.cssSelector(".answer .badge")).size() == 4);
		browser.screenshot(Path.of("target", "gallery.png"));

		assertThat(browser.complaints()).allMatch(GalleryIT::isOfTheEndedLink);
		assertThat(Path.of("target", "gallery.png")).isNotEmptyFile();
	}

	@Test
	void pagesLeadToEachOther() throws Exception {
		browser.open(sample.origin() + "/", WIDE);
		browser.find(By.linkText("Gallery")).click();
		assertThat(browser.driver().getTitle()).isEqualTo("diskcache: the gallery");
		browser.find(By.linkText("diskcache sample")).click();
		assertThat(browser.driver().getTitle()).isEqualTo("diskcache: the sample");
	}

	private static void open(int width) throws IOException {
		if (secondWindow != null) {
			browser.driver().switchTo().window(secondWindow);
		}
		browser.open(sample.origin() + "/gallery", width);
	}

	private static void press(WebElement panel, String button) {
		panel.findElements(By.tagName("button"))
			.stream()
			.filter((one) -> one.getText().equals(button))
			.findFirst()
			.orElseThrow()
			.click();
	}

	/** Goes to each, as they are loaded when they come into sight. */
	private static List<String> loadedPhotographs() {
		return browser.findAll(By.cssSelector(".photos img")).stream().map(GalleryIT::loaded).toList();
	}

	private static String loaded(WebElement image) {
		browser.run("arguments[0].scrollIntoView()", image);
		Browser.await().until(() -> number("return arguments[0].complete ? arguments[0].naturalWidth : 0", image) > 0);
		return String.valueOf(browser.run("return arguments[0].currentSrc", image));
	}

	/** The page in the other window asks for it once more, to see that it has ended. */
	private static boolean isOfTheEndedLink(String complaint) {
		return complaint.contains("/diskcache/originals/") && complaint.contains("403");
	}

	private static double number(String script, Object... arguments) {
		return (browser.run(script, arguments) instanceof Number number) ? number.doubleValue() : Double.NaN;
	}

	/** Ranges that the player was answered with. */
	private static List<String> mediaParts() {
		return browser.events("Network.responseReceived")
			.stream()
			.filter((event) -> event.path("type").asString().equals("Media"))
			.map((event) -> event.path("response"))
			.filter((answer) -> answer.path("status").asInt() == 206)
			.map((answer) -> answer.at("/headers/Content-Range").asString())
			.toList();
	}

	private static String downloaded() throws IOException {
		try (Stream<Path> files = Files.list(downloads)) {
			return Files.readString(files.findFirst().orElseThrow());
		}
	}

	private static long length(String url) throws Exception {
		return sample.head(url.substring(sample.origin().length()))
			.headers()
			.firstValueAsLong("Content-Length")
			.orElse(-1);
	}

}
