package dev.vernier.pairs;

import static dev.vernier.pairs.Assembler.R14;
import static dev.vernier.pairs.Assembler.R15;
import static dev.vernier.pairs.Assembler.R8;
import static dev.vernier.pairs.Assembler.RAX;
import static dev.vernier.pairs.Assembler.RBP;
import static dev.vernier.pairs.Assembler.RBX;
import static dev.vernier.pairs.Assembler.RCX;
import static dev.vernier.pairs.Assembler.RDI;
import static dev.vernier.pairs.Assembler.RDX;
import static dev.vernier.pairs.Assembler.RSI;

import dev.vernier.pairs.Assembler.At;
import dev.vernier.pairs.Assembler.Operation;
import dev.vernier.pairs.Assembler.When;

/// The kernel that sums products: tiles of [#PIXELS] output positions by up to [#CHANNELS] output channels, whose sums
/// stay in registers until they are finished. `vpmaddwd` multiplies 16-bit numbers and adds two products in 32 bits, which
/// no product of codes leaves.
///
/// Its arguments are 64 bits each, see the constants. It reads them and writes none.
///
/// @param pixels output positions of a tile, 1 to [#PIXELS]
/// @param channels output channels of a tile, 1 to [#CHANNELS]
/// @param pairs of elements in a run
/// @param isWide whether weights have 16 bits instead of 8
/// @param stride from an output position to the next one, in bytes
record ProductKernel(int pixels, int channels, int pairs, boolean isWide, int stride, Finish finish) {
    /// Where the expanded codes lie.
    static final int X = 0;
    /// The place of each position's window from there on, in bytes, 32 bits each.
    static final int WINDOWS = 8;
    /// The place of each run from its window on, in bytes; a negative number ends them.
    static final int RUNS = 16;
    /// For each pair of a run's elements, two weights of each channel.
    static final int WEIGHTS = 24;
    static final int Y = 32;
    /// See [TileConstants].
    static final int CONSTANTS = 40;
    static final int TILES = 48;

    static final int PIXELS = 6;
    static final int CHANNELS = 16;
    static final int LANES = 8;

    private static final int UNROLLED = 8;
    private static final int FIRST_WEIGHTS = 12;
    private static final int SECOND_WEIGHTS = 13;
    private static final int BROADCAST = 14;
    private static final int PRODUCTS = 15;

    /// The same for tiles of another size.
    ProductKernel of(int positions) {
        return new ProductKernel(positions, channels, pairs, isWide, stride, finish);
    }

    /// How many channels' weights lie side by side, for a tile of so many.
    static int lanes(int channels) {
        return Math.ceilDiv(channels, LANES) * LANES;
    }

    private int vectors() {
        return Math.ceilDiv(channels, LANES);
    }

    private int weightBytes() {
        return lanes(channels) * 2 * (isWide ? 2 : 1);
    }

    byte[] code() {
        Assembler code = new Assembler();
        int[] kept = {RBX, RBP, 12, 13, R14, R15};
        for (int register : kept) {
            code.push(register);
        }
        code.mov(RBP, At.of(RDI, Y));
        code.mov(R15, At.of(RDI, CONSTANTS));
        code.mov(R14, At.of(RDI, WINDOWS));
        code.mov(RSI, At.of(RDI, TILES));
        int tile = code.size();
        for (int pixel = 0; pixel < pixels; pixel++) {
            code.movsxd(R8 + pixel, At.of(R14, pixel * Integer.BYTES));
            code.add(R8 + pixel, At.of(RDI, X));
        }
        code.add(R14, (long) pixels * Integer.BYTES);
        sum(code);
        for (int vector = 0; vector < vectors(); vector++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                finish(code, pixel, vector);
            }
        }
        code.add(RBP, (long) pixels * stride);
        code.add(RSI, -1L);
        code.jump(When.NOT_ZERO, tile);
        code.vzeroupper();
        for (int i = kept.length - 1; i >= 0; i--) {
            code.pop(kept[i]);
        }
        code.ret();
        return code.bytes();
    }

    private void sum(Assembler code) {
        for (int sum = 0; sum < pixels * vectors(); sum++) {
            code.apply(Operation.VPXOR, sum, sum, sum);
        }
        code.mov(RAX, At.of(RDI, WEIGHTS));
        code.mov(RDX, At.of(RDI, RUNS));
        code.mov(RCX, At.of(RDX, 0));
        int run = code.size();
        int loops = pairs / UNROLLED;
        if (loops > 1) {
            code.mov(RBX, (long) loops);
        }
        if (loops > 0) {
            int next = code.size();
            multiply(code, UNROLLED);
            code.add(RCX, (long) UNROLLED * Integer.BYTES);
            if (loops > 1) {
                code.add(RBX, -1L);
                code.jump(When.NOT_ZERO, next);
            }
        }
        if (pairs % UNROLLED > 0) {
            multiply(code, pairs % UNROLLED);
        }
        code.add(RDX, (long) Long.BYTES);
        code.mov(RCX, At.of(RDX, 0));
        code.test(RCX);
        code.jump(When.NOT_NEGATIVE, run);
    }

    private void multiply(Assembler code, int count) {
        for (int pair = 0; pair < count; pair++) {
            int weights = pair * weightBytes();
            weights(code, FIRST_WEIGHTS, weights);
            if (vectors() == 2) {
                weights(code, SECOND_WEIGHTS, weights + weightBytes() / 2);
            }
            for (int pixel = 0; pixel < pixels; pixel++) {
                code.vpbroadcastd(BROADCAST, new At(R8 + pixel, RCX, pair * Integer.BYTES));
                if (vectors() == 2) {
                    code.apply(Operation.VPMADDWD, PRODUCTS, BROADCAST, SECOND_WEIGHTS);
                    code.apply(Operation.VPADDD, sum(pixel, 1), sum(pixel, 1), PRODUCTS);
                }
                code.apply(Operation.VPMADDWD, BROADCAST, BROADCAST, FIRST_WEIGHTS);
                code.apply(Operation.VPADDD, sum(pixel, 0), sum(pixel, 0), BROADCAST);
            }
        }
        code.add(RAX, (long) count * weightBytes());
    }

    private void weights(Assembler code, int target, int place) {
        if (isWide) {
            code.load(target, At.of(RAX, place));
        } else {
            code.bytesToWords(true, target, At.of(RAX, place));
        }
    }

    private int sum(int pixel, int vector) {
        return pixel * vectors() + vector;
    }

    private void finish(Assembler code, int pixel, int vector) {
        int sum = sum(pixel, vector);
        int lanes = Math.min(channels - vector * LANES, LANES);
        int place = pixel * stride + vector * LANES * finish.bytes();
        switch (finish) {
            case Finish.Sums _ -> storeInts(code, place, sum, lanes);
            case Finish.Reals(Scaling scaling) -> {
                scale(code, sum, vector, scaling);
                storeInts(code, place, sum, lanes);
            }
            case Finish.Codes codes -> {
                scale(code, sum, vector, codes.scaling());
                codes.addend().ifPresent(addend -> add(code, sum, place, lanes, addend));
                code.apply(Operation.VMAXPS, sum, sum, At.of(R15, TileConstants.LOW));
                code.apply(Operation.VMINPS, sum, sum, At.of(R15, TileConstants.HIGH));
                code.floatsToInts(sum, sum);
                if (codes.zeroPoint() != 0) {
                    code.apply(Operation.VPADDD, sum, sum, At.of(R15, TileConstants.ZERO_POINT));
                }
                code.upperHalf(PRODUCTS, sum);
                code.packInts(sum, sum, PRODUCTS);
                code.packWords(codes.isSigned(), sum, sum, sum);
                storeBytes(code, place, sum, lanes);
            }
        }
    }

    private static void scale(Assembler code, int sum, int vector, Scaling scaling) {
        At bias = At.of(R15, vector * TileConstants.EIGHT_CHANNELS + TileConstants.BIAS);
        if (scaling.addsSums()) {
            code.apply(Operation.VPADDD, sum, sum, bias);
        }
        code.intsToFloats(sum, sum);
        code.apply(Operation.VMULPS, sum, sum,
                At.of(R15, vector * TileConstants.EIGHT_CHANNELS + TileConstants.MULTIPLIERS));
        if (scaling.addsReals()) {
            code.apply(Operation.VADDPS, sum, sum, bias);
        }
    }

    private static void add(Assembler code, int sum, int place, int lanes, Finish.Addend addend) {
        code.round(sum, sum);
        code.apply(Operation.VMAXPS, sum, sum, At.of(R15, TileConstants.OWN_LOW));
        code.apply(Operation.VMINPS, sum, sum, At.of(R15, TileConstants.OWN_HIGH));
        if (lanes == LANES) {
            code.bytesToInts(addend.isSigned(), PRODUCTS, At.of(RBP, place));
        } else {
            for (int lane = 0; lane < lanes; lane++) {
                code.insertByte(PRODUCTS, At.of(RBP, place + lane), lane);
            }
            code.bytesToInts(addend.isSigned(), PRODUCTS, PRODUCTS);
        }
        code.apply(Operation.VPSUBD, PRODUCTS, PRODUCTS, At.of(R15, TileConstants.ADDED_ZERO_POINT));
        code.intsToFloats(PRODUCTS, PRODUCTS);
        code.apply(Operation.VFMADD231PS, sum, PRODUCTS, At.of(R15, TileConstants.RATIO));
        code.apply(Operation.VMULPS, sum, sum, At.of(R15, TileConstants.FACTOR));
    }

    private static void storeBytes(Assembler code, int place, int source, int lanes) {
        if (lanes == LANES) {
            code.storeLow(At.of(RBP, place), source);
            return;
        }
        for (int lane = 0; lane < lanes; lane++) {
            code.storeByte(At.of(RBP, place + lane), source, lane);
        }
    }

    private static void storeInts(Assembler code, int place, int source, int lanes) {
        if (lanes == LANES) {
            code.store(At.of(RBP, place), source);
            return;
        }
        int half = LANES / 2;
        for (int lane = 0; lane < lanes; lane++) {
            if (lane == half) {
                code.upperHalf(source, source);
            }
            code.storeInt(At.of(RBP, place + lane * Integer.BYTES), source, lane % half);
        }
    }
}
