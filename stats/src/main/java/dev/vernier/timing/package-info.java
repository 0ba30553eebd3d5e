/// Timing of contestants that take turns on one machine, and how their times compare.
package dev.vernier.timing;
