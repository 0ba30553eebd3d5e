/// Does the audit name the right cause? Faults of known kinds are planted in models and in experiments, each is audited as
/// `vernier audit` does it, and a scorecard tells how often the first error is the fault that was planted, and whether a
/// clean model ever gets one.
package dev.vernier.exam;
