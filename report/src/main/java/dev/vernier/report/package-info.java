/// What reports are written in: a page that needs no other file, and Markdown.
package dev.vernier.report;
