using System.CommandLine;
using Longwatch.Exchange.Genetics.Clonality;
using Longwatch.Genomics;
using Longwatch.Genomics.Clones;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Cli.Genetics;

/// <summary><c>longwatch genetics sites TABLE...</c>: clonality, growth, sharing and common sites from tables of integration sites.</summary>
internal static class SitesCommand
{
    /// <summary>Lines of findings on the terminal; all of them are in the report.</summary>
    private const int MostShown = 12;

    public static Command Create(Terminal terminal)
    {
        var tables = new Argument<string[]>("TABLE")
        {
            Description =
                "Site tables of INSPIIRED, AAVengeR, VISPA2 or ISAnalytics (long or matrix), barcodes, or any table with chromosome, position, strand, person, time and abundance; plain or gzip.",
            Arity = ArgumentArity.OneOrMore,
        };
        var association = File(
            "--association",
            "Table that says of each sample whose it is, from where and when (association file of ISAnalytics)."
        );
        var abundance = Text(
            "--abundance",
            "Column to use as abundance. Default: tags, then fragments, then what the table calls abundance, then reads.",
            "COLUMN"
        );
        var assembly = Text(
            "--assembly",
            "Genome of the positions, for tables that do not say it, for example hg38. Without it no gene is named.",
            "NAME"
        );
        var genes = File("--genes", "Gene table: UCSC refGene or GTF. Default: the one that comes with Longwatch (hg38).");
        var cancerGenes = new Option<string[]>("--cancer-genes")
        {
            Description = "Lists of cancer genes, one symbol per line or a table. Default: the lists that come with Longwatch.",
            HelpName = "FILE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var background = File(
            "--background",
            "Site table of an unselected population of the same vector (in vitro, product): the background of common insertion sites."
        );
        var family = new Option<VectorFamily>("--family")
        {
            Description =
                $"Without --background: random sites as this family prefers them: {string.Join(", ", Enum.GetNames<VectorFamily>())}.",
            HelpName = "FAMILY",
            DefaultValueFactory = _ => VectorFamily.Lentivirus,
        };
        var rules = File("--rules", "Thresholds. Default: data/genomics/rules.json.");
        var (seed, quiet) = (CommonOptions.Seed(1), CommonOptions.Quiet());
        var output = CommonOptions.Out("Folder for the results.");
        output.DefaultValueFactory = _ => new DirectoryInfo("sites");
        var command = new Command(
            "sites",
            "Follow clones in tables of integration sites: diversity, growth with tests, predominant clones, sites beside cancer genes, sites that two persons share, common insertion sites."
        )
        {
            tables,
            association,
            abundance,
            assembly,
            genes,
            cancerGenes,
            background,
            family,
            rules,
            seed,
            output,
            quiet,
        };
        command.SetAction(parsed =>
            Run(
                terminal,
                new(
                    parsed.GetRequiredValue(tables),
                    parsed.GetValue(association),
                    parsed.GetValue(abundance),
                    parsed.GetValue(assembly),
                    parsed.GetValue(genes),
                    parsed.GetValue(cancerGenes) ?? [],
                    parsed.GetValue(background),
                    parsed.GetValue(family),
                    parsed.GetValue(rules),
                    parsed.GetValue(seed),
                    Terminal.Version,
                    new DirectoryInfo(terminal.GeneticData)
                ),
                parsed.GetRequiredValue(output),
                parsed.GetValue(quiet)
            )
        );
        return command;
    }

    private static int Run(Terminal terminal, SitesOptions options, DirectoryInfo output, bool quiet)
    {
        var line = new ProgressLine(quiet ? terminal with { ShowProgress = false } : terminal);
        SitesResultSet result;
        IReadOnlyList<string> written;
        try
        {
            result = SitesStudy.Run(options, line.Report);
            line.Report("writing the report");
            written = SitesWriter.Write(result, output);
        }
        finally
        {
            line.Clear();
        }

        if (!quiet)
            Print(terminal, result, output, written.Count);
        return ExitCode.Done;
    }

    private static void Print(Terminal terminal, SitesResultSet result, DirectoryInfo output, int files)
    {
        var (triggers, alarms) = (result.Analysis.Triggers, result.Collisions.Where(c => c.Alarm).OrderBy(c => c.Chance).ToList());
        var persons = result.Clones.Samplings.Select(s => s.Person).Distinct(StringComparer.Ordinal).Count();
        terminal.Output.WriteLine(
            FormattableString.Invariant(
                $"{result.Clones.Sites.Count} sites of {persons} persons in {result.Clones.Samplings.Count} samples; {triggers.Count} findings, pairs of persons that share sites beyond chance: {alarms.Count}."
            )
        );
        foreach (var text in alarms.Select(a => a.Text).Concat(triggers.Select(t => $"{t.Person}: {t.Text}")).Take(MostShown))
            Bullet(terminal, text);
        if (alarms.Count + triggers.Count > MostShown)
            Bullet(terminal, FormattableString.Invariant($"and {alarms.Count + triggers.Count - MostShown} more in the report"));
        foreach (var note in result.Notes)
            Bullet(terminal, note);
        terminal.Output.WriteLine(FormattableString.Invariant($"{files} files in {output}"));
    }

    private static void Bullet(Terminal terminal, string text)
    {
        foreach (var (part, first) in VectorPicture.Wrap(text, terminal.Width - 2).Select((l, i) => (l, i == 0)))
            terminal.Output.WriteLine(first ? $"- {part}" : $"  {part}");
    }

    private static Option<string?> File(string name, string description) => Text(name, description, "FILE");

    private static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };
}
