package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reports in a real browser.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PageTest {
    private static final int DESKTOP = 1200;
    private static final int PHONE = 390;
    private static final String HOSTILE =
            "</script><img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";

    private Browser browser;
    private Path page;
    private JsonNode answer;

    @BeforeAll
    void makeReport(@TempDir Path folder) throws java.io.IOException {
        browser = Browser.start();
        page = folder.resolve("report.html");
        Path json = folder.resolve("report.json");
        assertEquals(0, Vernier.run("demo", "--limit", 1500, "--calibrate", 64, "--range", "mse", "--report", page,
                "--json", json).status());
        answer = JsonMapper.shared().readTree(Files.readString(json));
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    private List<String> texts(String selector) {
        return browser.all(selector).stream().map(WebElement::getText).toList();
    }

    @Test
    void loadsNothingAndComplainsAboutNothing() {
        browser.open(page, DESKTOP, false);
        browser.requests();
        browser.complaints();
        browser.open(page, DESKTOP, false);
        browser.script("location.hash = document.querySelector('.step').getAttribute('href')");
        List<String> requests = browser.requests();
        assertTrue(requests.contains(page.toUri().toString()), requests.toString());
        assertEquals(List.of(), requests.stream()
                .filter(address -> !address.startsWith("file:") && !address.startsWith("data:")
                        && !address.equals("about:blank"))
                .toList());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void beginsWithTheVerdict() {
        browser.open(page, DESKTOP, false);
        assertTrue(browser.one("h1").getText().startsWith("int8 "), browser.one("h1").getText());
        assertEquals(answer.get("verdict").get("text").asString(), browser.one("#verdict .verdict").getText());
        assertTrue(browser.one("#verdict").getText().contains("95 % interval"));
    }

    @Test
    void drawsEveryRungWithItsInterval() {
        browser.open(page, DESKTOP, false);
        assertEquals(answer.get("rungs").size(), browser.all("#ladder [role=listitem]").size());
        assertEquals(answer.get("rungs").size() - 1, browser.all("#ladder .interval").size());
        JsonNode integer = answer.get("rungs").get(4);
        Object share = browser.script("""
                const row = document.querySelectorAll("#ladder [role=listitem]")[4];
                const [zero, bar] = [".zero", ".interval"].map(part => row.querySelector(part).getBoundingClientRect());
                return (bar.right - zero.left) / (zero.left - bar.left);
                """);
        assertEquals(-integer.get("ci_high").asDouble() / integer.get("ci_low").asDouble(),
                ((Number) share).doubleValue(), 0.02);
    }

    @Test
    void opensALayerThatIsClicked() {
        browser.open(page, DESKTOP, false);
        assertTrue(browser.all(".panel canvas").isEmpty());
        WebElement layer = browser.all(".step").get(3);
        String name = layer.getAttribute("data-step");
        browser.click(layer);
        assertEquals(name, browser.one(".panel h3").getText());
        assertEquals(4, browser.all(".panel > figure canvas").size());
        assertTrue(browser.one(".panel figcaption").getText().contains("codes end at"));
        browser.click(browser.one(".panel .close"));
        assertTrue(browser.all(".panel canvas").isEmpty());
    }

    @Test
    void leadsTheKeyboardIntoALayerAndBack() {
        browser.open(page, DESKTOP, false);
        WebElement layer = browser.all(".step").get(3);
        layer.sendKeys(Keys.ENTER);
        browser.settle();
        assertEquals(browser.one(".panel h3"), browser.driver().switchTo().activeElement());
        browser.driver().switchTo().activeElement().sendKeys(Keys.ESCAPE);
        assertTrue(browser.all(".panel h3").isEmpty());
        assertEquals(layer, browser.driver().switchTo().activeElement());
    }

    @Test
    void tellsVerdictLadderAndFindingsWithoutScripts(@TempDir Path folder) throws java.io.IOException {
        Path silent = folder.resolve("silent.html");
        Files.writeString(silent, Files.readString(page).replaceAll("(?s)<script>.*?</script>", ""));
        browser.open(silent, DESKTOP, false);
        assertTrue(browser.one("h1").getText().startsWith("int8 "));
        assertEquals(answer.get("rungs").size(), browser.all("#ladder [role=listitem]").size());
        assertEquals(answer.get("findings").size(), browser.all("#findings article").size());
        assertTrue(browser.all("#network").isEmpty());
    }

    @Test
    void printsAllThatItShowsAndNoLayerOverIt() {
        browser.open(page, DESKTOP, false);
        browser.click(browser.all(".step").get(3));
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        browser.driver().executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", 688, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        assertEquals("none", browser.one(".panel").getCssValue("display"));
        assertEquals(688L, browser.script("return document.documentElement.scrollWidth"));
        assertEquals(0L, browser.script("""
                return [...document.querySelectorAll("#ladder *, .bar, .bar *")]
                    .filter(part => getComputedStyle(part).backgroundColor !== "rgba(0, 0, 0, 0)"
                        && !part.matches("th, button")).length"""));
        assertEquals(0L, browser.script("return document.querySelectorAll('img[loading=lazy]').length"));
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void printsWhatIsFoldedOnTheScreen(boolean scripts, @TempDir Path folder) throws java.io.IOException {
        Path printed = folder.resolve("printed.html");
        String text = Files.readString(page);
        Files.writeString(printed, scripts ? text : text.replaceAll("(?s)<script>.*?</script>", ""));
        browser.open(printed, DESKTOP, false);
        String seen = "return document.querySelector('#ladder details table').checkVisibility()";
        assertEquals(false, browser.script(seen));
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        assertEquals(true, browser.script(seen));
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
        browser.driver().executeCdpCommand("Page.printToPDF", Map.of());
        assertEquals(false, browser.script(seen));
    }

    @Test
    void hasDrawnItsChartsOnceItIsLoaded() {
        Object script = browser.driver().executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                addEventListener("load", () => { window.drawn = [...document.querySelectorAll("#network figure canvas")]
                    .filter(canvas => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(part => part > 0))
                    .length; });
                """)).get("identifier");
        browser.open(page, DESKTOP, false);
        assertEquals(1L, browser.script("return window.drawn"));
        browser.driver().executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", script));
    }

    @Test
    void keepsANumberAndItsPercentSignOnOneLine() throws java.io.IOException {
        assertFalse(Files.readString(page).replaceAll("(?s)<script.*", "").replaceAll("(?s).*<body>", "")
                .matches("(?s).*[0-9] %.*"));
        browser.open(page, DESKTOP, false);
        assertEquals(false,
                browser.script("return /[0-9] %/.test(document.querySelector('#tensors').textContent)"));
    }

    @Test
    void nestsItsHeadingsAndNamesWhatIsPressed() {
        browser.open(page, DESKTOP, false);
        browser.click(browser.all(".step").get(3));
        assertEquals(List.of(), browser.script("""
                const regions = [...document.querySelectorAll("[role=region]")].map(region => region.getAttribute("aria-label"));
                const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map(heading => Number(heading.tagName[1]));
                return [
                  ...[...document.querySelectorAll("button, a, input")].filter(part => !(part.textContent.trim()
                    || part.getAttribute("aria-label") || part.closest("label"))).map(part => part.outerHTML),
                  ...regions.filter((name, place) => regions.indexOf(name) !== place),
                  ...levels.filter((level, place) => place > 0 && level > levels[place - 1] + 1)];
                """));
    }

    @Test
    void drawsBranchesAroundTheLayersThatTheyPassBy() {
        browser.open(page, DESKTOP, false);
        assertTrue(browser.all(".edges .branch").size() >= 3);
    }

    @Test
    void leadsFromATensorToItsLayer() {
        browser.open(page, DESKTOP, false);
        browser.click(browser.one("#tensors a.tensor"));
        assertFalse(browser.one(".panel h3").getText().isEmpty());
    }

    @Test
    void sortsATableByTheColumnThatIsClicked() {
        browser.open(page, DESKTOP, false);
        List<String> before = texts("#tensors tbody td:first-child");
        WebElement heading = browser.one("#tensors th:first-child button");
        browser.click(heading);
        List<String> ascending = texts("#tensors tbody td:first-child");
        browser.click(heading);
        assertFalse(before.equals(ascending));
        assertEquals("descending", browser.one("#tensors th:first-child").getAttribute("aria-sort"));
        browser.click(browser.one("#tensors .more"));
        List<String> descending = texts("#tensors tbody td:first-child");
        assertEquals(answer.get("tensors").size(), descending.size());
        assertEquals(ascending, descending.reversed().subList(0, ascending.size()));
    }

    @Test
    void showsTheImagesThatFlipped() {
        browser.open(page, DESKTOP, false);
        assertTrue(answer.get("flips").get("shown").size() > 0, "no image flipped, needed one");
        assertEquals(answer.get("flips").get("shown").size(), browser.all("#flips img").size());
        Object widths = browser.script(
                "return Promise.all([...document.querySelectorAll('#flips img')].map(i => (i.loading = 'eager', i.decode())))"
                        + ".then(() => Math.min(...[...document.querySelectorAll('#flips img')].map(i => i.naturalWidth)))");
        assertEquals(32L, widths);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isReadableInLightAndDark(boolean dark) {
        browser.open(page, DESKTOP, dark);
        browser.click(browser.all(".step").get(3));
        browser.script("document.querySelectorAll('details').forEach(details => details.open = true)");
        assertEquals(List.of(), browser.scriptFile("contrast.js"));
        assertEquals(dark, browser.script("""
                return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(part => part < 128)"""));
    }

    @Test
    void fitsAPhone() {
        browser.open(page, PHONE, false);
        assertEquals((long) PHONE, browser.script("return document.documentElement.scrollWidth"));
        browser.click(browser.all(".step").get(3));
        browser.script("document.querySelectorAll('details').forEach(details => details.open = true)");
        assertEquals((long) PHONE, browser.script("return document.documentElement.scrollWidth"));
        assertEquals(0L, browser
                .script("""
                return [...document.querySelectorAll(".chart")].filter(chart => chart.scrollWidth > chart.clientWidth).length"""));
    }

    @Test
    void takesNamesForTextWhateverTheyHold(@TempDir Path folder) {
        Models models = new Models(folder);
        Path file = models.write("a<b>&.onnx", renamed(Models.NETWORK, name -> name + HOSTILE));
        Path hostile = folder.resolve("hostile.html");
        assertEquals(0, Vernier.run("quantize", file, "--data", "shapes", "--preprocess", "unit", "--calibrate", 16,
                "--limit", 50, "-o", folder.resolve("int8.onnx"), "--report", hostile).status());
        browser.complaints();
        browser.open(hostile, DESKTOP, false);
        browser.all(".step").forEach(browser::click);
        assertTrue(browser.one("#network").getText().contains(HOSTILE));
        assertTrue(browser.driver().getTitle().startsWith("a<b>&.onnx"));
        assertNull(browser.script("return window.hacked"));
        assertEquals(0, browser.all("img[src=x]").size());
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void showsAComparison(@TempDir Path folder) {
        Path file = new Models(folder).network();
        Path predictions = folder.resolve("predictions.npz");
        assertEquals(0, Vernier.run("eval", file, "--data", "shapes", "--preprocess", "unit", "--limit", 60,
                "--predictions", predictions).status());
        Path compared = folder.resolve("compared.html");
        assertEquals(0, Vernier.run("compare", predictions, predictions, "--report", compared).status());
        browser.complaints();
        browser.open(compared, DESKTOP, false);
        assertEquals(2, browser.all("#ladder [role=listitem]").size());
        assertEquals(List.of(), browser.complaints());
    }

    /// The same network with other names for everything.
    private static Graph renamed(Graph graph, UnaryOperator<String> names) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        graph.constants().forEach((name, tensor) -> constants.put(names.apply(name), tensor));
        UnaryOperator<String> some = name -> name.isEmpty() ? name : names.apply(name);
        return new Graph(
                graph.inputs().stream().map(input -> new Input(names.apply(input.name()), input.type())).toList(),
                constants,
                graph.nodes().stream().map(node -> new Node(some.apply(node.name()), node.op(),
                        list(node.inputs(), some), list(node.outputs(), some))).toList(),
                list(graph.outputs(), some));
    }

    private static List<String> list(List<String> names, UnaryOperator<String> renaming) {
        return Stream.of(names).flatMap(List::stream).map(renaming).toList();
    }
}
