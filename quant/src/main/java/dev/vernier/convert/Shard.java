package dev.vernier.convert;

import dev.vernier.data.Dataset;
import dev.vernier.tensor.InputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One of several stretches of neighbours that make up a data set.
///
/// @param index from 1
/// @param count how many there are
public record Shard(int index, int count) {
    public static final Shard WHOLE = new Shard(1, 1);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

    public Shard {
        if (index < 1 || index > count) {
            throw new InputException("shard = " + index + "/" + count + ", needed one from 1/" + count + " to " + count
                    + "/" + count);
        }
    }

    /// @throws InputException where the text is not such as `2/4`
    public static Shard parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new InputException("shard = " + text + ", needed I/K such as 2/4");
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    Dataset of(Dataset whole) {
        return whole.range((int) ((long) whole.size() * (index - 1) / count),
                (int) ((long) whole.size() * index / count));
    }
}
