/// How answers look: on a terminal, and as JSON.
package dev.vernier.cli.view;
