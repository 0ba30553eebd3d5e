/// What is measured where a model gives no class: errors, angles and overlaps of its numbers, rung by rung, with paired
/// intervals.
package dev.vernier.audit.metric;
