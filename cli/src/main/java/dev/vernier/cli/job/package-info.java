/// What the commands do: a model and samples are read and checked against each other, the model is quantized, and stages
/// of it are run on the same samples.
package dev.vernier.cli.job;
