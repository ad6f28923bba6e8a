using Longwatch.Genomics.Annotation;
using Longwatch.Genomics.Rules;
using Longwatch.Genomics.SiteTables;
using Longwatch.Statistics;
using Longwatch.Statistics.Clones;
using Longwatch.Statistics.MultipleTesting;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Genomics.Clones;

/// <summary>Diversity of one sampling.</summary>
/// <param name="Total">Sum of the abundance.</param>
/// <param name="Chao1">Lower bound of the number of clones; NaN for reads.</param>
/// <param name="Coverage">Share of the population in clones that were seen; NaN for reads.</param>
/// <param name="Top">Largest clones, at most ten: site and share.</param>
public sealed record SamplingSummary(
    int Sampling,
    int Sites,
    double Total,
    EstimateWithError Chao1,
    double Coverage,
    double Shannon,
    double Pielou,
    double Gini,
    double Simpson,
    int Uc50,
    IReadOnlyList<(int Site, double Share)> Top
);

/// <summary>One clone over the samplings of one person and compartment.</summary>
/// <param name="Points">By time; samplings in which it was not seen have count 0.</param>
/// <param name="Fit">Null with fewer than two times or for reads.</param>
/// <param name="TrendQ">Of the trend, over all clones tested of the person and compartment; NaN when not tested.</param>
/// <param name="Steps">Change between neighbouring times.</param>
public sealed record CloneHistory(
    int Site,
    string Compartment,
    IReadOnlyList<ClonePoint> Points,
    TrajectoryFit? Fit,
    double TrendQ,
    IReadOnlyList<CloneStep> Steps
)
{
    public ClonePoint Last => Points[^1];
}

/// <summary>One clone in one sampling.</summary>
/// <param name="Interval">Clopper–Pearson 95 % of the share; NaN for reads.</param>
public sealed record ClonePoint(int Sampling, double? Days, double Amount, double Total, Interval Interval)
{
    public double Share => Amount / Total;
}

/// <summary>Change of a clone from one time to the next.</summary>
/// <param name="Q">Of the beta-binomial test, over all steps tested of the person and compartment.</param>
public sealed record CloneStep(int From, int To, ExpansionResult Test, double Q);

/// <summary>Something that somebody must look at.</summary>
/// <param name="Code">Stable: <c>dominant</c>, <c>expanding</c>, <c>rising</c>, <c>near_cancer_gene</c>.</param>
/// <param name="Text">In words, with the numbers and the threshold.</param>
public sealed record CloneTrigger(string Code, string Person, string Compartment, int Site, string Text);

/// <summary>Diversity, growth and triggers of all persons.</summary>
/// <param name="Correlation">Intra-class correlation used in the tests of growth.</param>
/// <param name="CorrelationMeasured">From repeated samples, not the assumption of the rules.</param>
public sealed record CloneResult(
    IReadOnlyList<SamplingSummary> Summaries,
    IReadOnlyList<CloneHistory> Histories,
    IReadOnlyList<CloneTrigger> Triggers,
    double Correlation,
    bool CorrelationMeasured
);

/// <summary>Clonality and growth from a table of clones.</summary>
public static class CloneAnalysis
{
    private const int Top = 10;
    private const double Level = 0.95;

    /// <summary>Analyses every person and compartment.</summary>
    /// <param name="annotations">Per site of the table; null when not asked for.</param>
    public static CloneResult Analyse(CloneTable table, AbundanceUnit unit, IReadOnlyList<SiteAnnotation>? annotations, GeneticRules rules)
    {
        var bySampling = table.Amounts.ToLookup(a => a.Sampling);
        var totals = table.Samplings.Select((_, i) => bySampling[i].Sum(a => a.Amount)).ToArray();
        var summaries = table.Samplings.Select((_, i) => Summary(i, [.. bySampling[i]], unit)).ToList();
        var measured = unit == AbundanceUnit.Reads ? null : MeasuredCorrelation(table);
        var correlation = measured ?? rules.Clones["expansionCorrelation"].Value;
        var histories = new List<CloneHistory>();
        foreach (var course in table.Samplings.Select((s, i) => (s, i)).GroupBy(p => (p.s.Person, p.s.Compartment)))
            histories.AddRange(Courses(table, [.. course.Select(c => c.i)], course.Key.Compartment, totals, unit, correlation, rules));
        return new(summaries, histories, Triggers(table, histories, annotations, unit, rules), correlation, measured is not null);
    }

    private static SamplingSummary Summary(int sampling, CloneAmount[] amounts, AbundanceUnit unit)
    {
        double[] abundances = [.. amounts.Select(a => a.Amount)];
        int[] counts = unit == AbundanceUnit.Reads ? [] : [.. abundances.Select(Whole).Where(c => c > 0)];
        var total = abundances.Sum();
        return new(
            sampling,
            amounts.Length,
            total,
            CloneRichness.Chao1(counts),
            CloneRichness.Coverage(counts),
            CloneDiversity.Shannon(abundances),
            CloneDiversity.Pielou(abundances),
            CloneDiversity.Gini(abundances),
            CloneDiversity.Simpson(abundances),
            CloneDiversity.ClonesHolding(abundances, 0.5),
            [.. amounts.OrderByDescending(a => a.Amount).ThenBy(a => a.Site).Take(Top).Select(a => (a.Site, a.Amount / total))]
        );
    }

    /// <summary>From every sampling of which there are several samples; null when there is none.</summary>
    private static double? MeasuredCorrelation(CloneTable table)
    {
        var estimates = new List<(double Correlation, double Weight)>();
        foreach (var replicates in table.Replicates.Where(r => r.Count > 1))
        {
            var sites = replicates.SelectMany(r => r.Keys).Distinct().Order().ToList();
            var counts = sites.ConvertAll(site => replicates.Select(r => Whole(r.GetValueOrDefault(site))).ToArray());
            int[] totals = [.. replicates.Select((_, i) => counts.Sum(c => c[i]))];
            if (totals.All(t => t > 1))
                estimates.Add((CloneExpansion.Correlation(counts, totals), totals.Sum()));
        }

        return estimates.Count == 0 ? null : estimates.Sum(e => e.Correlation * e.Weight) / estimates.Sum(e => e.Weight);
    }

    private static IEnumerable<CloneHistory> Courses(
        CloneTable table,
        IReadOnlyList<int> samplings,
        string compartment,
        double[] totals,
        AbundanceUnit unit,
        double correlation,
        GeneticRules rules
    )
    {
        var least = rules.Clones["leastTested"].Value;
        var wanted = samplings.ToHashSet();
        var timed = samplings.Where(s => table.Samplings[s].Days is not null).ToList();
        var tested = unit != AbundanceUnit.Reads && timed.Select(s => table.Samplings[s].Days).Distinct().Count() > 1;
        var clones = table
            .Amounts.Where(a => wanted.Contains(a.Sampling))
            .GroupBy(a => a.Site)
            .Select(g => (Site: g.Key, Amounts: g.ToDictionary(a => a.Sampling, a => a.Amount)))
            .ToList();
        var drafts = new List<(int Site, IReadOnlyList<ClonePoint> Points, TrajectoryFit? Fit, List<CloneStep> Steps)>();
        foreach (var (site, amounts) in clones)
        {
            ClonePoint[] points =
            [
                .. samplings.Select(s => new ClonePoint(
                    s,
                    table.Samplings[s].Days,
                    amounts.GetValueOrDefault(s),
                    totals[s],
                    unit == AbundanceUnit.Reads
                        ? new(double.NaN, double.NaN)
                        : ProportionInterval.ClopperPearson(Count(amounts.GetValueOrDefault(s), totals[s]), Units(totals[s]), Level)
                )),
            ];
            var enough = tested && amounts.Values.Max() >= least;
            var known = points.Where(p => p.Days is not null).ToList();
            var fit = enough ? CloneTrajectory.Fit([.. known.Select(Counted)], Level) : null;
            var steps = new List<CloneStep>();
            for (var i = 1; enough && i < known.Count; i++)
                if (known[i - 1].Amount >= least || known[i].Amount >= least)
                    steps.Add(
                        new(
                            known[i - 1].Sampling,
                            known[i].Sampling,
                            CloneExpansion.Test(Counted(known[i - 1]), Counted(known[i]), correlation),
                            double.NaN
                        )
                    );
            drafts.Add((site, points, fit, steps));
        }

        var trendQ = AdjustedP.BenjaminiHochberg([.. drafts.Select(d => d.Fit is null ? double.NaN : TrendP(d.Fit))]);
        var stepQ = AdjustedP.BenjaminiHochberg([.. drafts.SelectMany(d => d.Steps).Select(s => s.Test.BetaBinomialP)]);
        var at = 0;
        for (var i = 0; i < drafts.Count; i++)
        {
            var (site, points, fit, steps) = drafts[i];
            yield return new(site, compartment, points, fit, trendQ[i], [.. steps.Select(s => s with { Q = stepQ[at++] })]);
        }
    }

    /// <summary>Of the quasi-Poisson slope; with two samples, or a clone absent from some so that there is no such slope, there is no trend to test.</summary>
    private static double TrendP(TrajectoryFit fit) => fit.QuasiP;

    private static List<CloneTrigger> Triggers(
        CloneTable table,
        List<CloneHistory> histories,
        IReadOnlyList<SiteAnnotation>? annotations,
        AbundanceUnit unit,
        GeneticRules rules
    )
    {
        var triggers = new List<CloneTrigger>();
        double Rule(string name) => rules.Clones[name].Value;
        foreach (var history in histories)
        {
            var site = table.Sites[history.Site];
            void Add(string code, FormattableString text) =>
                triggers.Add(new(code, site.Person, history.Compartment, history.Site, FormattableString.Invariant(text)));
            foreach (var point in history.Points.Where(p => p.Total > 0 && p.Share >= Rule("dominantShare")))
                Add(
                    "dominant",
                    $"{site.Id} holds {point.Share * 100:0.#} % ({point.Amount:0.##}/{point.Total:0.##}) {When(point.Days)}; the threshold is {Rule("dominantShare") * 100:0.#} %{Tested(point)}"
                );
            foreach (var step in history.Steps.Where(s => s.Q < Rule("significance") && s.Test.Ratio > 1))
            {
                var (from, to) = (history.Points.First(p => p.Sampling == step.From), history.Points.First(p => p.Sampling == step.To));
                if (to.Share >= Rule("risingShare"))
                    Add(
                        "expanding",
                        $"{site.Id} grew from {from.Share * 100:0.##} % ({from.Amount:0.##}/{from.Total:0.##}) {When(from.Days)} to {to.Share * 100:0.##} % ({to.Amount:0.##}/{to.Total:0.##}) {When(to.Days)}, q = {step.Q:0.##E+0}"
                    );
            }

            if (
                history.Fit is { } fit
                && history.TrendQ < Rule("significance")
                && fit.Slope > 0
                && history.Last.Share >= Rule("risingShare")
            )
                Add(
                    "rising",
                    $"{site.Id} rises over {history.Points.Count} samples, doubling in {fit.DoublingTime:0} days, q = {history.TrendQ:0.##E+0}"
                );
            if (
                annotations?[history.Site] is { CancerGenes: [var gene, ..] }
                && history.Points.MaxBy(p => p.Share) is { } most
                && most.Share >= Rule("cancerGeneShare")
                && most.Amount >= Rule("leastTested")
            )
                Add(
                    "near_cancer_gene",
                    $"{site.Id} with up to {most.Share * 100:0.##} % lies {(gene.DistanceToGene == 0 ? "in" : FormattableString.Invariant($"{gene.DistanceToGene} bases from"))} {gene.Gene} ({string.Join(", ", gene.Lists)}); near says nothing about cause"
                );
        }

        return triggers;

        string Tested(ClonePoint point) =>
            unit == AbundanceUnit.Reads
                ? ""
                : FormattableString.Invariant(
                    $", 95 % interval {point.Interval.Lower * 100:0.#} to {point.Interval.Upper * 100:0.#} %, P(this or more if it held just the threshold) = {CloneTrajectory.DominanceP(Count(point.Amount, point.Total), Units(point.Total), Rule("dominantShare")):0.##E+0}"
                );
    }

    private static string When(double? days) => days is { } d ? FormattableString.Invariant($"on day {d:0.#}") : "at a time not stated";

    private static CloneCount Counted(ClonePoint point) => new(point.Days ?? 0, Count(point.Amount, point.Total), Units(point.Total));

    private static int Units(double total) => Math.Max(1, Whole(total));

    private static int Count(double amount, double total) => Math.Min(Whole(amount), Units(total));

    private static int Whole(double amount) => (int)Math.Min(int.MaxValue / 4, Math.Round(amount, MidpointRounding.AwayFromZero));
}
