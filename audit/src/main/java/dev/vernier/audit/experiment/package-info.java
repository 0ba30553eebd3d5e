/// Why an accuracy is not what was expected though no tensor is wrong: what lies in the experiment. An
/// [dev.vernier.audit.experiment.Experiment] says what was run on what; each
/// [dev.vernier.audit.experiment.Circumstance] changes one thing about it and runs it again.
package dev.vernier.audit.experiment;
