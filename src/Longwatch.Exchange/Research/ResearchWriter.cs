using System.Collections.Immutable;
using System.Text;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Report;
using Longwatch.Exchange.Report.Html;

namespace Longwatch.Exchange.Research;

/// <summary>Writes the report of a search and one CSV file per table.</summary>
internal static class ResearchWriter
{
    public static void Write(string folder, ResearchRequest request, ImmutableArray<Section> sections)
    {
        ReportRules.Check(sections);
        File.WriteAllBytes(Path.Combine(folder, "report.html"), Encoding.UTF8.GetBytes(Html(request, sections)));
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        foreach (var table in sections.SelectMany(s => s.Tables))
            File.WriteAllBytes(Path.Combine(folder, "tables", $"{table.Id}.csv"), CsvTable.Write(table));
    }

    private static string Html(ResearchRequest request, ImmutableArray<Section> sections) =>
        HtmlPage.OfSections(
            "Who is at higher risk (research use)",
            request.Version,
            "Skip to the findings",
            sections,
            html =>
                html.Line(
                        $"<div><dt>Cohort</dt><dd>{request.Cohort.Name}, data lock {request.Cohort.DataLock.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}</dd></div>"
                    )
                    .Line($"<div><dt>Fingerprint</dt><dd>{request.Fingerprint}</dd></div>")
                    .Line($"<div><dt>Genotypes</dt><dd>{Path.GetFileName(request.Genotypes)}</dd></div>")
                    .Line($"<div><dt>Longwatch</dt><dd>version {request.Version}</dd></div>"),
            "Research use only: not a diagnosis, and no reason to watch anybody less. What is found here is a hypothesis until other people confirm it."
        );
}
