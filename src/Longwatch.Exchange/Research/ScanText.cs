using System.Globalization;
using System.Text;
using Longwatch.Evaluation.Research;
using Longwatch.Genomics;
using Longwatch.Genomics.Genotypes;
using Longwatch.Genomics.Text;
using Longwatch.Statistics.Association;

namespace Longwatch.Exchange.Research;

/// <summary>The lines of <c>variants.tsv</c>: written by a scan or by its shards, read by the report.</summary>
internal static class ScanText
{
    public const string Header =
        "chromosome\tposition\tid\tcounted\tother\tpeople\tfrequency\tcase_copies\tscore_z\tscore_p\tsaddlepoint_p\tlog_odds_ratio\tstandard_error\tp\ttest\tstatus\n";

    private const int Fields = 16;

    /// <summary>A line; numbers in the shortest form that reads back as the same, small counts left empty.</summary>
    public static void Write(StringBuilder text, in VariantSite site, in VariantAssociation result, ResearchOptions options)
    {
        var other = (2.0 * result.Cases) - result.CaseCopies;
        var small = options.Shown(Math.Min(result.CaseCopies, other)) is null;
        var rare = options.Shown(Math.Min(result.Copies, (2.0 * result.People) - result.Copies)) is null;
        text.Append(site.Chromosome)
            .Append('\t')
            .Append(CultureInfo.InvariantCulture, $"{site.Position}\t{site.Id}\t{site.Counted}\t{site.Other}\t{result.People}\t");
        Number(text, rare || result.People == 0 ? double.NaN : result.Copies / (2.0 * result.People)).Append('\t');
        Number(text, small || rare ? double.NaN : result.CaseCopies).Append('\t');
        foreach (
            var value in (ReadOnlySpan<double>)
                [result.Score, result.ScoreP, result.SaddlepointP, result.Beta, result.StandardError, result.P]
        )
            Number(text, value).Append('\t');
        text.Append(CultureInfo.InvariantCulture, $"{result.Test}\t{result.Status}\n");
    }

    /// <summary>Adds all lines of a file to a digest.</summary>
    public static void Read(string path, ScanDigest digest)
    {
        using var lines = new LineReader(path);
        if (!lines.Next() || !lines.Line.SequenceEqual(Header.AsSpan()[..^1]))
            throw new UnreadableInputException(
                path,
                "line 1",
                "is not the header of variants.tsv as this version writes it; run the shard again"
            );
        while (lines.Next())
        {
            string[] f = lines.Line.ToString().Split('\t');
            if (
                f.Length != Fields
                || !int.TryParse(f[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
                || !int.TryParse(f[5], NumberStyles.None, CultureInfo.InvariantCulture, out var people)
                || !Enum.TryParse<AssociationTest>(f[14], out var test)
                || !Enum.TryParse<AssociationStatus>(f[15], out var status)
            )
                throw new UnreadableInputException(
                    path,
                    lines.Place,
                    "is not a line of variants.tsv as this version writes it; run the shard again"
                );
            digest.Add(
                new(
                    f[0],
                    position,
                    f[2],
                    $"{f[3]}/{f[4]}",
                    people,
                    Optional(f[6]),
                    Optional(f[7]),
                    Parse(f[8]),
                    Parse(f[9]),
                    Parse(f[10]),
                    Parse(f[11]),
                    Parse(f[12]),
                    Parse(f[13]),
                    test,
                    status
                )
            );
        }
    }

    private static StringBuilder Number(StringBuilder text, double value) =>
        double.IsFinite(value) ? text.Append(CultureInfo.InvariantCulture, $"{value}") : text;

    private static double Parse(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static double? Optional(string cell) => Parse(cell) is var value && double.IsFinite(value) ? value : null;
}
