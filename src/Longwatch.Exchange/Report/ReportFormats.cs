namespace Longwatch.Exchange.Report;

/// <summary>The forms in which an evaluation is written.</summary>
[Flags]
public enum ReportFormats
{
    None = 0,

    /// <summary><c>evaluation.json</c> with its schema beside it.</summary>
    Json = 1,

    /// <summary><c>tables/ID.csv</c>, one per table.</summary>
    Csv = 2,

    /// <summary><c>report.html</c>, one self-contained file.</summary>
    Html = 4,

    All = Json | Csv | Html,
}
