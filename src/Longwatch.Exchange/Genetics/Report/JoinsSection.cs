using Longwatch.Evaluation.Report;
using Longwatch.Genomics;

namespace Longwatch.Exchange.Genetics.Report;

/// <summary>Joins that are no integration into the host: the provirus itself, circles, backbone.</summary>
internal static class JoinsSection
{
    internal static Section Of(GeneticResult result, int number)
    {
        var joins = result.Sites.Joins;
        var table = new ReportTable(
            "joins",
            "Joins within and between the sequences searched for",
            [
                new("class", "Class"),
                new("sequence", "Sequence"),
                new("position", "Position", 0),
                new("other_sequence", "Joined to"),
                new("other_position", "Position there", 0),
                new("fragments", "Fragments", 0),
            ],
            [
                .. joins.Select(j =>
                    Pieces.Row(
                        Words.Of(j.Class),
                        result.Vectors.Sequences[j.Sequence].Name,
                        j.Position + 1,
                        result.Vectors.Sequences[j.OtherSequence].Name,
                        j.OtherPosition + 1,
                        j.Fragments
                    )
                ),
            ]
        );
        var answer =
            joins.Count == 0
                ? "No other joins were seen."
                : string.Join(
                    "; ",
                    joins
                        .GroupBy(j => j.Class)
                        .OrderBy(g => g.Key)
                        .Select(g => $"{Words.Of(g.Key)}: {Words.Count(g.Sum(j => (long)j.Fragments), "fragment")}")
                ) + ".";
        return Pieces.Section(number, "joins", "Other joins", "What else is joined to the vector?", answer) with
        {
            Tables = [table],
            Caveats = joins.Count == 0 ? [] : ["These are not integration sites and are not counted as such."],
        };
    }
}
