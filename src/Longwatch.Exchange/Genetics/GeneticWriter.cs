using System.Text;
using Longwatch.Exchange.Genetics.Bam;
using Longwatch.Exchange.Genetics.Report;
using Longwatch.Exchange.Report;
using Longwatch.Exchange.Report.Html;
using Longwatch.Genomics;
using Longwatch.Genomics.Clones;

namespace Longwatch.Exchange.Genetics;

/// <summary>Writes a genetic test into a folder: all of it, or nothing.</summary>
/// <remarks>The same result gives the same bytes. See <c>docs/formats/verdict.md</c>.</remarks>
public static class GeneticWriter
{
    /// <summary>Replaces the folder by one that holds every output of the test.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="folder">Need not exist. A folder that holds files which Longwatch did not write is left alone.</param>
    /// <param name="comparison">With earlier samples of the person; null when there were none.</param>
    /// <returns>The files written, relative to the folder, with forward slashes, in ordinal order.</returns>
    /// <exception cref="IOException">The folder holds something else, or the disk refused; the message is for the user.</exception>
    public static IReadOnlyList<string> Write(GeneticResult result, DirectoryInfo folder, ComparisonResult? comparison = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(folder);
        return OutputFolder.Replace(folder, fresh => Fill(result, comparison, fresh));
    }

    /// <summary>Says before a long run that its results could not be put there.</summary>
    /// <exception cref="IOException">The folder is a file, or holds somebody else's files.</exception>
    public static void Require(DirectoryInfo folder) => OutputFolder.Require(folder);

    private static void Fill(GeneticResult result, ComparisonResult? comparison, string folder)
    {
        var sections = GeneticHtml.Sections(result, comparison);
        ReportRules.Check(sections);
        Write(folder, VerdictJson.File, VerdictJson.Write(result, comparison));
        Write(folder, VerdictJson.SchemaFile, ReportAssets.Bytes(VerdictJson.SchemaFile));
        Write(folder, "report.html", Encoding.UTF8.GetBytes(GeneticHtml.Write(result, sections, comparison?.Alarms ?? [])));
        Write(folder, SitesBed.File, SitesBed.Write(result));
        Write(folder, SitesVcf.File, SitesVcf.Write(result));
        EvidenceBam.Write(result, folder);
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        foreach (var table in sections.SelectMany(section => section.Tables))
            Write(folder, $"tables/{table.Id}.csv", CsvTable.Write(table));
    }

    private static void Write(string folder, string file, byte[] content) => File.WriteAllBytes(Path.Combine(folder, file), content);
}
