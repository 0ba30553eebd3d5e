/// Rewriting graphs: rules that look at one node and answer with a patch and its reason, and the folding that every
/// model goes through.
package dev.vernier.pass;
