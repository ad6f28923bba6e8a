using System.CommandLine;
using Longwatch.Genomics;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Cli.Genetics;

/// <summary><c>longwatch vectors</c>: lists the library, checks vector files, compiles them.</summary>
internal static class VectorsCommand
{
    public static Command Create(Terminal terminal) =>
        new(
            "vectors",
            "List, check and compile the vectors that reads are searched for, with the origin of every 31-mer: unique to the vector, human, viral, plasmid."
        )
        {
            List(terminal),
            Check(terminal),
            Compile(terminal),
        };

    private static Command List(Terminal terminal)
    {
        var command = new Command(
            "list",
            "The vectors that come with Longwatch: product, source, and how many bases of each are unique, human, viral or plasmid."
        );
        command.SetAction((parsed, cancellation) => Task.FromResult(Guarded(terminal, () => PrintLibrary(terminal, cancellation))));
        return command;
    }

    private static Command Check(Terminal terminal)
    {
        var (files, masks, family) = (Files(), Masks(), Family());
        var command = new Command(
            "check",
            "Read vector files and say every problem; then what was found in them: topology, terminal repeats, features, and a picture of the origin of every part. Exit code 2 when a file would be refused."
        )
        {
            files,
            masks,
            family,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Guarded(
                        terminal,
                        () =>
                        {
                            var compiled = Compiled(
                                terminal,
                                parsed.GetRequiredValue(files),
                                parsed.GetValue(masks) ?? [],
                                parsed.GetValue(family),
                                cancellation
                            );
                            foreach (var sequence in compiled.Sequences)
                                VectorPicture.Print(terminal, sequence);
                            PrintNotes(terminal, compiled);
                        }
                    )
                )
        );
        return command;
    }

    private static Command Compile(Terminal terminal)
    {
        var (files, masks, family) = (Files(), Masks(), Family());
        var into = CommonOptions.Out(
            "Folder for the compiled form (vectors.lwvectors), the sequences as they are searched (vectors.fa) and the origin of every part (origins.bed)."
        );
        into.Required = true;
        var command = new Command(
            "compile",
            "Compile vector files: cut the provirus out of a plasmid, compare it with the mask, and write what reads are searched for."
        )
        {
            files,
            masks,
            family,
            into,
        };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Guarded(
                        terminal,
                        () =>
                        {
                            var compiled = Compiled(
                                terminal,
                                parsed.GetRequiredValue(files),
                                parsed.GetValue(masks) ?? [],
                                parsed.GetValue(family),
                                cancellation
                            );
                            var folder = parsed.GetRequiredValue(into);
                            folder.Create();
                            VectorCompiler.Save(compiled, Path.Combine(folder.FullName, "vectors.lwvectors"));
                            File.WriteAllText(Path.Combine(folder.FullName, "vectors.fa"), VectorPicture.Fasta(compiled));
                            File.WriteAllText(Path.Combine(folder.FullName, "origins.bed"), VectorPicture.Bed(compiled));
                            VectorPicture.PrintTable(terminal, compiled.Sequences);
                            PrintNotes(terminal, compiled);
                            terminal.Output.WriteLine($"version {compiled.Hash}");
                        }
                    )
                )
        );
        return command;
    }

    private static Argument<string[]> Files() =>
        new("VECTOR")
        {
            Description =
                "FASTA or GenBank, plain or gzip; V.fa:V.gtf names a table of features; a name of the library is taken when there is no such file.",
            Arity = ArgumentArity.OneOrMore,
        };

    private static Option<string[]> Masks() =>
        new("--mask")
        {
            Description =
                "Reference (FASTA) whose sequence is not unique to a vector: a human genome; or transcript=FILE, retrovirus=FILE, plasmid=FILE. Built-in ones are always used.",
            HelpName = "FILE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };

    private static Option<VectorFamily?> Family() =>
        new("--family")
        {
            Description =
                $"How the vectors integrate, when the sequence does not show it: {string.Join(", ", Enum.GetNames<VectorFamily>())}.",
            HelpName = "FAMILY",
        };

    private static CompiledVectors Compiled(
        Terminal terminal,
        string[] files,
        string[] masks,
        VectorFamily? family,
        CancellationToken cancellation
    )
    {
        var inLibrary = files
            .Where(f => !File.Exists(f) && VectorLibrary.Vectors.Any(v => string.Equals(v.Name, f, StringComparison.OrdinalIgnoreCase)))
            .ToArray();
        var sources = VectorSources
            .Read([.. files.Except(inLibrary)])
            .Concat(inLibrary.Select(VectorLibrary.Read))
            .Select(s => s with { Family = family });
        var progress = new ProgressLine(terminal);
        try
        {
            return VectorCompiler.Compile(
                [.. sources],
                [.. masks.Select(MaskSource.Parse)],
                new DirectoryInfo(terminal.GeneticCache),
                p => progress.Report($"comparing with {p.Name}: {(double)p.BytesDone / p.BytesTotal:P0}"),
                cancellation
            );
        }
        finally
        {
            progress.Clear();
        }
    }

    private static void PrintLibrary(Terminal terminal, CancellationToken cancellation)
    {
        var sources = VectorLibrary.Vectors.Select(v => VectorLibrary.Read(v.Name)).ToArray();
        var compiled = VectorCompiler.Compile(sources, [], new DirectoryInfo(terminal.GeneticCache), cancellation);
        VectorPicture.PrintTable(terminal, compiled.Sequences);
        terminal.Output.WriteLine();
        foreach (var vector in VectorLibrary.Vectors)
        {
            var brand = vector.Brand == "none" ? "" : $" ({vector.Brand})";
            terminal.Output.WriteLine(vector.Name);
            foreach (
                var line in VectorPicture.Wrap(
                    $"{vector.Product}{brand}; {vector.Accession}; {vector.Content}. Checked: {vector.Checked}.",
                    terminal.Width - 2
                )
            )
                terminal.Output.WriteLine($"  {line}");
        }
        terminal.Output.WriteLine();
        PrintNotes(terminal, compiled);
    }

    private static void PrintNotes(Terminal terminal, CompiledVectors compiled)
    {
        foreach (var note in compiled.Notes)
        foreach (var (line, first) in VectorPicture.Wrap(note, terminal.Width - 2).Select((l, i) => (l, i == 0)))
            terminal.Output.WriteLine(first ? $"- {line}" : $"  {line}");
    }

    private static int Guarded(Terminal terminal, Action run)
    {
        try
        {
            run();
            return ExitCode.Done;
        }
        catch (UnreadableInputException error)
        {
            foreach (var problem in error.Problems)
                terminal.Error.WriteLine(problem);
            return ExitCode.Refused;
        }
    }
}
