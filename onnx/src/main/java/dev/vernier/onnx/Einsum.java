package dev.vernier.onnx;

import dev.vernier.graph.op.*;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// An Einsum of one or two tensors on its way in, as sums, a matrix product and transposes: letters of both tensors and
/// the output are matrices beside each other, letters of both tensors alone are multiplied and summed.
final class Einsum {
    private final NodeReader node;

    Einsum(NodeReader node) {
        this.node = node;
    }

    /// A tensor and the letters of its axes.
    private record Term(String tensor, List<Character> letters) {}

    /// Adds all but the last operator, makes the node's inputs those of the last, and answers it.
    ///
    /// @throws IllegalArgumentException where the equation is of another form
    Op read() {
        String equation = node.attributes().word("equation", "").replace(" ", "");
        String[] sides = equation.split("->", -1);
        String[] terms = sides[0].split(",", -1);
        if (sides.length > 2 || terms.length != node.inputs().size() || terms.length > 2 || equation.contains(".")) {
            throw new IllegalArgumentException(
                    "equation = " + equation + ", needed letters of one or two tensors for " + node.inputs().size()
                            + " inputs");
        }
        List<Character> output = sides.length == 2 ? letters(sides[1]) : implied(sides[0].replace(",", ""));
        Term left = new Term(node.input(0), letters(terms[0]));
        if (terms.length == 1) {
            return transposed(summed(left, output), output);
        }
        Term right = new Term(node.input(1), letters(terms[1]));
        return product(summed(left, joined(output, right.letters())), summed(right, joined(output, left.letters())),
                output);
    }

    private static List<Character> letters(String term) {
        List<Character> letters = term.chars().mapToObj(letter -> (char) letter).toList();
        if (new HashSet<>(letters).size() != letters.size() || !letters.stream().allMatch(Character::isLetter)) {
            throw new IllegalArgumentException("equation holds '" + term + "', needed different letters");
        }
        return letters;
    }

    /// What stands once, in alphabetical order.
    private static List<Character> implied(String inputs) {
        return inputs.chars().sorted().mapToObj(letter -> (char) letter)
                .filter(letter -> inputs.indexOf(letter) == inputs.lastIndexOf(letter)).toList();
    }

    private static List<Character> joined(List<Character> some, List<Character> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static List<Character> only(List<Character> letters, Predicate<Character> asked) {
        return letters.stream().filter(asked).toList();
    }

    /// A term whose letters that nothing needs are summed over.
    private Term summed(Term term, List<Character> needed) {
        List<Character> kept = only(term.letters(), needed::contains);
        if (kept.size() == term.letters().size()) {
            return term;
        }
        long[] axes = only(term.letters(), letter -> !needed.contains(letter)).stream()
                .mapToLong(term.letters()::indexOf).toArray();
        String sum = node.then("sum", new Reduce(Reduce.Kind.SUM, false, false), term.tensor(),
                node.constant("axes", Tensor.vector(axes)));
        return new Term(sum, kept);
    }

    private Op transposed(Term term, List<Character> output) {
        if (!new HashSet<>(term.letters()).equals(new HashSet<>(output))) {
            throw new IllegalArgumentException("output letters " + output + ", needed those of the inputs");
        }
        node.setInputs(term.tensor());
        return term.letters().equals(output) ? new Identity() : new Transpose(order(term.letters(), output));
    }

    private static List<Integer> order(List<Character> letters, List<Character> asked) {
        return asked.stream().map(letters::indexOf).toList();
    }

    private Op product(Term left, Term right, List<Character> output) {
        Predicate<Character> shared = letter -> left.letters().contains(letter) && right.letters().contains(letter);
        List<Character> beside = only(left.letters(), shared.and(output::contains));
        List<Character> inner = only(left.letters(), shared.and(letter -> !output.contains(letter)));
        List<Character> rows = only(left.letters(), shared.negate());
        List<Character> columns = only(right.letters(), shared.negate());
        String a = moved(left, joined(beside, joined(rows, inner)));
        String b = moved(right, joined(beside, joined(inner, columns)));
        boolean plain = inner.size() == 1 && rows.size() == 1 && columns.size() == 1;
        String product = plain ? node.then("product", new MatMul(), a, b)
                : unfolded(
                        node.then("product", new MatMul(), matrices(a, beside.size(), rows.size()),
                                matrices(b, beside.size(), inner.size())),
                        extent(a, 0, beside.size() + rows.size()),
                        extent(b, beside.size() + inner.size(), Integer.MAX_VALUE));
        return transposed(new Term(product, joined(beside, joined(rows, columns))), output);
    }

    private String moved(Term term, List<Character> letters) {
        return term.letters().equals(letters) ? term.tensor()
                : node.then("moved", new Transpose(order(term.letters(), letters)), term.tensor());
    }

    /// A tensor's axes behind the first ones as those of matrices, so many of them as the rows.
    private String matrices(String tensor, int beside, int rows) {
        List<String> sizes = new ArrayList<>();
        sizes.add(extent(tensor, 0, beside));
        sizes.add(product(extent(tensor, beside, beside + rows)));
        sizes.add(product(extent(tensor, beside + rows, Integer.MAX_VALUE)));
        String shape = node.then("sizes", new Concat(0), sizes.toArray(String[]::new));
        return node.then("matrices", new Reshape(false), tensor, shape);
    }

    private String unfolded(String product, String before, String behind) {
        return node.then("unfolded", new Reshape(false), product, node.then("sizes", new Concat(0), before, behind));
    }

    private String extent(String tensor, int from, int to) {
        return node.then("extent", new ShapeOf(from, to), tensor);
    }

    private String product(String sizes) {
        return node.then("size", new Reduce(Reduce.Kind.PROD, true, false), sizes);
    }
}
