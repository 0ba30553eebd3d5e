package dev.vernier.pass;

import static dev.vernier.pass.Rewrites.assertAgrees;
import static dev.vernier.pass.Rewrites.assertRefuses;
import static dev.vernier.pass.Rewrites.assertRewrites;

import org.junit.jupiter.api.Test;

class RemoveTest {
    @Test
    void removesIdentities() {
        assertRewrites(new RemoveIdentity(), """
                x: f32[n, 2, 3]
                const none: i64[6] = [0, 0, 0, 0, 0, 0]
                a = identity x
                b = pad a, none
                c = cast b {to = f32}
                y = transpose c
                return y
                """, """
                x: f32[n, 2, 3]
                y = transpose x
                return y
                """);
    }

    @Test
    void keepsTheNamesOfGraphOutputs() {
        assertRewrites(new RemoveIdentity(), """
                x: f32[n, 2, 3]
                a = transpose x
                b = transpose a
                y = identity a
                return y, b
                """, """
                x: f32[n, 2, 3]
                y = transpose x
                b = transpose y
                return y, b
                """);
    }

    @Test
    void returnsTheConstantThatAnIdentityReturned() {
        assertRewrites(new RemoveIdentity(), """
                const c: f32[1] = [1.0]
                y = identity c
                return y, c
                """, """
                const c: f32[1] = [1.0]
                const y: f32[1] = [1.0]
                return y, c
                """);
    }

    @Test
    void keepsAnIdentityBetweenTwoNamesThatMustStay() {
        assertRefuses(new RemoveIdentity(), """
                x: f32[n, 2]
                y = identity x
                return y
                """);
        assertRefuses(new RemoveIdentity(), """
                x: f32[n, 2]
                a = transpose x
                y = identity a
                return a, y
                """);
    }

    @Test
    void keepsCastsAndPadsThatDoSomething() {
        assertRefuses(new RemoveIdentity(), """
                x: f32[n, 2]
                const p: i64[4] = [0, 0, 0, 1]
                a = cast x {to = u8}
                y = pad a, p
                return y
                """);
    }

    @Test
    void removesDropout() {
        assertRewrites(new RemoveDropout(), """
                x: f32[n, 2]
                const ratio: f32[] = 0.5
                a, mask = dropout x, ratio
                y = transpose a
                return y
                """, """
                x: f32[n, 2]
                y = transpose x
                return y
                """);
    }

    @Test
    void keepsADropoutWhoseMaskIsRead() {
        assertRefuses(new RemoveDropout(), """
                x: f32[n, 2]
                a, mask = dropout x
                y = transpose a
                return y, mask
                """);
    }

    @Test
    void changesNoNumber() {
        String text = """
                x: f32[n, 2, 3]
                a = identity x
                b = dropout a
                c = flatten b
                y = identity c
                return y
                """;
        assertAgrees(new RemoveIdentity(), text, 0);
        assertAgrees(new RemoveDropout(), text, 0);
    }
}
