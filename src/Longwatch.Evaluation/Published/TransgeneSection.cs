using System.Collections.Immutable;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Transgene;
using Longwatch.Statistics.PartialTesting;

namespace Longwatch.Evaluation.Published;

/// <summary>Section 3: how many of the reported cases carry the transgene, when only some were tested.</summary>
internal static class TransgeneSection
{
    internal static Section Build(PublishedEvidence evidence, EvaluationOptions options)
    {
        var facts = Facts(PrimaryEvaluation.Of(evidence));
        var statements = Statements(evidence);
        return TransgeneReport.Build(
            facts,
            TransgeneAssumptions.Of(evidence),
            (
                [statements],
                [
                    "\"Tested\" is worded differently by different sources (half of the cases, fewer than half, 19 with samples available): what was offered, attempted "
                        + "and valid is not the same denominator. The table of statements shows every wording; the numbers rest on the counted row with a value.",
                ]
            ),
            options
        );
    }

    private static TransgeneFacts Facts(PrimaryEvaluation? primary)
    {
        if (primary is null)
            return new(null, "no evaluation in the data set has both cases and treated patients.", null, Steps(null), []);
        var steps = Steps(primary);
        var patients = primary.Treated.Value;
        if (primary is not { Tested: { Value: not null } tested, Positive: { Value: not null } positive })
            return new(null, "the number of cases tested, or found positive, is not published.", patients, steps, []);
        var (n, m, x) = (primary.Cases.Whole(), tested.Whole(), positive.Whole());
        ImmutableArray<string> sources =
        [
            primary.Cases.Provenance.Key,
            tested.Provenance.Key,
            positive.Provenance.Key,
            primary.Treated.Provenance.Key,
        ];
        return x <= m && m <= n
            ? new(new PartlyTestedCases(n, m, x), null, patients, steps, sources) { FromReports = true }
            : new(null, $"the published counts contradict each other ({x} positive of {m} tested of {n} cases).", patients, steps, sources);
    }

    private static ImmutableArray<TestingStep> Steps(PrimaryEvaluation? primary)
    {
        var cases = primary?.Cases;
        return
        [
            Step("transgene-offered", "Test offered, of cases", primary?.Offered, cases),
            Step("transgene-attempted", "Test attempted, of cases", primary?.Attempted, cases),
            Step("transgene-tested", "Tested with a valid result, of cases", primary?.Tested, cases),
            Step("transgene-positive", "Transgene-positive, of tested", primary?.Positive, primary?.Tested),
            Step("transgene-positive-of-cases", "Transgene-positive found, of all cases (a lower bound)", primary?.Positive, cases),
        ];
    }

    private static TestingStep Step(string id, string label, RegulatorCount? count, RegulatorCount? of) =>
        new(
            id,
            label,
            count?.Value is null ? null : count.Whole(),
            of?.Value is null ? null : of.Whole(),
            count?.Value is null ? "not published" : count.Wording,
            [.. new[] { count, of }.OfType<RegulatorCount>().Select(c => c.Provenance.Key).Distinct(StringComparer.Ordinal)]
        );

    /// <summary>Everything any source says about testing, counted or not.</summary>
    private static ReportTable Statements(PublishedEvidence evidence) =>
        new(
            "transgene-statements",
            "What the sources say about testing, word by word",
            [
                new("source", "Source"),
                new("quantity", "Quantity"),
                new("value", "Value", 0),
                new("worded", "As worded"),
                new("cases", "Cases of that evaluation", 0),
                new("citation", "Citation"),
            ],
            [
                .. evidence
                    .Counts.Where(c => Name(c.Quantity) is not null)
                    .Select(c => new TableRow(
                        [
                            c.SourceAndLock(),
                            Name(c.Quantity),
                            c.Value,
                            c.Wording ?? (c.Value is { } v ? c.Qualifier.Words() + Phrase.Number(v) : null),
                            evidence
                                .Counts.FirstOrDefault(d =>
                                    d.Quantity == CountedQuantity.Cases
                                    && d.Provenance.Counts
                                    && string.Equals(d.Evaluation, c.Evaluation, StringComparison.Ordinal)
                                )
                                ?.Value,
                            c.Provenance.Source,
                        ],
                        c.Provenance.NotCountedBecause(),
                        [c.Provenance.Key]
                    )),
            ]
        );

    private static string? Name(CountedQuantity quantity) =>
        quantity switch
        {
            CountedQuantity.CasesTestOffered => "test offered",
            CountedQuantity.CasesTestAttempted => "test attempted",
            CountedQuantity.CasesTested => "tested",
            CountedQuantity.CasesTransgenePositive => "transgene-positive",
            _ => null,
        };
}
