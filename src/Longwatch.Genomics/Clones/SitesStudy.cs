using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.SiteTables;
using Longwatch.Genomics.Vectors;

namespace Longwatch.Genomics.Clones;

/// <summary>What a study of site tables is asked.</summary>
/// <param name="Association">Facts by sample; null for none.</param>
/// <param name="Abundance">Column; null: the best that is there.</param>
/// <param name="Assembly">Of tables that do not say it; null: then no gene is named.</param>
/// <param name="Genes">Gene table.</param>
/// <param name="Background">Table of sites to compare common sites with; null: random sites as the family prefers.</param>
/// <param name="Data">Folder of the data that come with Longwatch (<c>data/genomics</c>).</param>
public sealed record SitesOptions(
    IReadOnlyList<string> Tables,
    string? Association,
    string? Abundance,
    string? Assembly,
    string? Genes,
    IReadOnlyList<string> CancerGenes,
    string? Background,
    VectorFamily Family,
    string? Rules,
    ulong Seed,
    string Version,
    DirectoryInfo Data
);

/// <summary>Everything found in site tables: the outputs are written from this object.</summary>
/// <param name="Annotations">Per site; empty when the assembly is not known or is not that of the gene table.</param>
/// <param name="Common">Null when genes cannot be named.</param>
/// <param name="Notes">What was assumed or left out, and why.</param>
public sealed record SitesResultSet(
    IReadOnlyList<SiteTable> Tables,
    AbundanceUnit Unit,
    CloneTable Clones,
    IReadOnlyList<SiteAnnotation> Annotations,
    CloneResult Analysis,
    IReadOnlyList<PersonCollision> Collisions,
    CommonSitesResult? Common,
    GeneticRules Rules,
    string GeneTable,
    IReadOnlyList<CancerGeneList> Lists,
    IReadOnlyList<string> Notes,
    string Version
);

/// <summary><c>longwatch genetics sites</c>: clonality, growth, sharing and common sites from tables of integration sites.</summary>
public static class SitesStudy
{
    private const double GenomeLength = 3.1e9;
    private static readonly string[] OfHg38 = ["hg38", "GRCh38", "GRCh38.p14", "hs38DH", "hs38"];

    /// <summary>Reads the tables and analyses them together.</summary>
    /// <exception cref="UnreadableInputException">Every problem of every file.</exception>
    public static SitesResultSet Run(SitesOptions options, Action<string>? progress = null)
    {
        progress?.Invoke("reading the tables");
        var rules = GeneticRules.Read(options.Rules ?? Path.Combine(options.Data.FullName, "rules.json"));
        var tables = Tables(options, rules);
        var unit = tables[0].Unit;
        var rows = tables.SelectMany(t => t.Rows).ToList();
        var clones = CloneTable.From(rows, (long)rules.Clones["mergeWindow"].Value);
        var notes = tables.SelectMany(t => t.Notes).Distinct(StringComparer.Ordinal).ToList();
        notes.AddRange(WithoutTime(clones));

        var shipped = Path.Combine(options.Data.FullName, "annotation");
        var genes = GeneTable.Read(options.Genes ?? Path.Combine(shipped, "hg38.genes.tsv.gz"));
        var lists = CancerGeneLists.Read(
            options.CancerGenes.Count > 0
                ? options.CancerGenes
                : [Path.Combine(shipped, "proto-oncogenes.uniprot.tsv"), Path.Combine(shipped, "tumour-suppressors.uniprot.tsv")]
        );
        var placed = clones.Sites.Any(s => s.HasPlace);
        var named = placed && AssemblyFits(tables, options, genes, clones, notes);
        IReadOnlyList<SiteAnnotation> annotations = named
            ?
            [
                .. clones.Sites.Select(s =>
                    SiteAnnotator.Annotate(
                        s.Id,
                        s.Contig,
                        s.Position,
                        s.Reverse,
                        genes,
                        lists,
                        (long)rules.Clones["cancerGeneWindow"].Value
                    )
                ),
            ]
            : [];
        progress?.Invoke("following the clones");
        var analysis = CloneAnalysis.Analyse(clones, unit, named ? annotations : null, rules);
        progress?.Invoke("comparing persons");
        var length = genes.Lengths.Where(l => l.Key != "chrM").Sum(l => (double)l.Value);
        var genome = length > 0 ? length : GenomeLength;
        var collisions = Collisions(tables, clones, genome, rules, notes);
        progress?.Invoke("looking for common insertion sites");
        return new(
            tables,
            unit,
            clones,
            annotations,
            analysis,
            collisions,
            named ? Common(options, clones, genes, genome, rules, notes) : null,
            rules,
            genes.Name,
            lists.Lists,
            notes,
            options.Version
        );
    }

    private static List<SiteTable> Tables(SitesOptions options, GeneticRules rules)
    {
        var problems = new List<InputProblem>();
        var tables = new List<SiteTable>();
        IReadOnlyDictionary<string, SampleFacts>? association = null;
        Gather(() => association = options.Association is { } path ? Association.Read(path) : null);
        foreach (var path in options.Tables)
            if (options.Association is null || association is not null)
                Gather(() => tables.Add(SiteTableReader.Read(path, association, options.Abundance)));
        foreach (var other in tables.Skip(1).Where(t => t.Unit != tables[0].Unit))
            problems.Add(
                new(
                    other.File,
                    null,
                    $"counts {other.Unit.ToString().ToLowerInvariant()} ({other.AbundanceColumn}); {tables[0].File} counts {tables[0].Unit.ToString().ToLowerInvariant()} ({tables[0].AbundanceColumn}): give one column that both have with --abundance"
                )
            );
        if (rules.Clones.Count == 0)
            problems.Add(new(options.Rules ?? "rules.json", null, "has no rules of the group clones"));
        if (problems.Count > 0)
            throw new UnreadableInputException(problems);
        return tables;

        void Gather(Action read)
        {
            try
            {
                read();
            }
            catch (UnreadableInputException error)
            {
                problems.AddRange(error.Problems);
            }
        }
    }

    /// <summary>Only where it is known whose the sites are, and where chance can be computed: two samples of one person share sites without any fault.</summary>
    private static IReadOnlyList<PersonCollision> Collisions(
        List<SiteTable> tables,
        CloneTable clones,
        double genome,
        GeneticRules rules,
        List<string> notes
    )
    {
        if (tables.Any(t => !t.PersonsKnown))
        {
            notes.Add("Sharing of sites between persons was not assessed, as it is not known whose the samples are. Give --association.");
            return [];
        }

        if (clones.Sites.Any(s => !s.HasPlace))
            notes.Add(
                "Sharing of barcodes between persons was not assessed: how often chance gives one depends on the size of the barcode library."
            );
        return SiteSharing.Find(clones.Sites, genome, rules);
    }

    private static IEnumerable<string> WithoutTime(CloneTable clones)
    {
        var untimed = clones.Samplings.Count(s => s.Days is null);
        if (untimed > 0)
            yield return FormattableString.Invariant(
                $"{untimed} of {clones.Samplings.Count} samples state no time: they are shown, and no growth is tested with them."
            );
    }

    /// <summary>A gene named by positions of another assembly is a wrong gene: without the assembly none is named.</summary>
    private static bool AssemblyFits(List<SiteTable> tables, SitesOptions options, GeneTable genes, CloneTable clones, List<string> notes)
    {
        var stated = tables
            .Select(t => t.Assembly.Length > 0 ? t.Assembly : options.Assembly ?? "")
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (stated.Contains(""))
            notes.Add(
                "The tables do not say to which genome their positions belong: no gene is named. Give it with --assembly, for example --assembly hg38."
            );
        else if (stated.Any(s => !Same(s, genes.Assembly)))
            notes.Add(
                $"The positions are of {string.Join(" and ", stated)}, the gene table {genes.Name} of {(genes.Assembly.Length > 0 ? genes.Assembly : "an assembly that it does not state")}: no gene is named. Give a gene table of that assembly with --genes."
            );
        else if (clones.Sites.FirstOrDefault(s => s.Position >= genes.Lengths.GetValueOrDefault(s.Contig, long.MaxValue)) is { } beyond)
            notes.Add(
                $"{beyond.Id} lies beyond the end of {beyond.Contig} in {genes.Assembly}: the positions are of another assembly, and no gene is named."
            );
        else
            return true;
        return false;

        bool Same(string one, string other) =>
            // A user's own gene table (GTF) states no assembly: then it is the user's word that it belongs to the table.
            (other.Length == 0 && options.Genes is not null)
            || string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
            || (OfHg38.Contains(one, StringComparer.OrdinalIgnoreCase) && OfHg38.Contains(other, StringComparer.OrdinalIgnoreCase));
    }

    private static CommonSitesResult Common(
        SitesOptions options,
        CloneTable clones,
        GeneTable genes,
        double genome,
        GeneticRules rules,
        List<string> notes
    )
    {
        string[] contigs =
            genes.Lengths.Count > 0
                ? [.. genes.Lengths.Keys.Where(c => c != "chrM")]
                : [.. clones.Sites.Select(s => s.Contig).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        SiteBackground? background = null;
        if (options.Background is { } path)
        {
            var table = SiteTableReader.Read(path);
            background = SiteBackground.From(CloneTable.From(table.Rows, 0).Sites, contigs, Path.GetFileName(path));
        }
        else if (genes.Lengths.Count > 0)
            background = SiteBackground.Random(options.Family, genes, contigs, rules);
        else
            notes.Add(
                "The gene table states no chromosome lengths: common sites are compared with uniform chance only. Give a background with --background."
            );
        return CommonSites.Find(clones.Sites, genes, contigs, background, genome, options.Seed, rules);
    }
}
