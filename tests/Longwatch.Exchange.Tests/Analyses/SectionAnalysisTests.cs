using System.Collections.Immutable;
using System.Text.Json;
using Longwatch.Domain.Evidence;
using Longwatch.Evaluation;
using Longwatch.Evaluation.Analyses;
using Longwatch.Evaluation.Report;
using Longwatch.Evaluation.Simulation;
using Longwatch.Exchange.Analyses;
using Longwatch.Exchange.Report;
using Longwatch.Exchange.Report.Html;
using Longwatch.Exchange.Tests.Report;

namespace Longwatch.Exchange.Tests.Analyses;

/// <summary>Whether the specifications of the sections say all that the numbers depend on.</summary>
public sealed class SectionAnalysisTests
{
    private static readonly PublishedEvidence Evidence = Read();

    // Many malignancies, so that every analysis has something to say.
    private static readonly Domain.Cohorts.Cohort Cohort = Simulator
        .Simulate(
            new(1_200, 3)
            {
                TCell = new() { TransgenePer100000 = 3000, BackgroundMultiplier = 900 },
            }
        )
        .Cohort;

    private static readonly Dataset Dataset = new("set", new string('0', 64));

    private static readonly EvaluationOptions Options = EvaluationOptions.Default with { Plan = AnalysisPlanReader.Standard };

    public static TheoryData<DatasetKind> Kinds => [DatasetKind.Published, DatasetKind.Cohort];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_estimate_has_one_analysis_and_every_table_at_least_one(DatasetKind kind)
    {
        var analyses = Placed(Evaluate(kind, Options));
        Assert.All(analyses, a => Assert.True(a.Estimates.Length + a.Tables.Length > 0, a.Specification.Id));
        Assert.Equal(analyses.Length, analyses.Select(a => a.Specification.Id).Distinct().Count());
    }

    [Fact]
    public void So_it_is_with_few_patients_and_with_none_with_assumptions_and_without()
    {
        var nothing = new PublishedEvidence("none", [], [], [], [], [], [], [], [], [], []);
        var nobody = new Domain.Cohorts.Cohort("none", new(2024, 1, 31), "as given", [], [], [], [], [], [], []);
        var few = Simulator.Simulate(new(100, 3)).Cohort;
        foreach (var evidence in new[] { Evidence, nothing })
        {
            Placed(Evaluate(DatasetKind.Published, Options, evidence));
            Placed(CohortEvaluation.Evaluate(few, evidence, Dataset, Options));
            Placed(CohortEvaluation.Evaluate(nobody, evidence, Dataset, Options));
        }
    }

    /// <summary>Every number that moves with an assumption belongs to an analysis that names it, and every analysis moves with what it names.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_analysis_names_the_assumptions_that_move_it_and_no_others(DatasetKind kind)
    {
        var plain = Evaluate(kind, Options);
        var before = Numbers(plain);
        var named = Analyses(plain).SelectMany(a => a.Specification.Assumptions.Keys).ToHashSet(StringComparer.Ordinal);

        // One run for each assumption that is named, and one for all others together.
        foreach (var keys in AssumptionValues.Of(Evidence).Keys.GroupBy(k => named.Contains(k) ? k : "others", StringComparer.Ordinal))
        {
            var (moved, naming) = Moved(keys, Other);
            // What has no other number is moved by having none.
            if (!naming.All(a => moved.Any(id => Holds(a, id))))
                moved.UnionWith(Moved(keys, (_, _) => -1).Ids);
            Assert.All(naming, a => Assert.True(moved.Any(id => Holds(a, id)), $"{a.Specification.Id} does not move with {keys.Key}"));
        }

        (HashSet<string> Ids, SectionAnalysis[] Naming) Moved(IGrouping<string, string> keys, Func<string, double, double> other)
        {
            var values = AssumptionValues
                .Of(Evidence)
                .Where(a => keys.Contains(a.Key))
                .ToImmutableSortedDictionary(
                    a => a.Key,
                    a => a.Value.Select(v => other(a.Key, v)).Distinct().Order().ToImmutableArray(),
                    StringComparer.Ordinal
                );
            var settings = AnalysisSettings.None with { Assumptions = values };
            var report = Evaluate(kind, Options with { Plan = Options.Plan with { Settings = settings } });
            // The table of evidence counts rows by tag; a value set by a plan is a row of another tag, whatever it is.
            var ids = Numbers(report)
                .Where(n => before.GetValueOrDefault(n.Key) != n.Value && n.Key != "t data-quality-evidence")
                .Select(n => n.Key)
                .ToHashSet();
            var naming = Analyses(report).Where(a => a.Specification.Assumptions.ContainsKey(keys.Key)).ToArray();
            Assert.All(ids, id => Assert.True(naming.Any(a => Holds(a, id)) || OfPlan(id), $"{id} moves with {keys.Key}"));
            Assert.All(
                naming,
                a =>
                    Assert.Equal(
                        values[keys.Key].Where(AssumptionRange.Of(keys.Key).Contains).Take(AssumptionRange.Of(keys.Key).First ? 1 : 1000),
                        a.Specification.Assumptions[keys.Key]
                    )
            );
            return (ids, naming);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Only_analyses_with_a_level_or_a_seed_move_with_it(DatasetKind kind)
    {
        var report = Evaluate(kind, Options);
        var before = Numbers(report);
        var analyses = Analyses(report);
        HashSet<string> Moved(EvaluationOptions options) =>
            [.. Numbers(Evaluate(kind, options)).Where(n => before.GetValueOrDefault(n.Key) != n.Value).Select(n => n.Key)];

        var level = Moved(Options with { Level = 0.9 });
        Assert.All(level, id => Assert.True(analyses.Any(a => a.Specification.Level == 0.95 && Holds(a, id)) || OfPlan(id), id));
        Assert.All(
            analyses.Where(a => a.Specification.Level is not null && a.Status != AnalysisStatus.CannotBeEstimated),
            a => Assert.True(level.Any(id => Holds(a, id)), $"{a.Specification.Id} does not move with the level")
        );

        var seed = Moved(Options with { Seed = 7 });
        Assert.All(seed, id => Assert.True(analyses.Any(a => a.Specification.Seed == Options.Seed && Holds(a, id)), id));
        Assert.NotEmpty(seed);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_run_is_read_back_and_gives_the_same_bytes(DatasetKind kind)
    {
        var settings = AnalysisSettings.None with { Assumptions = AnalysisSettings.None.Assumptions.Add("class.relative_rate", [1.7, 3]) };
        var plan = kind == DatasetKind.Cohort ? Options.Plan : AnalysisPlan.None;
        var first = Evaluate(
            kind,
            Options with
            {
                Level = 0.9,
                Seed = ulong.MaxValue,
                DataLock = new(2024, 1, 31),
                Plan = plan with { Settings = settings },
            }
        );
        var read = AnalysisPlanReader.Read("again", AnalysisJson.Write(first.Plan, first.Settings!, JsonReport.Options));
        Assert.Empty(read.Problems);
        var again = read.Value!;

        var second = Evaluate(
            kind,
            new(again.Settings.Level!.Value, again.Settings.DataLock, again.Settings.Seed!.Value, Options.Version) { Plan = again }
        );

        Assert.Equal(JsonReport.Write(first), JsonReport.Write(second));
        Assert.Equal([1.7, 3], second.Settings!.Assumptions["class.relative_rate"]);
    }

    private static SectionAnalysis[] Placed(EvaluationReport report)
    {
        var analyses = Analyses(report);
        Assert.All(
            report.Sections.SelectMany(s => s.Estimates),
            e => Assert.True(analyses.Count(a => a.Estimates.Contains(e.Id)) == 1, e.Id)
        );
        Assert.All(
            report.Sections.SelectMany(s => s.Tables).Where(t => !OfPlan($"t {t.Id}")),
            t => Assert.True(analyses.Any(a => a.Tables.Contains(t.Id)), t.Id)
        );
        using var schema = JsonDocument.Parse(ReportAssets.Bytes(ReportAssets.SchemaFile));
        using var written = JsonDocument.Parse(JsonReport.Write(report));
        Assert.Empty(new SchemaCheck(schema.RootElement).Problems(written.RootElement));
        return analyses;
    }

    /// <summary>What a data set may hold, however odd, comes back from the file of the evaluation as it was.</summary>
    [Fact]
    public void Odd_assumptions_of_a_data_set_are_written_and_read_back()
    {
        var row = Evidence.Assumptions[0];
        double[] values = [-1.5, 5e9, .. Enumerable.Range(0, 101)];
        var odd = Evidence with
        {
            Assumptions =
            [
                .. Evidence.Assumptions,
                .. values.Select((v, i) => row with { Key = "Own.Key", Value = v, Provenance = row.Provenance with { Line = 10_000 + i } }),
            ],
        };
        var first = Evaluate(DatasetKind.Published, Options, odd);
        var read = AnalysisPlanReader.Read("again", AnalysisJson.Write(first.Plan, first.Settings!, JsonReport.Options));

        Assert.Empty(read.Problems);
        Assert.Empty(AnalysisSettingsReader.Unusable(read.Value!.Settings, odd));
        Assert.Equal(JsonReport.Write(first), JsonReport.Write(Evaluate(DatasetKind.Published, Options with { Plan = read.Value }, odd)));
    }

    [Fact]
    public void A_value_that_means_nothing_is_refused_with_the_range_and_few_messages()
    {
        ImmutableArray<double> wild = [1e9, 2];
        var settings = AnalysisSettings.None with
        {
            Assumptions = AnalysisSettings
                .None.Assumptions.Add("reporting.fraction", wild)
                .AddRange(Enumerable.Range(0, 1000).Select(i => KeyValuePair.Create($"k\u001b{i}", wild))),
        };

        var problems = AnalysisSettingsReader.Unusable(settings, Evidence).ToArray();

        Assert.InRange(problems.Length, 2, 50);
        Assert.DoesNotContain(problems, p => p.Contains('\u001b', StringComparison.Ordinal));
        Assert.Equal(
            ["settings.assumptions.reporting.fraction: 2 means nothing; a number from 0.001 to 1 was expected."],
            AnalysisSettingsReader.Unusable(
                settings with
                {
                    Assumptions = AnalysisSettings.None.Assumptions.Add("reporting.fraction", [2]),
                },
                Evidence
            )
        );
    }

    private static EvaluationReport Evaluate(DatasetKind kind, EvaluationOptions options, PublishedEvidence? evidence = null) =>
        kind == DatasetKind.Cohort
            ? CohortEvaluation.Evaluate(Cohort, evidence ?? Evidence, Dataset, options)
            : PublishedEvaluation.Evaluate(
                evidence ?? Evidence,
                Dataset,
                options with
                {
                    Plan = options.Plan with { Analyses = [] },
                },
                cancellation: TestContext.Current.CancellationToken
            );

    private static SectionAnalysis[] Analyses(EvaluationReport report) => [.. report.Sections.SelectMany(s => s.Analyses)];

    /// <summary>Another value that makes sense too.</summary>
    private static double Other(string key, double value) =>
        key.StartsWith("onset.zuma1", StringComparison.Ordinal) || key.StartsWith("sequential.minimum", StringComparison.Ordinal)
            ? value + 1
        : value == 1 ? (key.StartsWith("test.", StringComparison.Ordinal) ? 0.97 : 1.3)
        : key.StartsWith("risk.", StringComparison.Ordinal) ? value * 10
        : value * 0.9;

    /// <summary>Comparisons of a plan have results and diagnostics of their own.</summary>
    private static bool OfPlan(string id) => id.StartsWith("t onset-analyses", StringComparison.Ordinal);

    private static bool Holds(SectionAnalysis analysis, string id) =>
        analysis.Estimates.Contains(id[2..]) && id[0] == 'e' || analysis.Tables.Contains(id[2..]) && id[0] == 't';

    /// <summary>Estimates and tables as they are written, without the rows that they cite.</summary>
    private static Dictionary<string, string> Numbers(EvaluationReport report)
    {
        using var json = JsonDocument.Parse(JsonReport.Write(report));
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in json.RootElement.GetProperty("sections").EnumerateArray())
        {
            foreach (var estimate in section.GetProperty("estimates").EnumerateArray())
                numbers.Add($"e {Name(estimate)}", string.Join('|', estimate.EnumerateObject().Where(p => p.Name != "sources")));
            foreach (var table in section.GetProperty("tables").EnumerateArray())
                numbers.Add(
                    $"t {Name(table)}",
                    $"{table.GetProperty("caption")} {string.Join('|', table.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("cells")))}"
                );
        }

        return numbers;
    }

    private static string? Name(JsonElement part) => part.GetProperty("id").GetString();

    private static PublishedEvidence Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "published");
        return ((DatasetReading.PublishedSet)DatasetReader.Read(folder, folder)).Evidence;
    }
}
