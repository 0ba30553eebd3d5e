package dev.vernier.pairs;

import dev.vernier.pairs.Calls.Call;
import dev.vernier.run.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// A convolution or matrix product of 8-bit codes, compiled to machine code for x86 CPUs with AVX2. Its sums are exact:
/// codes minus their zero points are multiplied as 16-bit numbers and added in 32 bits, so that weights may use all their
/// 8 bits, and may have zero points themselves, on CPUs whose 8-bit products saturate.
///
/// It may run on several threads at once, each run on memory of its own.
public final class PairLayer {
    /// What the expanded codes of a part should fit into: some of a core's second cache.
    private static final long PART_BYTES = 192 << 10;
    private static final long ALIGNMENT = 64;
    private static final long RUNS_END = -1;

    private final Team team;
    private final int outputs;
    private final Finish finish;
    private final List<Part> parts;
    private final List<Block> blocks;
    private final Map<Part, Expanding> expanding;
    private final MemorySegment runs;
    private final MemorySegment windows;
    private final MemorySegment zeroPoint;
    private final Calls calls;

    /// How a part's codes are expanded.
    private record Expanding(long function, MemorySegment gaps) {}

    /// Some output channels of one group.
    ///
    /// @param place of the group's codes at each position, in bytes
    /// @param kernels the functions for tiles of so many positions
    private record Block(
            int firstChannel, long place, MemorySegment weights, MemorySegment constants, Map<Integer, Long> kernels) {}

    /// The 8-bit codes that a layer reads.
    ///
    /// @param isSigned whether they are -128 to 127, not 0 to 255
    /// @param zeroPoint one of them
    public record Codes(boolean isSigned, int zeroPoint) {
        public Codes {
            int low = isSigned ? Byte.MIN_VALUE : 0;
            if (zeroPoint < low || zeroPoint > low + 255) {
                throw new IllegalArgumentException(
                        "zero point " + zeroPoint + ", needed " + low + " to " + (low + 255));
            }
        }
    }

    /// Whether such layers can be compiled here: the platform's calls are System V's, and memory may be executed. Whether
    /// the CPU has AVX2 is the caller's to know.
    public static boolean isSupported() {
        return Support.HERE;
    }

    private static final class Support {
        static final boolean HERE = isHere();

        private static boolean isHere() {
            boolean isX86 = List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
            if (!isX86 || !Pages.areKnown()) {
                return false;
            }
            try (Arena arena = Arena.ofConfined()) {
                return MachineCode.load(List.of(MachineCode.sequence()), arena).isPresent();
            }
        }
    }

    /// Compiles a layer.
    ///
    /// @param team the threads that work on one run
    /// @param arena what is compiled lives as long as this
    /// @throws IllegalStateException where memory may not be executed
    /// @throws IllegalArgumentException where `finish` is for another number of output channels
    public static PairLayer of(
            Geometry geometry, Codes x, PackedWeights weights, Finish finish, Team team, Arena arena) {
        return new PairLayer(geometry, x, weights, finish, team, arena);
    }

    private PairLayer(
            Geometry geometry, Codes x, PackedWeights weights, Finish finish, Team team, Arena arena) {
        if (finish.channels().orElse(geometry.outputs()) != geometry.outputs()) {
            throw new IllegalArgumentException("multipliers of " + finish.channels().getAsInt() + " channels, needed "
                    + geometry.outputs());
        }
        this.team = team;
        this.outputs = geometry.outputs();
        this.finish = finish;
        this.parts = parts(geometry, team.size());
        List<byte[]> code = new ArrayList<>(List.of(MachineCode.sequence(), MachineCode.member()));
        Map<Part, Integer> expansions = new LinkedHashMap<>();
        for (Part part : parts) {
            expansions.computeIfAbsent(part, absent -> {
                code.add(Expansion.code(geometry, part.row(), x.isSigned(), x.zeroPoint()));
                return code.size() - 1;
            });
        }
        Map<ProductKernel, Integer> kernels = new LinkedHashMap<>();
        List<ProductKernel> widths = widths(geometry, weights, finish);
        for (ProductKernel width : widths) {
            for (int pixels = 1; pixels <= ProductKernel.PIXELS; pixels++) {
                if (needs(pixels)) {
                    kernels.computeIfAbsent(width.of(pixels), kernel -> {
                        code.add(kernel.code());
                        return code.size() - 1;
                    });
                }
            }
        }
        long[] functions = MachineCode.load(code, arena).orElseThrow(
                () -> new IllegalStateException("memory for machine code may not be executed, needed that it may"));
        this.calls = new Calls(MemorySegment.ofAddress(functions[0]), functions[1]);
        this.expanding = new LinkedHashMap<>();
        expansions.forEach((part, place) -> expanding.put(part,
                new Expanding(functions[place],
                        longs(part.gaps().stream().mapToLong(Long::longValue).toArray(), arena))));
        this.runs = longs(runs(geometry), arena);
        this.windows = windows(geometry.of(parts.getFirst().geometry().images()), arena);
        this.zeroPoint = zeroPoint(x.zeroPoint(), arena);
        this.blocks = blocks(geometry, weights, widths, kernels, functions, arena);
    }

    private static List<Part> parts(Geometry geometry, int threads) {
        long image = Math.max(geometry.image() * Short.BYTES, 1);
        long most = Math.clamp(PART_BYTES / image, 1, geometry.images());
        int size = (int) Math.min(most, Math.ceilDiv(geometry.images(), threads));
        Map<Integer, Part> known = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        for (int first = 0; first < geometry.images(); first += size) {
            int images = Math.min(size, geometry.images() - first);
            parts.add(known.computeIfAbsent(images, count -> Part.of(geometry.of(count))));
        }
        return parts;
    }

    private boolean needs(int pixels) {
        return parts.stream().anyMatch(part -> pixels == ProductKernel.PIXELS
                ? part.positions() >= pixels
                : part.positions() % ProductKernel.PIXELS == pixels);
    }

    /// The kernels of a group's tiles of output channels, for whole tiles of positions.
    private static List<ProductKernel> widths(Geometry geometry, PackedWeights weights, Finish finish) {
        return geometry.tiles().stream().map(channels -> new ProductKernel(ProductKernel.PIXELS, channels,
                geometry.run() / 2, weights.isWide(), geometry.outputs() * finish.bytes(), finish)).toList();
    }

    private List<Block> blocks(Geometry geometry, PackedWeights weights, List<ProductKernel> widths,
            Map<ProductKernel, Integer> kernels, long[] functions, Arena arena) {
        List<Block> blocks = new ArrayList<>();
        for (int group = 0; group < geometry.groups(); group++) {
            int first = group * geometry.groupOutputs();
            for (ProductKernel width : widths) {
                Map<Integer, Long> ready = new LinkedHashMap<>();
                for (int pixels = 1; pixels <= ProductKernel.PIXELS; pixels++) {
                    Integer place = kernels.get(width.of(pixels));
                    if (place != null) {
                        ready.put(pixels, functions[place]);
                    }
                }
                blocks.add(new Block(first, (long) group * geometry.paddedChannels() * Short.BYTES,
                        weights.tile(blocks.size()), TileConstants.of(finish, first, width.channels(), arena), ready));
                first += width.channels();
            }
        }
        return blocks;
    }

    private static long[] runs(Geometry geometry) {
        int[] places = geometry.runs();
        long[] bytes = new long[places.length + 1];
        for (int i = 0; i < places.length; i++) {
            bytes[i] = (long) places[i] * Short.BYTES;
        }
        bytes[places.length] = RUNS_END;
        return bytes;
    }

    private static MemorySegment windows(Geometry geometry, Arena arena) {
        int[] places = geometry.windows();
        MemorySegment bytes = arena.allocate((long) places.length * Integer.BYTES, ALIGNMENT);
        for (int i = 0; i < places.length; i++) {
            bytes.setAtIndex(ValueLayout.JAVA_INT, i, Math.multiplyExact(places[i], Short.BYTES));
        }
        return bytes;
    }

    private static MemorySegment zeroPoint(int value, Arena arena) {
        int lanes = 16;
        MemorySegment place = arena.allocate((long) lanes * Short.BYTES, ALIGNMENT);
        for (int lane = 0; lane < lanes; lane++) {
            place.setAtIndex(ValueLayout.JAVA_SHORT, lane, (short) value);
        }
        return place;
    }

    private static MemorySegment longs(long[] values, Arena arena) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, values);
    }

    /// The memory that a run needs beside its input and output.
    public long scratchBytes() {
        return stride() * Math.min(team.size(), parts.size());
    }

    private long stride() {
        long bytes = parts.stream().mapToLong(Part::bytes).max().orElse(0);
        return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
    }

    /// The layer on this memory; what it returns allocates nothing.
    ///
    /// @param x codes `[images, spatial..., channels]`
    /// @param y the output, laid out so; it holds what is added where something is
    /// @param scratch [#scratchBytes] of them
    /// @param allocate gives zeroed memory that lives as long as what is returned is run
    /// @throws IllegalArgumentException where one of them is too short
    public Runnable on(
            MemorySegment x, MemorySegment scratch, MemorySegment y, LongFunction<MemorySegment> allocate) {
        requireBytes("x", x, parts.stream().mapToLong(Part::codes).sum());
        requireBytes("scratch", scratch, scratchBytes());
        requireBytes("y", y,
                parts.stream().mapToLong(Part::positions).sum() * outputs * finish.bytes());
        if (team.size() == 1) {
            List<Call> all = new ArrayList<>();
            forEachPart(x, y, (index, part, from, to) -> {
                all.add(expand(part, from, scratch.address(), allocate));
                all.addAll(multiply(part, scratch.address(), to, 0, 1, allocate));
            });
            return calls.inTurn(all, allocate);
        }
        List<List<Call>> members = new ArrayList<>();
        for (int thread = 0; thread < team.size(); thread++) {
            members.add(new ArrayList<>());
        }
        List<Call> before = new ArrayList<>();
        forEachPart(x, y, (index, part, from, to) -> {
            int turn = index % team.size();
            long memory = scratch.address() + turn * stride();
            if (parts.size() >= team.size()) {
                members.get(turn).add(expand(part, from, memory, allocate));
                members.get(turn).addAll(multiply(part, memory, to, 0, 1, allocate));
            } else {
                before.add(expand(part, from, memory, allocate));
                for (int thread = 0; thread < team.size(); thread++) {
                    members.get(thread).addAll(multiply(part, memory, to, thread, team.size(), allocate));
                }
            }
        });
        return calls.together(team, before, members, allocate);
    }

    private static void requireBytes(String what, MemorySegment memory, long bytes) {
        if (memory.byteSize() < bytes) {
            throw new IllegalArgumentException(what + " of " + memory.byteSize() + " bytes, needed " + bytes);
        }
    }

    @FunctionalInterface
    private interface Visit {
        void visit(int index, Part part, long x, long y);
    }

    private void forEachPart(MemorySegment x, MemorySegment y, Visit visit) {
        long from = x.address();
        long to = y.address();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            visit.visit(i, part, from, to);
            from += part.codes();
            to += (long) part.positions() * outputs * finish.bytes();
        }
    }

    private Call expand(Part part, long from, long to, LongFunction<MemorySegment> allocate) {
        Expanding how = expanding.get(part);
        return Call.of(how.function(), allocate, from, to, how.gaps().address(), part.rows(), zeroPoint.address());
    }

    /// A share of a part's tiles, for all output channels.
    private List<Call> multiply(
            Part part, long x, long y, int share, int shares, LongFunction<MemorySegment> allocate) {
        int tiles = part.positions() / ProductKernel.PIXELS;
        int first = (int) ((long) tiles * share / shares);
        int end = (int) ((long) tiles * (share + 1) / shares);
        int rest = share == shares - 1 ? part.positions() % ProductKernel.PIXELS : 0;
        List<Call> made = new ArrayList<>();
        for (Block block : blocks) {
            if (end > first) {
                made.add(multiply(block, ProductKernel.PIXELS, x, y, first * ProductKernel.PIXELS, end - first,
                        allocate));
            }
            if (rest > 0) {
                made.add(multiply(block, rest, x, y, tiles * ProductKernel.PIXELS, 1, allocate));
            }
        }
        return made;
    }

    private Call multiply(
            Block block, int pixels, long x, long y, int position, int tiles, LongFunction<MemorySegment> allocate) {
        return Call.of(block.kernels().get(pixels), allocate, x + block.place(),
                windows.address() + (long) position * Integer.BYTES, runs.address(), block.weights().address(),
                y + ((long) position * outputs + block.firstChannel()) * finish.bytes(), block.constants().address(),
                tiles);
    }
}
