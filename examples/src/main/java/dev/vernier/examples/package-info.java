/// Small programs that use Vernier as a library.
package dev.vernier.examples;
