using System.Collections.Immutable;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Published;

/// <summary>Tables of the onset section: what is known, what a flat hazard predicts, and what the observed share would mean.</summary>
internal static class OnsetTables
{
    /// <summary>Hazard exponents at which the expected share is shown: 0.3 to 1.5.</summary>
    private static readonly double[] Exponents = [.. Enumerable.Range(6, 25).Select(i => i / 20.0)];

    public static ReportTable Denominators(OnsetObservation? seen)
    {
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        if (seen is { } o)
        {
            void Add(string what, int n, int of, string note) => rows.Add(new([what, n, of, (double)n / of, note], Sources: o.Sources));
            Add("Onset known", o.Known, o.Cases, "Of all cases of the evaluation");
            Add("Onset not known", o.Missing, o.Cases, "In no denominator below");
            Add("Onset within 12 months, of those known", o.Early, o.Known, "The share to quote");
            Add("Lower bound: all unknown onsets later", o.Early, o.Cases, "Bound, not an estimate");
            Add("Upper bound: all unknown onsets within 12 months", o.Early + o.Missing, o.Cases, "Bound, not an estimate");
        }

        return new(
            "onset-denominators",
            "Onset within 12 months of infusion: who is in the denominator",
            [new("quantity", "Quantity"), new("n", "n"), new("of", "N"), new("share", "n/N", 1, Percent: true), new("note", "Note")],
            rows.ToImmutable()
        );
    }

    /// <summary>One row per scenario: the share a flat hazard predicts, and the exponential latency and hazard exponent that would give the observed share.</summary>
    public static ReportTable Scenarios(ImmutableArray<ScenarioReading> readings, OnsetObservation? seen, ImmutableArray<string> sources) =>
        new(
            "onset-scenarios",
            "What reporting until the data lock does: share within 12 months under a flat hazard, and what the observed share would mean",
            [
                new("scenario", "Uptake; deaths"),
                new("expected", "Expected share within 12 months, flat hazard", 3),
                new("observed", "Observed share", 3),
                new("corrected", "P(onset ≤ 12 months) without truncation and death, exponential latency", 3),
                new("corrected_lower", "Lower limit", 3),
                new("corrected_upper", "Upper limit", 3),
                new("exponent", "Hazard exponent that gives the observed share", 2),
                new("exponent_lower", "Exponent, lower limit", 2),
                new("exponent_upper", "Exponent, upper limit", 2),
                new("reading", "Reading"),
            ],
            [.. readings.Select(r => Row(r, seen, sources))]
        );

    /// <summary>Corrected probability by scenario and Weibull shape.</summary>
    public static ReportTable ByShape(OnsetAssumptions assumed, OnsetObservation? seen) =>
        new(
            "onset-corrected",
            "P(onset ≤ 12 months) that would give the observed share, by shape of the latency",
            [
                new("scenario", "Uptake; deaths"),
                new("shape", "Weibull shape", 2),
                new("endless", "Share that an endless latency of this shape gives", 3),
                new("scale_years", "Weibull scale (years)", 2),
                new("corrected", "P(onset ≤ 12 months)", 3),
                new("lower", "Lower limit", 3),
                new("upper", "Upper limit", 3),
                new("reading", "Reading"),
            ],
            seen is { } o && IsInside(o.Share)
                ?
                [
                    .. from s in assumed.Scenarios
                    from shape in assumed.Shapes
                    let c = CorrectedShare.Of(s.Share, shape, o)
                    select new TableRow(
                        [
                            s.Label,
                            shape,
                            s.Share.RareEvent(shape),
                            c.ScaleYears,
                            c.Probability,
                            c.Limits?.Lower,
                            c.Limits?.Upper,
                            c.Reading,
                        ],
                        Sources: [.. o.Sources, .. assumed.Sources]
                    ),
                ]
                : []
        );

    /// <summary>Expected share against the exponent of a rare event's hazard, for the chart.</summary>
    public static ReportTable ByExponent(OnsetAssumptions assumed) =>
        new(
            "onset-exponents",
            "Expected share of reported cases within 12 months, by the exponent of the hazard (1: flat)",
            [
                new("scenario", "Uptake; deaths"),
                new("exponent", "Exponent of the hazard (1: flat; below 1: falling)", 2),
                new("expected", "Expected share of reported cases with onset ≤ 12 months", 3),
            ],
            [
                .. from s in Extremes(assumed)
                from k in Exponents
                select new TableRow([s.Label, k, s.Share.RareEvent(k)], Sources: assumed.Sources),
            ]
        );

    public static bool IsInside(double share) => share is > 0 and < 1;

    /// <summary>The scenarios with the lowest, the middle and the highest expectation: enough for a legible picture.</summary>
    private static OnsetScenario[] Extremes(OnsetAssumptions assumed)
    {
        var ordered = assumed.Scenarios.OrderBy(s => s.Share.RareEvent(1)).ToArray();
        return ordered.Length == 0 ? [] : [.. new[] { ordered[0], ordered[ordered.Length / 2], ordered[^1] }.Distinct()];
    }

    private static TableRow Row(ScenarioReading reading, OnsetObservation? seen, ImmutableArray<string> sources) =>
        new(
            [
                reading.Scenario.Label,
                reading.Expected,
                seen?.Share,
                reading.Corrected?.Probability,
                reading.Corrected?.Limits?.Lower,
                reading.Corrected?.Limits?.Upper,
                reading.Exponent?.Value,
                reading.Exponent?.Limits?.Lower,
                reading.Exponent?.Limits?.Upper,
                reading.Corrected?.Reading ?? "No observed share to compare",
            ],
            Sources: seen is { } o ? [.. o.Sources, .. sources] : sources
        );
}
