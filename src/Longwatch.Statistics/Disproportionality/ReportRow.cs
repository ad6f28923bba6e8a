namespace Longwatch.Statistics.Disproportionality;

/// <summary>One row of a flattened report: it names a drug and an event together.</summary>
public readonly record struct ReportRow(int Report, int Drug, int Event);
