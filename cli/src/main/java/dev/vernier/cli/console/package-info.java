/// Where commands speak: standard output and error, colours, progress.
package dev.vernier.cli.console;
