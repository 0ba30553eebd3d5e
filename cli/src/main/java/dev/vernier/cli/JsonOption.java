package dev.vernier.cli;

import dev.vernier.cli.console.Console;
import dev.vernier.file.Folders;
import dev.vernier.report.JsonFile;
import dev.vernier.report.Spoken;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the answer is written as JSON.
final class JsonOption {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    @Option(names = "--json", paramLabel = "FILE", description = "Write the answer as JSON; - is standard output, which then holds JSON alone.")
    private Path json;

    /// @param kept files that must stay as they are
    /// @throws dev.vernier.tensor.InputException where the file's folder does not exist, or the file is one of `kept`
    void requireWritable(Path... kept) {
        file().ifPresent(Folders::requireWritable);
        file().ifPresent(path -> Folders.requireOther(path, kept));
    }

    boolean isAsked() {
        return json != null;
    }

    /// The file; empty where none is asked for.
    Optional<Path> file() {
        return Optional.ofNullable(json).filter(path -> !path.equals(STANDARD_OUTPUT));
    }

    /// The console for a command whose answer may go to standard output as JSON: what people read then goes to standard error.
    Console console(Console console) {
        return STANDARD_OUTPUT.equals(json) ? console.forPeopleOnStandardError() : console;
    }

    /// Says an answer and writes it.
    ///
    /// @return the exit status
    int answer(Console console, Spoken answer) {
        answer.say(console(console));
        write(console, answer);
        return answer.exitStatus();
    }

    void write(Console console, Object answer) {
        if (STANDARD_OUTPUT.equals(json)) {
            console.out().println(JsonFile.text(answer));
            console.out().flush();
        } else {
            file().ifPresent(path -> JsonFile.write(path, answer));
        }
    }
}
