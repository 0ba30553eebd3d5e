package dev.vernier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PageFileTest {
    @Test
    void staysInItsElementsWhateverTheDataHold() {
        String page = Page.of("a </title><script>", "{\"name\": \"</script><!-- {{style}} $1 \\\\\"}");
        Matcher data = Pattern.compile("id=\"answer\">(.*?)</script>").matcher(page);
        assertTrue(data.find());
        assertEquals("{\"name\": \"\\u003c/script>\\u003c!-- {{style}} $1 \\\\\"}", data.group(1));
        assertTrue(page.contains("<title>a &lt;/title&gt;&lt;script&gt;</title>"));
    }
}
