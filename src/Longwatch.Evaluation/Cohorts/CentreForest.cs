using Longwatch.Evaluation.Report;
using Longwatch.Statistics.Proportions;

namespace Longwatch.Evaluation.Cohorts;

/// <summary>Forest of the largest centres; the smaller ones together in one line. The fit uses every centre.</summary>
internal static class CentreForest
{
    private const int Shown = 30;

    public static ReportTable Table(Pooling pooling)
    {
        var rest = pooling.Studies.Skip(Shown).ToArray();
        var lines = pooling.Studies.Take(Shown).Select(s => Row(s.Label, ForestChart.Study, s.Events, s.Patients, pooling.Level));
        var together =
            rest.Length == 0
                ? []
                : new[]
                {
                    Row(
                        $"{rest.Length} smaller centres together",
                        ForestChart.Rest,
                        rest.Sum(s => s.Events),
                        rest.Sum(s => s.Patients),
                        pooling.Level
                    ),
                };
        var summary = pooling
            .Summary()
            .Select(line => new TableRow([line.Label, line.Kind, default, default, line.Share, line.Lower, line.Upper]));
        return new(
            $"pooled-cohorts-{pooling.Id}",
            $"{pooling.Outcome} by centre: the {Math.Min(Shown, pooling.Studies.Length)} largest of {pooling.Studies.Length} centres, pooled and crude",
            ForestChart.Columns("Centre"),
            [.. lines, .. together, .. summary]
        );
    }

    public static Chart Chart(Pooling pooling, ReportTable table) =>
        new(
            $"pooled-cohorts-{pooling.Id}-chart",
            $"{pooling.Outcome}: share by centre",
            "Forest plot. One square with exact interval per large centre, one for the smaller centres together, a diamond for the random-effects estimate, a line for where a further centre is expected, a triangle for crude pooling.",
            ForestChart.Of(table, $"{pooling.Outcome} (share of patients)"),
            table.Id
        );

    private static TableRow Row(string label, string kind, int events, int patients, double level)
    {
        var interval = ProportionInterval.ClopperPearson(events, patients, level);
        return new([label, kind, events, patients, (double)events / patients, interval.Lower, interval.Upper]);
    }
}
