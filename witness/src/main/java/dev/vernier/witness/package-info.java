/// Other runtimes as engines: independent witnesses for the last rungs of the ladder.
package dev.vernier.witness;
