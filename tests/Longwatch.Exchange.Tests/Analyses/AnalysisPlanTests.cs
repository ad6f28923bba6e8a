using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Longwatch.Evaluation.Analyses;
using Longwatch.Exchange.Analyses;
using Longwatch.Exchange.Report;
using Longwatch.Exchange.Report.Html;
using Longwatch.Exchange.Tests.Report;

namespace Longwatch.Exchange.Tests.Analyses;

public sealed class AnalysisPlanTests
{
    [Fact]
    public void The_plan_that_comes_along_is_written_as_it_is_read()
    {
        var again = AnalysisPlanReader.Read(
            "again",
            AnalysisJson.Write(AnalysisPlanReader.Standard, AnalysisSettings.None, JsonReport.Options)
        );

        Assert.Empty(again.Problems);
        Assert.Equal(Text(AnalysisPlanReader.Standard), Text(again.Value!));
        Assert.True(AnalysisPlanReader.Standard.Analyses.Length > 5);
    }

    [Fact]
    public void All_problems_come_in_one_pass()
    {
        var read = AnalysisPlanReader.Read(
            "plan.json",
            Encoding.UTF8.GetBytes(
                """
                {
                  "format": "longwatch-analyses/1", "id": "p", "version": 1, "title": "P",
                  "analyses": [
                    { "id": "a", "title": "A", "outcome": "secondary_tcell", "method": "gray_test", "groups": "targets" },
                    { "id": "a", "title": "A", "outcome": "death", "method": "time_lost", "groups": "sex", "horizon_days": 0, "colour": 1 },
                    { "id": "b", "title": "B", "outcome": "death", "method": "time_lost", "groups": "sex" }
                  ]
                }
                """
            )
        );

        Assert.Null(read.Value);
        Assert.Equal(
            [
                "analyses[0].outcome",
                "analyses[0].groups",
                "analyses[1].colour",
                "analyses[1].horizon_days",
                "analyses[1].id",
                "analyses[2].horizon_days",
            ],
            read.Problems.Select(p => p.Path)
        );
        Assert.Contains("Write target.", read.Problems[1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_of_the_settings_come_in_one_pass()
    {
        var read = AnalysisPlanReader.Read(
            "plan.json",
            """
            {
              "format": "longwatch-analyses/1", "id": "p", "version": 1, "title": "P", "analyses": [],
              "settings": {
                "level": 95, "seed": "-1", "data_lock": "11.04.2024", "colour": 1,
                "assumptions": { "a b": [1], "c": [], "d": 2, "e": [-1, 1e999, "x", 3] }
              }
            }
            """u8.ToArray()
        );

        Assert.Null(read.Value);
        Assert.Equal(
            [
                "settings.colour",
                "settings.level",
                "settings.seed",
                "settings.data_lock",
                "settings.assumptions.c",
                "settings.assumptions.d",
                "settings.assumptions.e[1]",
                "settings.assumptions.e[2]",
            ],
            read.Problems.Select(p => p.Path)
        );
    }

    [Theory]
    [InlineData("\"analyses\": []")]
    [InlineData("\"analyses\": [], \"settings\": {}")]
    public void A_plan_of_nothing_is_refused(string fields)
    {
        var read = AnalysisPlanReader.Read(
            "plan.json",
            Encoding.UTF8.GetBytes($$"""{"format":"longwatch-analyses/1","id":"p","version":1,"title":"P",{{fields}}}""")
        );

        Assert.Equal(["analyses"], read.Problems.Select(p => p.Path));
    }

    [Theory]
    [InlineData("\"method\": \"gray_test\", \"covariates\": [\"age\"]", "covariates")]
    [InlineData("\"method\": \"fine_gray\", \"covariates\": [\"age\", \"age\"]", "covariates")]
    [InlineData("\"method\": \"time_lost\"", "horizon_days")]
    [InlineData("\"method\": \"log_rank\", \"landmark_days\": 400, \"horizon_days\": 400", "horizon_days")]
    public void What_does_not_go_together_is_refused(string fields, string path)
    {
        var read = AnalysisPlanReader.Read(
            "plan.json",
            Encoding.UTF8.GetBytes(
                $$"""{"format":"longwatch-analyses/1","id":"p","version":1,"title":"P","analyses":[{"id":"a","title":"A","outcome":"death","groups":"sex",{{fields}}}]}"""
            )
        );

        Assert.Equal([$"analyses[0].{path}"], read.Problems.Select(p => p.Path));
    }

    [Fact]
    public void Results_keep_to_the_schema()
    {
        var asked = AnalysisPlanReader.Standard.Analyses[3];
        var report = SampleReport.Build() with
        {
            Plan = AnalysisPlanReader.Standard,
            Analyses =
            [
                new(
                    asked,
                    AnalysisStatus.Estimated,
                    null,
                    [new("CD19", true, 60, 6, 6, 120.5)],
                    ImmutableSortedDictionary<string, int>.Empty.Add("age not recorded", 3),
                    new("likelihood ratio", 1.5, 2, 0.47),
                    [new("BCMA", "cause-specific hazard ratio", 0.5, new("profile", 0.95, 0, double.PositiveInfinity), null)],
                    [new("events", "Events", 6, "at least 1", true), new("concordance", "Concordance", null, "–", null)]
                ),
                new(asked, AnalysisStatus.CannotBeEstimated, "No event.", [], ImmutableSortedDictionary<string, int>.Empty, null, [], []),
            ],
        };

        using var schema = JsonDocument.Parse(ReportAssets.Bytes(ReportAssets.SchemaFile));
        using var written = JsonDocument.Parse(JsonReport.Write(report));
        Assert.Empty(new SchemaCheck(schema.RootElement).Problems(written.RootElement));
    }

    private static string Text(AnalysisPlan plan) =>
        Encoding.UTF8.GetString(AnalysisJson.Write(plan, AnalysisSettings.None, JsonReport.Options));
}
