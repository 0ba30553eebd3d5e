package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;

/// Takes the pictures of `docs/images` from a report, where it is asked to: see `docs/report.md`.
@EnabledIfSystemProperty(named = "pictures.report", matches = ".+", disabledReason = "no pictures were asked for")
final class PicturesTest {
    private static final int MOST_BYTES = 300_000;

    private final Path report = Path.of(System.getProperty("pictures.report", ""));
    private final Path folder = Path.of(System.getProperty("pictures.folder", "docs/images"));
    private Browser browser;

    @BeforeEach
    void start() {
        browser = Browser.start();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void takesPicturesOfAReport() throws IOException {
        browser.open(report, 1200, 1000, false);
        take("report.png");
        browser.open(report, 1200, 1000, true);
        take("report-dark.png");
        openLayer(1200, 1080);
        take("layer.png");
        openLayer(390, 844);
        take("phone.png");
    }

    private void openLayer(int width, int height) {
        browser.open(report, width, height, false);
        List<WebElement> layers = browser.all(".step").stream().filter(step -> step.getText().startsWith("conv"))
                .toList();
        browser.click(layers.get(layers.size() / 2));
        browser.script("return new Promise(done => setTimeout(done, 500))");
    }

    private void take(String name) throws IOException {
        byte[] picture = browser.driver().getScreenshotAs(OutputType.BYTES);
        assertTrue(picture.length < MOST_BYTES, name + ": " + picture.length + " bytes");
        Files.write(folder.resolve(name), picture);
    }
}
