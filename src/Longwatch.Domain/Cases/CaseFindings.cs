using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Domain.Specimens;

namespace Longwatch.Domain.Cases;

/// <summary>The findings of one neoplasm from all its current tests, which tests they are from, and what does not fit together.</summary>
/// <param name="From">Ids of the tests that were read, in the order given.</param>
/// <param name="Remarks">What a reader must know: tests that disagree, tests that were left out.</param>
public sealed record CaseFindings(MolecularFindings Findings, ImmutableArray<string> From, ImmutableArray<string> Remarks)
{
    /// <summary>Puts all clear tests of the tumour together.</summary>
    /// <remarks>
    /// As in the evaluation, one detected result makes the tumour positive whatever others say, and of several the best-supported one stands: highest copies
    /// per tumour cell, highest share of CAR-carrying cells, clonal before not clonal. Sites of all tests are put together. A negative speaks with its own limit
    /// of detection and its own tumour content; of several negatives the one that could have seen least is taken.
    /// A disagreement is a remark, so that an assessor looks at it.
    /// </remarks>
    public static CaseFindings Of(IEnumerable<CaseTest> tests, CaseKnowledge knowledge, MolecularThresholds thresholds)
    {
        ImmutableArray<CaseTest> all = [.. tests];
        ImmutableArray<CaseTest> own = [.. all.Where(t => t.OfTumour)];
        ImmutableArray<CaseTest> clear = [.. own.Where(t => t.IsClear)];
        ImmutableArray<CaseTest> detected = [.. clear.Where(t => t.Result == TestResult.Detected)];
        var remarks = Remarked(all, own, clear, detected);
        if (clear.IsEmpty)
        {
            var attempted = own.Any(t => t.Status != TestStatus.NotPerformed);
            return new(new() { Transgene = attempted ? TransgeneFinding.NotValid : TransgeneFinding.NotTested }, [], remarks);
        }

        var known = new MolecularFindings
        {
            SameCloneAsTumour = knowledge.SameClone,
            ExpressionEffect = knowledge.ExpressionEffect,
            SufficientAlternativeDriver = knowledge.AlternativeDriver,
        };
        return detected.IsEmpty
            ? new(Negative(clear, known, thresholds), [.. clear.Select(t => t.Id)], remarks)
            : new(Positive(detected, known), [.. detected.Select(t => t.Id)], remarks);
    }

    private static MolecularFindings Positive(ImmutableArray<CaseTest> detected, MolecularFindings known) =>
        known with
        {
            Transgene = TransgeneFinding.Detected,
            CopiesPerTumourCell = detected.Max(t => t.CopiesPerTumourCell),
            CarPositivePercent = detected.Max(t => t.CarPositivePercent),
            LimitOfDetection = detected.Min(t => t.LimitOfDetection),
            TumourFraction = detected.Max(t => t.TumourFraction),
            Clonality =
                detected.Any(t => t.VectorClonal == Ternary.Yes) ? VectorClonality.Clonal
                : detected.Any(t => t.VectorClonal == Ternary.No) ? VectorClonality.NotClonal
                : VectorClonality.NotReported,
            Sites =
            [
                .. detected
                    .SelectMany(t => t.Sites)
                    .GroupBy(s => s.Gene, StringComparer.Ordinal)
                    .Select(g => new IntegrationFinding(g.Key, g.Max(s => s.CancerGene))),
            ],
        };

    private static MolecularFindings Negative(ImmutableArray<CaseTest> clear, MolecularFindings known, MolecularThresholds thresholds) =>
        clear
            .Select(t =>
                known with
                {
                    Transgene = TransgeneFinding.NotDetected,
                    LimitOfDetection = t.LimitOfDetection,
                    TumourFraction = t.TumourFraction,
                }
            )
            .OrderByDescending(f => MolecularEvidence.Assess(f, thresholds).Level)
            .ThenBy(f => f.LimitOfDetection / f.TumourFraction ?? double.MaxValue)
            .First();

    private static ImmutableArray<string> Remarked(
        ImmutableArray<CaseTest> all,
        ImmutableArray<CaseTest> own,
        ImmutableArray<CaseTest> clear,
        ImmutableArray<CaseTest> detected
    )
    {
        var remarks = ImmutableArray.CreateBuilder<string>();
        var negative = clear.Length - detected.Length;
        if (detected.Length > 0 && negative > 0)
            remarks.Add(Say($"The tests disagree: the transgene was detected in {detected.Length} of {clear.Length} clear tests."));
        if (detected.Any(t => t.VectorClonal == Ternary.Yes) && detected.Any(t => t.VectorClonal == Ternary.No))
            remarks.Add("The tests disagree on whether the vector is clonal; the rule takes clonal.");
        if (own.Count(t => t is { Status: TestStatus.Valid, Result: TestResult.Indeterminate }) is > 0 and var open)
            remarks.Add(Say($"{open} indeterminate test(s) of tumour tissue are not read."));
        if (own.Count(t => t.Status == TestStatus.Failed) is > 0 and var failed)
            remarks.Add(Say($"{failed} test(s) of tumour tissue gave no valid result."));
        if (all.Count(t => !t.OfTumour && t.IsClear) is > 0 and var other)
            remarks.Add(
                Say(
                    $"{other} test(s) of other specimens are shown and not read: blood, marrow, apheresis, product and germline are not the tumour."
                )
            );
        if (detected.Any(t => t.CopiesPerCell is not null && t.TumourFraction is null))
            remarks.Add("Copies per tumour cell cannot be told where the tumour content is not stated.");
        return remarks.ToImmutable();
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
