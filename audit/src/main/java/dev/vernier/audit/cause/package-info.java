/// Why the accuracy changed: what may be wrong with an int8 model, and the proof, which is to undo only that and run
/// again. A [dev.vernier.audit.cause.Cause] looks at a [dev.vernier.audit.cause.Subject] and names suspicions; an
/// [dev.vernier.audit.cause.Investigation] tries each one and makes findings of them.
package dev.vernier.audit.cause;
