using System.Text;
using Longwatch.Evaluation.Report;
using Longwatch.Exchange.Analyses;
using Longwatch.Exchange.Report.Html;

namespace Longwatch.Exchange.Report;

/// <summary>Writes an evaluation into a folder: all of it, or nothing.</summary>
/// <remarks>The same report and formats give the same bytes. See <c>docs/formats/report.md</c>.</remarks>
public static class ReportWriter
{
    /// <summary>Replaces the folder by one that holds the report in the given formats.</summary>
    /// <param name="report">Checked first: ids unique, cells as many as columns, sources known; a fault there is a bug and throws.</param>
    /// <param name="folder">Need not exist. A folder that holds files which Longwatch did not write is left alone.</param>
    /// <param name="formats">At least one.</param>
    /// <returns>The files written, relative to the folder, with forward slashes, in ordinal order.</returns>
    /// <exception cref="IOException">The folder holds something else, or the disk refused; the message is for the user.</exception>
    public static IReadOnlyList<string> Write(EvaluationReport report, DirectoryInfo folder, ReportFormats formats)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(folder);
        if (formats == ReportFormats.None || (formats & ~ReportFormats.All) != ReportFormats.None)
            throw new ArgumentOutOfRangeException(nameof(formats), formats, "At least one known format is needed.");
        ReportRules.Check(report);
        return OutputFolder.Replace(folder, Files(report, formats));
    }

    private static IEnumerable<OutputFile> Files(EvaluationReport report, ReportFormats formats)
    {
        if (formats.HasFlag(ReportFormats.Json))
        {
            yield return new("evaluation.json", JsonReport.Write(report));
            yield return new(ReportAssets.SchemaFile, ReportAssets.Bytes(ReportAssets.SchemaFile));
        }
        if (report.Settings is { } settings)
            yield return new("analyses.json", AnalysisJson.Write(report.Plan, settings, JsonReport.Options));
        if (formats.HasFlag(ReportFormats.Html))
            yield return new("report.html", Encoding.UTF8.GetBytes(HtmlReport.Write(report)));
        if (formats.HasFlag(ReportFormats.Csv))
            foreach (var table in report.Sections.SelectMany(section => section.Tables))
                yield return new($"tables/{table.Id}.csv", CsvTable.Write(table));
    }
}
