package dev.vernier.audit.cause;

import java.util.List;

/// One kind of fault that int8 models have.
@FunctionalInterface
public interface Cause {
    /// What of the subject looks like it. A model that was quantized well, however coarsely, gives none.
    List<Suspicion> examine(Subject subject);
}
