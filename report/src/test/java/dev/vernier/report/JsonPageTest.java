package dev.vernier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/json.md` has every key of every answer, and no other.
class JsonPageTest {
    private static final Path PAGE = Path.of("../docs/json.md");
    private static final Pattern SECTION = Pattern.compile("<!-- (\\S+) -->(.*?)(?=<!--|\\z)", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE);
    private static final Set<Class<?>> ANSWERS = Set.of(LadderAnswer.class, EvalAnswer.class, ComparisonAnswer.class,
            ComparisonAnswer.Several.class, ClaimAnswer.class, BenchAnswer.class, CalibrateAnswer.class,
            InspectionAnswer.class, MeasuredAnswer.class, MeasuredEvalAnswer.class, ConversionAnswer.class);

    @Test
    void thePageHasEveryKeyAndNoOther() throws IOException {
        Map<String, Set<String>> answered = new TreeMap<>();
        ANSWERS.forEach(answer -> collect(answer, answered));
        Map<String, Set<String>> documented = SECTION.matcher(Files.readString(PAGE)).results()
                .collect(Collectors.toMap(found -> found.group(1), JsonPageTest::keys, (one, other) -> {
                    throw new IllegalStateException("two sections of one record");
                }, TreeMap::new));
        if (!answered.get("LadderAnswer.FindingAnswer").contains("numbers")) {
            documented.get("LadderAnswer.FindingAnswer").remove("numbers");
        }
        assertEquals(lines(answered), lines(documented));
    }

    private static Set<String> keys(MatchResult section) {
        return ROW.matcher(section.group(2)).results().map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String lines(Map<String, Set<String>> keys) {
        return keys.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }

    private static void collect(Type type, Map<String, Set<String>> keys) {
        switch (type) {
            case ParameterizedType generic -> Stream.of(generic.getActualTypeArguments())
                    .forEach(argument -> collect(argument, keys));
            case Class<?> answer when answer.isSealed() && answer.getName().startsWith("dev.vernier.") -> Stream
                    .of(answer.getPermittedSubclasses()).forEach(permitted -> collect(permitted, keys));
            case Class<?> answer when answer.isRecord() && answer != TensorAnswer.Numbers.class
                    && !keys.containsKey(name(answer)) -> {
                keys.put(name(answer), Arrays.stream(answer.getRecordComponents()).map(JsonPageTest::key)
                        .collect(Collectors.toCollection(TreeSet::new)));
                Arrays.stream(answer.getRecordComponents())
                        .forEach(component -> collect(component.getGenericType(), keys));
            }
            default -> {}
        }
    }

    private static String name(Class<?> answer) {
        return answer.getName().substring(answer.getPackageName().length() + 1).replace('$', '.');
    }

    /// What the mapper of [JsonFile] writes.
    private static String key(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named != null ? named.value() : component.getName().replaceAll("([A-Z])", "_$1").toLowerCase();
    }
}
