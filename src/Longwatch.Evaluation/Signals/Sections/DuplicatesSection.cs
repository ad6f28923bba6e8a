using System.Globalization;
using Longwatch.Evaluation.Report;

namespace Longwatch.Evaluation.Signals.Sections;

/// <summary>Which reports were taken for one case, and why.</summary>
internal static class DuplicatesSection
{
    private const int Shown = 200;

    public static Section Of(SignalResult result, int number) =>
        new(
            number,
            "duplicates",
            "Duplicates",
            "Which reports were counted as one case, and why?",
            Answer(result),
            [],
            [Table(result, "duplicates", Shown)],
            [],
            [
                "Hit-miss model: each field adds log₂ of how likely its agreement, or difference, is in two reports of one case over two cases. Events are weighed by how rare they are with the drug that both share, so that the usual effects of a drug tell little.",
                "Reports are compared within blocks (manufacturer's number; event date, sex, age and rarest event; event date, sex and rarest drug; age, sex, rarest drug and rarest event). A merged case has the drugs and events of all its reports.",
            ],
            [
                $"The page shows the first {Shown}, those of products watched first; tables/all-duplicates.csv has all.",
                "Merging is a probability, not knowledge: reports of one patient may differ too much to be found, and two patients of one trial may look alike. --keep-duplicates counts without merging.",
            ]
        );

    public static ReportTable Table(SignalResult result, string id, int most) =>
        new(
            id,
            "Reports merged into another, with the weight of each field in bits.",
            [
                new("kept", "Kept report"),
                new("kept_case", "Case"),
                new("merged", "Merged report"),
                new("merged_case", "Case of it"),
                new("like", "Most like report"),
                new("watched", "Product watched"),
                new("weight", "Weight, bits", 1),
                new("threshold", "Threshold", 1),
                new("age", "Age", 1),
                new("sex", "Sex", 1),
                new("country", "Country", 1),
                new("event_date", "Event date", 1),
                new("manufacturer_number", "Manufacturer's number", 1),
                new("drugs", "Drugs", 1),
                new("events", "Events", 1),
            ],
            [
                .. result
                    .Ledger.Take(most)
                    .Select(m => new TableRow([
                        Number(m.KeptReport),
                        Number(m.KeptCase),
                        Number(m.MergedReport),
                        Number(m.MergedCase),
                        Number(m.LikeReport),
                        m.Watched ? "yes" : "no",
                        m.Weight.Total,
                        result.Duplicates!.Threshold,
                        m.Weight.Age,
                        m.Weight.Sex,
                        m.Weight.Country,
                        m.Weight.Date,
                        m.Weight.Manufacturer,
                        m.Weight.Drugs,
                        m.Weight.Events,
                    ])),
            ]
        );

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static string Answer(SignalResult result) =>
        result.Duplicates is { } found
            ? FormattableString.Invariant(
                $"{SignalSections.Share(result.Ledger.Length, result.Totals.Reports)} of the reports were merged into another; {result.Ledger.Count(m => m.Watched):N0} of them name a product watched. {found.Compared:N0} pairs were compared; from {found.Threshold:0.0} bits on two reports are one case with a probability of at least {result.Knowledge.Rules.Duplicates.Posterior:P0}."
            )
        : result.Options.Merge ? "The source gives no age, sex, country or dates: duplicates could not be looked for."
        : "Duplicates were not looked for, as asked.";
}
