package dev.vernier.speed;

import dev.vernier.onednn.OneDnnLibrary;
import dev.vernier.timing.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How fast a model is.
///
/// @param library that ran the limit; empty where oneDNN does not run here
/// @param time of one run
/// @param limit the time of the bare primitives of all its layers; empty where oneDNN does not run here
public record Benchmark(Benchmarking asked, Machine machine, Optional<OneDnnLibrary> library, Timing time,
        Optional<Timing> limit, Optional<Against> against, Optional<SideBySide> sideBySide, Optional<Profile> profile) {
    /// After that no round begins.
    static final Duration LONGEST = Duration.ofSeconds(50);

    /// Another runtime, in the same rounds.
    ///
    /// @param floatConvolutions those that it does not compute on codes, as it calls them; empty where there is none
    ///     at all
    /// @param ratio above 1 where Vernier is faster
    public record Against(PeerName name, String version, Timing time, Optional<List<String>> floatConvolutions,
            SpeedRatio ratio, Agreement agreement) {
        /// Whether it computes every convolution on codes; empty where there is none.
        public Optional<Boolean> isFused() {
            return floatConvolutions.map(List::isEmpty);
        }
    }

    /// Sessions side by side, in the same rounds.
    ///
    /// @param time of as many runs as there are sessions
    /// @param ratio how many times as much they do together as one session
    public record SideBySide(int sessions, Timing time, SpeedRatio ratio) {
        static SideBySide of(Benchmarking asked, Timing together, Timing alone) {
            int sessions = asked.load().sessions();
            return new SideBySide(sessions, together,
                    SpeedRatio.of(together.dividedBy(sessions), alone, asked.seed()));
        }
    }

    /// How many samples a second one session takes.
    public double imagesPerSecond() {
        return asked.load().batch() * 1e3 / time.median();
    }

    /// How many all sessions take that run side by side.
    public Optional<Double> imagesPerSecondSideBySide() {
        return sideBySide.map(all -> all.sessions() * asked.load().batch() * 1e3 / all.time().median());
    }

    /// Whether there were too few rounds for an interval that says much.
    public boolean isShort() {
        return time.rounds().size() < Rounds.LEAST;
    }
}
