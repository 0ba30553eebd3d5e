/// Vernier beside PyTorch.
package dev.vernier.bench.pytorch;
