package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import java.util.List;
import java.util.Optional;

/// Something about an int8 model that may be why it lost accuracy.
///
/// @param id what it is, the same in every report
/// @param tensors those that it is about, the worst first
/// @param text one sentence without a full stop
/// @param evidence what was measured, as `name = value, ...`
/// @param numbers the same as numbers
/// @param isProof whether the evidence alone shows a fault, whatever it did to the accuracy
/// @param repair puts this alone right; empty where that cannot be done
/// @param remedy what to do about it
public record Suspicion(FindingId id, List<String> tensors, String text, String evidence, Numbers numbers,
        boolean isProof,
        Optional<Repair> repair, String remedy) {
    public Suspicion {
        tensors = List.copyOf(tensors);
    }
}
