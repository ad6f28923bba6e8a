using System.Collections.Immutable;

namespace Longwatch.Evaluation.Signals;

/// <summary>What was read, what was left out, and why.</summary>
/// <param name="Form">Of the source: quarterly ASCII, flattened table.</param>
/// <param name="Fingerprint">SHA-256 over names and bytes of the files read, lower-case hex.</param>
/// <param name="Notes">What the reader of a report has to know about the source, in sentences.</param>
public sealed record InputLedger(
    string Form,
    string Fingerprint,
    ImmutableArray<InputFile> Files,
    ImmutableArray<LeftOut> LeftOut,
    ImmutableArray<string> Notes
);

/// <summary>One file that was read.</summary>
/// <param name="Rows">Records that could be read.</param>
/// <param name="Broken">Lines that could not.</param>
/// <param name="Repaired">Records broken over several lines that were put together again.</param>
/// <param name="Orphans">Records of a report that has no row in the table of reports.</param>
public sealed record InputFile(string Name, string Table, string Quarter, long Lines, long Rows, long Broken, long Repaired, long Orphans);

/// <summary>What was left out for one reason.</summary>
/// <param name="Unit">What is counted: reports, cases, rows.</param>
public sealed record LeftOut(string Reason, string Unit, long Count);
