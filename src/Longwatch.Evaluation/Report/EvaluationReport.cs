using System.Collections.Immutable;
using Longwatch.Domain;
using Longwatch.Evaluation.Analyses;

namespace Longwatch.Evaluation.Report;

/// <summary>The evaluation as data: the same object is written as terminal text, JSON, CSV and HTML.</summary>
/// <param name="Fingerprint">SHA-256 over the names and bytes of the input files, lower-case hex.</param>
/// <param name="DataLock">As precisely as it is known; null when the data set does not say.</param>
/// <param name="DataLockBasis">Where the data lock comes from, in words.</param>
/// <param name="Sources">Every source a number points to, by key.</param>
public sealed record EvaluationReport(
    string Title,
    string Dataset,
    DatasetKind Kind,
    string Fingerprint,
    PartialDate? DataLock,
    string DataLockBasis,
    string Version,
    ulong Seed,
    ImmutableArray<Section> Sections,
    ImmutableSortedDictionary<string, SourceEntry> Sources
)
{
    /// <summary>What was specified beforehand; nothing with published evidence.</summary>
    public AnalysisPlan Plan { get; init; } = AnalysisPlan.None;

    /// <summary>What came of each analysis of <see cref="Plan"/>, in its order.</summary>
    public ImmutableArray<AnalysisResult> Analyses { get; init; } = [];

    /// <summary>With what <see cref="Plan"/> and the analyses of the sections were run; null in reports that are not evaluations.</summary>
    public AnalysisSettings? Settings { get; init; }
}

public enum DatasetKind
{
    Published,
    Cohort,
}

/// <summary>One question and its answer.</summary>
/// <param name="Number">From 1, in the order of the report.</param>
/// <param name="Id">Stable, kebab-case: <c>exposure</c>, <c>cases</c>, <c>transgene</c>, …</param>
/// <param name="Answer">One sentence; every percentage in it with its n/N.</param>
public sealed record Section(
    int Number,
    string Id,
    string Title,
    string Question,
    string Answer,
    ImmutableArray<Estimate> Estimates,
    ImmutableArray<ReportTable> Tables,
    ImmutableArray<Chart> Charts,
    ImmutableArray<string> Methods,
    ImmutableArray<string> Caveats
)
{
    /// <summary>What its estimates and tables come from, each as it was specified; none in reports that are not evaluations.</summary>
    public ImmutableArray<SectionAnalysis> Analyses { get; init; } = [];

    /// <summary>What tells whether to trust an analysis, by its id, as the section saw it.</summary>
    internal ImmutableArray<(string Analysis, AnalysisDiagnostic Diagnostic)> Diagnostics { get; init; } = [];
}

/// <summary>Unit of an <see cref="Estimate"/>; decides how it is printed.</summary>
public enum Unit
{
    Count,
    Share,
    Per10000Patients,
    Per1000Patients,
    Per100000PersonYears,
    PersonYears,
    Years,
    Months,
    Days,
    Ratio,
    Probability,

    /// <summary>A probability that a model gives, in percent; never printed as 0 % or 100 %.</summary>
    Chance,
    None,
}

/// <summary>Whether a number could be had.</summary>
public enum EstimateStatus
{
    Estimated,

    /// <summary>The data cannot tell; <see cref="Estimate.Note"/> says why.</summary>
    NotIdentified,

    /// <summary>No data; <see cref="Estimate.Note"/> says what is missing.</summary>
    NoData,
}

/// <summary>One number of the report with everything needed to trust or doubt it.</summary>
/// <param name="Id">Unique in the report, kebab-case, prefixed with the section id.</param>
/// <param name="Value">In natural scale: a share is 0 to 1. Null unless <see cref="EstimateStatus.Estimated"/>.</param>
/// <param name="Numerator">n of n/N. Required with <paramref name="Denominator"/> for every <see cref="Unit.Share"/> that is a proportion of counts.</param>
/// <param name="Intervals">In the scale of <paramref name="Value"/>; the first one is the one to quote.</param>
/// <param name="Note">Status, assumption or warning in words; null when there is none.</param>
/// <param name="Sources">Keys into <see cref="EvaluationReport.Sources"/>.</param>
public sealed record Estimate(
    string Id,
    string Label,
    EstimateStatus Status,
    double? Value,
    Unit Unit,
    double? Numerator,
    double? Denominator,
    ImmutableArray<IntervalEstimate> Intervals,
    string Method,
    string? Note,
    ImmutableArray<string> Sources
);

/// <summary>A lower and upper limit, their level and what they are.</summary>
/// <param name="Kind">For example <c>Clopper–Pearson</c>, <c>Garwood</c>, <c>posterior, Jeffreys prior</c>, <c>bounds</c>.</param>
/// <param name="Level">0.95 for a 95 % interval; null for bounds that have no probability.</param>
public sealed record IntervalEstimate(string Kind, double? Level, double Lower, double Upper);

/// <summary>A table: written as CSV, shown in the report, and the text form of a chart.</summary>
/// <param name="Id">Unique in the report; the CSV file name.</param>
public sealed record ReportTable(string Id, string Caption, ImmutableArray<TableColumn> Columns, ImmutableArray<TableRow> Rows);

/// <summary>One column of a <see cref="ReportTable"/>.</summary>
/// <param name="Id">Snake case; the CSV header.</param>
/// <param name="Decimals">Digits after the point when shown; null for text and for shortest form. CSV and JSON carry full precision.</param>
/// <param name="Percent">Shown times 100 with a percent sign.</param>
/// <param name="Chance">Probabilities that a model gives: never shown as 0 % or 100 %.</param>
public sealed record TableColumn(string Id, string Header, int? Decimals = null, bool Percent = false, bool Chance = false)
{
    /// <summary>A column of p values: two significant digits when shown, as powers of ten where they are very small.</summary>
    public bool IsP { get; private init; }

    public static TableColumn P(string id, string header) => new(id, header) { IsP = true };
}

/// <summary>One row of a <see cref="ReportTable"/>; as many cells as the table has columns.</summary>
/// <param name="GreyedBecause">Not null: the row is carried but not counted, and this is why.</param>
public sealed record TableRow(ImmutableArray<Cell> Cells, string? GreyedBecause = null, ImmutableArray<string> Sources = default);

/// <summary>One cell: text, number, or missing. <c>default</c> is missing.</summary>
public readonly record struct Cell
{
    private Cell(string? text, double? number) => (Text, Number) = (text, number);

    public string? Text { get; }

    public double? Number { get; }

    public bool IsMissing => Text is null && Number is null;

    public static Cell Of(string? text) => new(text, null);

    public static Cell Of(double? number) => new(null, number);

    public static implicit operator Cell(string? text) => Of(text);

    public static implicit operator Cell(double number) => Of(number);

    public static implicit operator Cell(double? number) => Of(number);

    public static implicit operator Cell(int number) => Of((double)number);

    public static implicit operator Cell(int? number) => Of((double?)number);
}

/// <summary>A picture of one table.</summary>
/// <param name="Description">What it shows, in words, for those who cannot see it.</param>
/// <param name="VegaLite">Complete Vega-Lite specification with inline data, without colours of its own where the theme has one.</param>
/// <param name="TableId">The table that carries the same numbers.</param>
public sealed record Chart(string Id, string Title, string Description, System.Text.Json.Nodes.JsonObject VegaLite, string TableId);

/// <summary>A source as shown beside a number.</summary>
public sealed record SourceEntry(string Citation, string Address, string Tag, string Date, string? Note, string File, int Line);
