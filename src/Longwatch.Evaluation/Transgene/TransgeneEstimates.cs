using System.Collections.Immutable;
using Longwatch.Evaluation.Report;
using Longwatch.Statistics;
using Longwatch.Statistics.PartialTesting;
using Longwatch.Statistics.Rates;

namespace Longwatch.Evaluation.Transgene;

/// <summary>The numbers of section 3.</summary>
internal static class TransgeneEstimates
{
    private static readonly (string Id, string Label, Unit Unit)[] dependent =
    [
        ("transgene-total-bounds", "Transgene-positive cases among all, without any assumption", Unit.Count),
        ("transgene-total-predicted", "Transgene-positive cases among all, if the untested are like the tested", Unit.Count),
        (
            "transgene-tipping-half",
            "Odds ratio, untested against tested, at which half of all cases are expected to be positive",
            Unit.Ratio
        ),
        ("transgene-share-uncertain-test", "Share of truly positive cases when the test's errors are uncertain", Unit.Share),
        ("transgene-rate-random", "Transgene-positive disease, if the untested are like the tested", Unit.Per10000Patients),
        ("transgene-rate-least", "Transgene-positive disease, if all untested are negative", Unit.Per10000Patients),
        ("transgene-rate-most", "Transgene-positive disease, if all untested are positive", Unit.Per10000Patients),
    ];

    public static ImmutableArray<Estimate> All(TransgeneFacts facts, TransgeneAssumptions assumptions, double level)
    {
        var steps = facts.Steps.Select(step => Step(step, level));
        if (facts.Cases is not { } cases)
        {
            var missing = facts.Missing ?? "The counts are missing.";
            return [.. steps, .. dependent.Select(d => Estimates.NoData(d.Id, d.Label, d.Unit, missing))];
        }

        return
        [
            .. steps,
            Bounds(cases, facts),
            Predicted(cases, facts, level),
            Tipping(cases, facts),
            Uncertain(cases, facts, assumptions, level),
            .. Rates(cases, facts, level),
        ];
    }

    private static Estimate Step(TestingStep step, double level) =>
        step is { Count: { } count, Of: { } of } && count <= of
            ? Estimates.Proportion(new(step.Id, step.Label, step.Note, step.Sources), count, of, level)
            : Estimates.NoData(step.Id, step.Label, Unit.Share, step.Note ?? "Not published.");

    private static Estimate Bounds(PartlyTestedCases cases, TransgeneFacts facts)
    {
        var (least, most) = cases.Bounds;
        var (id, label, unit) = dependent[0];
        if (least == most)
            return Estimates.Value(new(id, label, "Every case was tested.", facts.Sources), least, unit, "Count");
        return Estimates.NotIdentified(
            id,
            label,
            unit,
            $"bounds {least} to {most} of {cases.Cases}; the {cases.Untested} untested cases could all be negative or all be positive"
        ) with
        {
            Intervals = [new("bounds", null, least, most)],
            Sources = facts.Sources,
        };
    }

    private static Estimate Predicted(PartlyTestedCases cases, TransgeneFacts facts, double level)
    {
        var (id, label, unit) = dependent[1];
        if (cases.Tested == 0)
            return Estimates.NotIdentified(id, label, unit, "No case has a valid result, so the tested say nothing about the untested.");
        var total =
            TotalPositive.Predict(cases, BetaPrior.Jeffreys).Total
            ?? throw new InvalidOperationException("Jeffreys' prior always gives a proper posterior.");
        var (lower, upper) = total.Interval(level);
        var (exactLower, exactUpper) = TotalPositive.ExactInterval(cases, level);
        return Estimates.Value(
            new(id, label, $"Of {cases.Cases} cases; mean of the predictive distribution.", facts.Sources),
            total.Mean,
            unit,
            "Beta-binomial prediction, Jeffreys prior; hypergeometric interval beside it",
            [
                Estimates.Named("posterior prediction, Jeffreys prior", level, new(lower, upper)),
                Estimates.Named("hypergeometric, exact", level, new(exactLower, exactUpper)),
            ]
        );
    }

    private static Estimate Tipping(PartlyTestedCases cases, TransgeneFacts facts)
    {
        var (id, label, unit) = dependent[2];
        if (cases.Tested == 0)
            return Estimates.NotIdentified(id, label, unit, "No case has a valid result, so the tested say nothing about the untested.");
        var tipping = PatternMixture.Tipping(cases, BetaPrior.Jeffreys, cases.Cases / 2.0);
        return tipping.Status switch
        {
            TippingStatus.Found => Estimates.Value(
                new(id, label, $"Expected total {cases.Cases / 2.0} of {cases.Cases}.", facts.Sources),
                tipping.OddsRatio,
                unit,
                "Pattern mixture, Jeffreys prior"
            ),
            TippingStatus.ReachedByTested => Estimates.NotIdentified(
                id,
                label,
                unit,
                $"The positives already found ({cases.Positive} of {cases.Cases} cases) are half or more: no assumption about the untested changes that."
            ),
            _ => Estimates.NotIdentified(
                id,
                label,
                unit,
                $"Even with every untested case positive ({cases.Bounds.Most} of {cases.Cases}) half is not exceeded."
            ),
        };
    }

    private static Estimate Uncertain(PartlyTestedCases cases, TransgeneFacts facts, TransgeneAssumptions assumptions, double level)
    {
        var (id, label, unit) = dependent[3];
        if (cases.Tested == 0)
            return Estimates.NotIdentified(id, label, unit, "No case has a valid result.");
        if (assumptions.TestPrior() is not { } prior)
            return Estimates.NoData(id, label, unit, "Needs at least two assumed values each of test.sensitivity and test.specificity.");
        var posterior = UncertainTest.Estimate(cases, prior, level);
        var (lower, upper) = posterior.Total.Interval(level);
        return Estimates.Value(
            new(
                id,
                label,
                $"Posterior mean from {cases.Positive}/{cases.Tested} tested positive; truly positive among all {cases.Cases}: {Phrase.Number(posterior.Total.Mean)} ({lower} to {upper}). "
                    + $"Priors matched to the assumed values: sensitivity Beta({Phrase.Number(prior.Sensitivity.A)}, {Phrase.Number(prior.Sensitivity.B)}), "
                    + $"specificity Beta({Phrase.Number(prior.Specificity.A)}, {Phrase.Number(prior.Specificity.B)}).",
                [
                    .. facts.Sources,
                    .. assumptions.Sensitivities.Select(a => a.Provenance.Key),
                    .. assumptions.Specificities.Select(a => a.Provenance.Key),
                ]
            ),
            posterior.Mean,
            unit,
            "Beta mixture posterior, exact",
            [Estimates.Named("posterior, Jeffreys prior for the share", level, posterior.Interval)]
        );
    }

    private static IEnumerable<Estimate> Rates(PartlyTestedCases cases, TransgeneFacts facts, double level)
    {
        if (facts.Patients is not (> 0 and var patients))
        {
            foreach (var (id, label, unit) in dependent[4..])
                yield return Estimates.NoData(id, label, unit, "The number of treated patients is not known.");
            yield break;
        }

        var (least, most) = cases.Bounds;
        var (randomId, randomLabel, per) = dependent[4];
        if (cases.Tested == 0)
        {
            yield return Estimates.NotIdentified(randomId, randomLabel, per, "No case has a valid result.");
        }
        else
        {
            var rate = PositiveDiseaseRate.Estimate(cases, patients, BetaPrior.Jeffreys, level);
            yield return Estimates.Value(
                new(
                    randomId,
                    randomLabel,
                    facts.FromReports ? "Posterior mean; a reporting rate, not a risk." : "Posterior mean; within follow-up.",
                    facts.Sources
                ),
                rate.Mean * Estimates.Scale(per),
                per,
                "Gamma posterior of the rate of cases × Beta posterior of the share",
                [Estimates.Named("posterior, Jeffreys priors", level, rate.Interval.Scale(Estimates.Scale(per)))]
            );
        }

        yield return Estimates.CountRate(Name(5), least, patients, per, level);
        yield return Estimates.CountRate(Name(6), most, patients, per, level);

        EstimateName Name(int i) =>
            new(
                dependent[i].Id,
                dependent[i].Label,
                facts.FromReports ? "A reporting rate, not a risk." : "Within follow-up.",
                facts.Sources
            );
    }

    /// <summary>Rate and exact interval per 10,000, for tables.</summary>
    public static (double Rate, Interval Interval) Per10000(int count, double patients, double level) =>
        (count / patients * 10_000, PoissonInterval.Garwood(count, level).Scale(10_000 / patients));
}
