using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Longwatch.Domain;
using Longwatch.Domain.Cases;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Tables and charts of placed cases.</summary>
internal static class PlacedCases
{
    private const string Present = "present";
    private const string Absent = "absent";
    private const string NotKnown = "not known";

    public static ReportTable Table(ImmutableArray<PlacedCase> placed) =>
        new(
            "molecular-evidence-cases",
            "Published cases on the evidence ladder; unverified reports are greyed",
            [
                new("case", "Case"),
                new("product", "Product"),
                new("vector", "Vector"),
                new("onset_months", "Onset (months)", 1),
                new("tumour", "Tumour"),
                new("transgene", "Transgene as published"),
                new("sites", "Integration sites"),
                new("level", "Level"),
                new("reason", "Because"),
                new("modifiers", "Modifiers"),
                new("if_unverified_held", "If unverified facts held"),
            ],
            [.. placed.Select(Row)]
        );

    /// <summary>One row per case and fact.</summary>
    public static ReportTable Facts(ImmutableArray<PlacedCase> counted) =>
        new(
            "molecular-evidence-facts",
            "What is known of each verified case; an empty field of a report is not known, never absent",
            [new("case", "Case"), new("fact", "Fact"), new("state", "State"), new("detail", "As published")],
            [
                .. counted.SelectMany(p =>
                    FactsOf(p).Select(f => new TableRow([p.Label, f.Fact, f.State, f.Detail], null, [p.Case.Provenance.Key]))
                ),
            ]
        );

    public static JsonObject FactsChart(ReportTable facts) =>
        VegaLite.Chart(
            facts,
            new JsonObject
            {
                ["height"] = new JsonObject { ["step"] = 26 },
                ["mark"] = new JsonObject
                {
                    ["type"] = "rect",
                    ["cornerRadius"] = 3,
                    ["width"] = new JsonObject { ["band"] = 0.9 },
                    ["height"] = new JsonObject { ["band"] = 0.8 },
                },
                ["encoding"] = new JsonObject
                {
                    ["x"] = Nominal(
                        "fact",
                        new JsonObject
                        {
                            ["orient"] = "top",
                            ["labelAngle"] = -40,
                            ["labelLimit"] = 140,
                        }
                    ),
                    ["y"] = Nominal("case", new JsonObject { ["labelLimit"] = 200 }),
                    ["color"] = new JsonObject
                    {
                        ["field"] = "state",
                        ["type"] = "nominal",
                        ["title"] = null,
                        ["scale"] = new JsonObject { ["domain"] = new JsonArray(Present, Absent, NotKnown) },
                        ["legend"] = new JsonObject { ["orient"] = "bottom" },
                    },
                    ["opacity"] = new JsonObject
                    {
                        ["condition"] = new JsonObject { ["test"] = $"datum.state === '{NotKnown}'", ["value"] = 0.25 },
                        ["value"] = 1,
                    },
                    ["tooltip"] = VegaLite.Tooltip(facts),
                },
            }
        );

    public static JsonObject OnsetChart(ReportTable cases) =>
        VegaLite.Chart(
            cases,
            new JsonObject
            {
                ["height"] = new JsonObject { ["step"] = 34 },
                ["transform"] = new JsonArray(new JsonObject { ["filter"] = "isValid(datum.onset_months)" }),
                ["mark"] = new JsonObject
                {
                    ["type"] = "point",
                    ["filled"] = true,
                    ["size"] = 110,
                    ["opacity"] = 0.9,
                },
                ["encoding"] = new JsonObject
                {
                    ["x"] = MolecularReport.OnsetAxis("Months from infusion to onset"),
                    ["y"] = MolecularReport.LevelAxis(),
                    ["color"] = new JsonObject
                    {
                        ["field"] = "vector",
                        ["type"] = "nominal",
                        ["title"] = "Vector",
                        ["legend"] = new JsonObject { ["orient"] = "top" },
                    },
                    ["tooltip"] = VegaLite.Tooltip(cases),
                },
            }
        );

    /// <summary>Facts of otherwise verified cases that rest on background knowledge, and sites of unverified rows: shown greyed, used by no rule.</summary>
    public static ReportTable Unverified(PublishedEvidence evidence)
    {
        const string why = "Background knowledge: shown, used by no rule.";
        var fields = evidence
            .Cases.Where(c => c.Provenance.Counts)
            .SelectMany(c => c.UnverifiedFields.Order(StringComparer.Ordinal).Select(f => (Case: c, Field: f, Value: Value(c, f))))
            .Select(x => new TableRow([x.Case.Citation, x.Field, x.Value], why, [x.Case.Provenance.Key]));
        var sites = evidence
            .Cases.SelectMany(c => c.Sites.Where(s => !s.Provenance.Counts).Select(s => (Case: c, Site: s)))
            .Select(x => new TableRow(
                [x.Case.Citation, "integration site", x.Site.Gene],
                x.Site.Provenance.NotCountedBecause(),
                [x.Site.Provenance.Key]
            ));
        return new(
            "molecular-evidence-unverified",
            "Unverified facts of the case reports",
            [new("case", "Case"), new("fact", "Fact"), new("value", "As carried")],
            [.. fields, .. sites]
        );
    }

    private static TableRow Row(PlacedCase p)
    {
        var counts = p.Case.Provenance.Counts;
        var shown = counts ? p.Assessment : p.IfUnverifiedHeld;
        return new(
            [
                p.Label,
                p.Case.Product?.Replace('_', ' ') ?? "not stated",
                $"{p.Case.Vector}".ToLowerInvariant(),
                counts ? p.Onset : p.Case.OnsetMonths,
                p.Case.Tumour,
                Transgene(p.Case),
                string.Join(", ", p.Case.Sites.Where(s => s.Provenance.Counts || !counts).Select(Site)),
                counts ? MolecularReport.Words(p.Assessment.Level) : "not placed",
                counts ? shown.Reason : "the report itself was not seen",
                string.Join("; ", counts ? p.Modifiers.Select(m => m.Text) : []),
                p.IfUnverifiedHeld.Level == p.Assessment.Level && counts
                    ? "same"
                    : $"{p.IfUnverifiedHeld.Level}: {p.IfUnverifiedHeld.Reason}",
            ],
            p.Case.Provenance.NotCountedBecause(),
            [p.Case.Provenance.Key, .. p.Case.Sites.Select(s => s.Provenance.Key)]
        );
    }

    private static IEnumerable<(string Fact, string State, string? Detail)> FactsOf(PlacedCase p)
    {
        var f = p.Findings;
        yield return (
            "Transgene",
            f.Transgene switch
            {
                TransgeneFinding.Detected or TransgeneFinding.VeryLow => Present,
                TransgeneFinding.NotDetected => Absent,
                _ => NotKnown,
            },
            Transgene(p.Case)
        );
        var clone = p.Assessment.Rules.FirstOrDefault(r => r.Rule == MolecularEvidence.Clonal);
        yield return (
            "Vector in clone",
            clone is { Met: true } ? Present
            : f.Clonality == VectorClonality.NotClonal || f.SameCloneAsTumour == Ternary.No || f.Transgene == TransgeneFinding.NotDetected
                ? Absent
            : NotKnown,
            clone?.Reason
        );
        yield return (
            "Cancer gene at site",
            f.Sites.Any(s => s.CancerGene == Ternary.Yes) ? Present
            : !f.Sites.IsEmpty && f.Sites.All(s => s.CancerGene == Ternary.No) ? Absent
            : NotKnown,
            string.Join(", ", p.Case.Sites.Where(s => s.Provenance.Counts).Select(Site))
        );
        yield return (
            "Dysregulation",
            f.ExpressionEffect switch
            {
                Ternary.Yes => Present,
                Ternary.No => Absent,
                _ => NotKnown,
            },
            null
        );
        foreach (var kind in Enum.GetValues<ModifierKind>())
        {
            var texts = p.Modifiers.Where(m => m.Kind == kind).Select(m => m.Text).ToArray();
            var absent =
                kind == ModifierKind.PreexistingClone
                && p.Case.ClonePreexisting == Ternary.No
                && !p.Case.UnverifiedFields.Contains("clone_preexisting");
            yield return (
                Words(kind),
                texts.Length > 0 ? Present
                : absent ? Absent
                : NotKnown,
                string.Join("; ", texts)
            );
        }
    }

    private static string Words(ModifierKind kind) =>
        kind switch
        {
            ModifierKind.PreexistingClone => "Clone before infusion",
            ModifierKind.ClonalHaematopoiesis => "Clonal haematopoiesis",
            ModifierKind.Germline => "Germline variant",
            ModifierKind.OtherMutations => "Other mutations",
            ModifierKind.Virus => "Virus",
            ModifierKind.LaterTherapies => "Later therapy",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    private static string Transgene(MolecularCase c)
    {
        var words = c.Transgene switch
        {
            PublishedTransgeneResult.NotReported => "not reported",
            PublishedTransgeneResult.NotTested => "not tested",
            PublishedTransgeneResult.Negative => "negative",
            PublishedTransgeneResult.VeryLow => "very low",
            PublishedTransgeneResult.Positive => "positive",
            _ => throw new ArgumentOutOfRangeException(nameof(c)),
        };
        return c.TransgeneQuantity is { } quantity && !c.UnverifiedFields.Contains("transgene_quantity") ? $"{words} ({quantity})" : words;
    }

    private static string Site(IntegrationSite s) =>
        $"{s.Gene}{(s.Region is { } r ? $" {r}" : string.Empty)}{(s.CancerGene == Ternary.Yes ? " (cancer gene)" : string.Empty)}";

    private static string Value(MolecularCase c, string field) =>
        field switch
        {
            "onset_months" => c.OnsetMonths is { } m ? $"{Phrase.Number(m)} months" : "empty",
            "product" => c.Product ?? "empty",
            "transgene" => Transgene(c),
            "transgene_methods" => c.TransgeneMethods ?? "empty",
            "transgene_quantity" => c.TransgeneQuantity ?? "empty",
            "car_positive_percent" => c.CarPositivePercent is { } p ? $"{Phrase.Number(p)} %" : "empty",
            "copies_per_cell" => c.CopiesPerCell is { } n ? Phrase.Number(n) : "empty",
            "lod_copies_per_cell" => c.LimitOfDetection is { } lod ? Phrase.Number(lod) : "empty",
            "tumour_fraction" => c.TumourFraction is { } fraction ? Phrase.Number(fraction) : "empty",
            "vector_clonality" => $"{c.VectorClonality}",
            "clone_preexisting" => $"{c.ClonePreexisting}",
            "tcr_in_apheresis" => $"{c.TcrInApheresis}",
            "expression_effect" => $"{c.ExpressionEffect}",
            "alternative_driver" => $"{c.AlternativeDriver}",
            "clonal_haematopoiesis" => string.Join("; ", c.ClonalHaematopoiesis),
            "germline" => string.Join("; ", c.Germline),
            "other_mutations" => string.Join("; ", c.OtherMutations),
            "virus" => c.Virus ?? "empty",
            "later_therapies" => c.LaterTherapies ?? "empty",
            "outcome" => c.Outcome ?? "empty",
            "immunophenotype" => c.Immunophenotype ?? "empty",
            "tumour" => c.Tumour,
            "vector" => $"{c.Vector}",
            _ => "carried",
        };

    private static JsonObject Nominal(string field, JsonObject axis) =>
        new()
        {
            ["field"] = field,
            ["type"] = "nominal",
            ["sort"] = null,
            ["title"] = null,
            ["axis"] = axis,
        };
}
