using System.Collections.Immutable;
using Longwatch.Evaluation.Published;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Transgene;
using Longwatch.Statistics.PartialTesting;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Section 3 of a patient-level evaluation: the transgene in the secondary T-cell malignancies of the cohort.</summary>
internal static class TransgeneSection
{
    internal static Section Build(CohortStudy study, EvaluationOptions options)
    {
        var cases = CaseTesting.Of(study);
        return TransgeneReport.Build(
            Facts(study, cases),
            TransgeneAssumptions.Of(study.Reference),
            (
                [Detection(study, cases), ShareTested(study, cases, options.Level)],
                [
                    "Testing may depend on the case: the share tested by product and by calendar year of diagnosis shows where. Where it differs, the untested are "
                        + "unlike the tested at least in that respect, and the missing-at-random numbers stand only as one assumption among others.",
                    "A case with only indeterminate results counts as not tested.",
                ]
            ),
            options
        );
    }

    private static TransgeneFacts Facts(CohortStudy study, CaseTest[] cases)
    {
        var all = cases.Length;
        var offered = cases.Count(c => c.Offered);
        var attempted = cases.Count(c => c.Attempted);
        var tested = cases.Count(c => c.Tested);
        var positive = cases.Count(c => c.Positive);
        return new(
            new PartlyTestedCases(all, tested, positive),
            null,
            study.Times.Infused.Count(i => i),
            [
                new("transgene-specimen", "Specimen of the malignancy at hand, of cases", cases.Count(c => c.Specimen), all, null, []),
                new("transgene-offered", "Test offered, of cases", offered, all, null, []),
                new("transgene-attempted", "Test attempted, of cases offered a test", attempted, offered, null, []),
                new("transgene-tested", "Tested with a valid result, of cases", tested, all, null, []),
                new("transgene-positive", "Transgene-positive, of tested", positive, tested, null, []),
                new("transgene-positive-of-cases", "Transgene-positive found, of all cases (a lower bound)", positive, all, null, []),
                new(
                    "transgene-indeterminate",
                    "Only indeterminate results, of cases",
                    cases.Count(c => c.Indeterminate && !c.Tested),
                    all,
                    "counted as not tested",
                    []
                ),
            ],
            []
        );
    }

    /// <summary>What the negative results could have seen.</summary>
    private static ReportTable Detection(CohortStudy study, CaseTest[] cases)
    {
        var negative = cases.Where(c => c.Negative).ToArray();
        var stated = negative.Where(c => c.LimitOfDetection is not null).Select(c => c.LimitOfDetection!.Value).Order().ToArray();
        var adequate = AssumptionGrid.Of(study.Reference, "molecular.adequate_lod_copies_per_cell");
        var rows = ImmutableArray.CreateBuilder<TableRow>();
        rows.Add(new(["limit of detection stated", stated.Length, negative.Length, Share(stated.Length, negative.Length)]));
        foreach (var a in adequate)
        {
            var able = stated.Count(limit => limit <= a.Value);
            rows.Add(
                new(
                    [$"could have seen {Phrase.Number(a.Value)} copies per cell", able, negative.Length, Share(able, negative.Length)],
                    Sources: [a.Provenance.Key]
                )
            );
        }

        return new(
            "transgene-detection",
            "Negative cases by what their tests could have seen (best limit of detection of each case)",
            [new("what", "Negative cases with"), new("count", "n", 0), new("of", "N", 0), new("share", "n/N", 1, Percent: true)],
            rows.ToImmutable()
        );
    }

    /// <summary>Share tested by product and by calendar year of diagnosis.</summary>
    private static ReportTable ShareTested(CohortStudy study, CaseTest[] cases, double level)
    {
        var cohort = study.Cohort;
        IEnumerable<TableRow> By(string covariate, Func<CaseTest, string> value) =>
            cases
                .GroupBy(value, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g =>
                {
                    var (n, of) = (g.Count(c => c.Tested), g.Count());
                    var exact = ProportionInterval.ClopperPearson(n, of, level);
                    return new TableRow([covariate, g.Key, n, of, (double)n / of, exact.Lower, exact.Upper, g.Count(c => c.Positive)]);
                });

        return new(
            "transgene-tested-by",
            "Who was tested: share of cases with a valid result",
            [
                new("covariate", "By"),
                new("value", "Value"),
                new("tested", "Tested", 0),
                new("cases", "Cases", 0),
                new("share", "Tested/cases", 1, Percent: true),
                new("lower", "Lower", 1, Percent: true),
                new("upper", "Upper", 1, Percent: true),
                new("positive", "Positive", 0),
            ],
            [
                .. By("product", c => cohort.Infusions[study.Times.FirstInfusion[c.Patient]].Product.Replace('_', ' ')),
                .. By("year of diagnosis", c => cohort.Neoplasms[c.Neoplasm].Diagnosed.ToString("yyyy")),
            ]
        );
    }

    private static Cell Share(int n, int of) => of == 0 ? default(Cell) : (double)n / of;
}
