package dev.vernier.audit;

/// Rungs that are climbed because somebody asks for them.
///
/// @param saturation what a CPU without VNNI makes of the model
/// @param exactWitness the file in the other runtime with exact sums, also where those that it takes by itself are exact
public record MoreRungs(boolean saturation, boolean exactWitness) {
    public static final MoreRungs NONE = new MoreRungs(false, false);
}
