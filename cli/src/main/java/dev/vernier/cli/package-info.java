/// The command line: commands, progress and JSON.
package dev.vernier.cli;
