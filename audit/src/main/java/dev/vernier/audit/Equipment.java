package dev.vernier.audit;

import dev.vernier.convert.Crew;
import dev.vernier.model.WritableFormat;
import dev.vernier.run.Engine;

/// What models are run, read and written with.
///
/// @param engine runs all rungs but those of other runtimes
/// @param format of the files that are written, and read back
/// @param witnesses run those files
public record Equipment(Engine engine, WritableFormat format, Witnesses witnesses, Crew crew) {}
