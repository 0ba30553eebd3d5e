package dev.vernier.convert;

/// How work on samples is spread.
///
/// @param batch samples handed to a thread at a time
/// @param threads sessions that work side by side
public record Crew(int batch, int threads) {}
