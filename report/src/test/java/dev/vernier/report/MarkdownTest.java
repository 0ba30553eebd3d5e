package dev.vernier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarkdownTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", value = {
        "layer_1.conv*2 => layer\\_1.conv\\*2", "a|b => a\\|b", "<img src=x> => &lt;img src=x>",
        "[x](http://y) => \\[x\\](http://y)", "`rm` => \\`rm\\`", "&lt; => &amp;lt;", "a\\b => a\\\\b",
        "@team => @<!-- -->team"
    })
    void escapesWhatWouldMeanSomething(String words, String escaped) {
        assertEquals(escaped, Markdown.escaped(words));
    }

    @Test
    void keepsEachCellOnItsLine() {
        assertEquals("""
                | name | n |
                | --- | ---: |
                | a b | 1 |
                """, new Markdown().table(List.of("name", "n"), 1, List.of(List.of("a\nb", "1"))).toString());
    }

    @Test
    void separatesBlocksByAnEmptyLine() {
        assertEquals("""
                ## Title

                - **error x**\s\s
                  why
                - **info y**
                """, new Markdown().heading(2, "Title")
                .items(List.of(List.of("error x", "why"), List.of("info y"))).toString());
    }
}
