/// Programs that measure.
package dev.vernier.bench;
