/// Exact layers on codes for x86 CPUs with AVX2 whose 8-bit products saturate, in machine code that is made here: oneDNN
/// has none there but pairs of products in 16 bits. And codes of sums, of pairs of codes and of reals in arithmetic that
/// oneDNN lacks, on all CPUs with AVX2.
package dev.vernier.pairs;
