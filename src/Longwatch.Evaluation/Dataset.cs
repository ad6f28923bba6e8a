namespace Longwatch.Evaluation;

/// <summary>What identifies the input of an evaluation.</summary>
/// <param name="Fingerprint">SHA-256 over the names and bytes of the input files, lower-case hex.</param>
public sealed record Dataset(string Name, string Fingerprint);
