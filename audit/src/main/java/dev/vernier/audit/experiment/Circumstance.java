package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;
import java.util.List;

/// One thing about an experiment that may have been done in another way than it should.
@FunctionalInterface
interface Circumstance {
    /// What speaks for it, proved where it can be; none where all is well.
    List<Finding> examine(Experiment experiment);
}
