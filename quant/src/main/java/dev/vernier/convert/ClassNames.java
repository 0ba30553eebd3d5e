package dev.vernier.convert;

import dev.vernier.data.Dataset;
import dev.vernier.data.Remark;
import dev.vernier.model.Card;
import dev.vernier.model.Model;
import dev.vernier.tensor.InputException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The names of a model's classes as its card has them, by which data numbered in the order of names (a folder per class)
/// gets the model's numbers. Names are the same whatever their case, and whether words are parted by spaces, `_` or `-`. A
/// class may also be called by a part of its name: `n01440764 tench, Tinca tinca` by `n01440764`, `tench` or `tinca_tinca`.
record ClassNames(String card, List<String> names) {
    private static final int LISTED = 12;
    private static final Pattern SYNSET = Pattern.compile("(n\\d{8})[\\s,:]+(.*)");

    ClassNames {
        names = List.copyOf(names);
    }

    /// The data with the model's numbers, or as it is where it has numbers of its own, or no class is asked for.
    ///
    /// @throws InputException where the card's names do not say which class is which
    static Dataset number(Dataset data, Model model) {
        if (!model.readout().isOfClasses() || !data.isNumberedByName()) {
            return data;
        }
        String card = Card.beside(model.file()).getFileName().toString();
        ClassNames names = new ClassNames(card, model.card().map(Card::labels).orElse(List.of()));
        return names.names().isEmpty() ? ordered(data, model, card) : names.number(data);
    }

    private static Dataset ordered(Dataset data, Model model, String card) {
        List<String> given = data.labels();
        String text = data.name() + ": " + classes(given.size()) + " in the order of their names, "
                + pairs(given, IntStream.range(0, given.size()).boxed().toList());
        return data.with(given.size() < model.classes()
                ? Remark.warning(text + "; " + model.name() + " tells " + model.classes() + " apart, and no labels in "
                        + card + " say which these are")
                : Remark.note(text + "; " + card + " with labels would say otherwise"));
    }

    private Dataset number(Dataset data) {
        List<String> given = data.labels();
        Map<String, Set<Integer>> known = known();
        List<Integer> numbers = given.stream().map(name -> number(known, name)).toList();
        List<String> unknown = IntStream.range(0, given.size()).filter(label -> numbers.get(label) < 0)
                .mapToObj(given::get).toList();
        if (unknown.size() == given.size() && given.size() == names.size()) {
            return data.with(Remark.warning(data.name() + ": no class has a name that " + card
                    + " has, so they count in order: " + Stream.of(0, given.size() - 1).distinct()
                            .map(label -> given.get(label) + " is " + names.get(label))
                            .collect(Collectors.joining(" ... "))));
        }
        if (!unknown.isEmpty()) {
            throw new InputException(data.name() + ": " + list(unknown) + (unknown.size() == 1 ? " is" : " are")
                    + " no class in " + card + known(given, unknown) + ", needed its labels " + list(names)
                    + ", or a card without labels");
        }
        if (new HashSet<>(numbers).size() < numbers.size()) {
            throw new InputException(data.name() + ": classes " + list(twice(given, numbers))
                    + " are the same one in " + card + ", needed each once");
        }
        Dataset renumbered = data.renumbered(numbers, names);
        return numbers.equals(IntStream.range(0, names.size()).boxed().toList())
                ? renumbered
                : renumbered.with(Remark.note(data.name() + ": " + classes(given.size()) + " by their names in " + card
                        + ", " + pairs(given, numbers)));
    }

    private static String known(List<String> given, List<String> unknown) {
        List<String> known = given.stream().filter(name -> !unknown.contains(name)).toList();
        return known.isEmpty() ? "" : " where " + list(known) + (known.size() == 1 ? " is" : " are");
    }

    private static List<String> twice(List<String> given, List<Integer> numbers) {
        return IntStream.range(0, given.size())
                .filter(label -> numbers.indexOf(numbers.get(label)) != numbers.lastIndexOf(numbers.get(label)))
                .mapToObj(given::get).toList();
    }

    /// The class of that name; -1 where none or several have it.
    private static int number(Map<String, Set<Integer>> known, String name) {
        Set<Integer> classes = known.getOrDefault(plain(name), Set.of());
        return classes.size() == 1 ? classes.iterator().next() : -1;
    }

    /// Classes by every name that they may be called. A whole name goes before a part of another one's.
    private Map<String, Set<Integer>> known() {
        Map<String, Set<Integer>> whole = new HashMap<>();
        Map<String, Set<Integer>> parts = new HashMap<>();
        for (int number = 0; number < names.size(); number++) {
            whole.computeIfAbsent(plain(names.get(number)), name -> new LinkedHashSet<>()).add(number);
            for (String part : parts(names.get(number))) {
                parts.computeIfAbsent(plain(part), name -> new LinkedHashSet<>()).add(number);
            }
        }
        parts.putAll(whole);
        return parts;
    }

    private static List<String> parts(String name) {
        Matcher synset = SYNSET.matcher(name.strip());
        List<String> parts = new ArrayList<>();
        if (synset.matches()) {
            parts.add(synset.group(1));
        }
        parts.addAll(Arrays.asList((synset.matches() ? synset.group(2) : name).split(",")));
        return parts;
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ")
                .strip();
    }

    private static String classes(int n) {
        return n + (n == 1 ? " class" : " classes");
    }

    private static String pairs(List<String> given, List<Integer> numbers) {
        return list(IntStream.range(0, given.size()).mapToObj(label -> given.get(label) + " = " + numbers.get(label))
                .toList());
    }

    private static String list(List<String> names) {
        return names.stream().limit(LISTED).collect(Collectors.joining(", "))
                + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
    }
}
