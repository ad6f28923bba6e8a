namespace Longwatch.Portal.Shell.Errors;

/// <summary>One field of a record that two people changed.</summary>
/// <param name="Theirs">As it now is.</param>
/// <param name="Yours">As it would have been saved.</param>
public sealed record ConflictingField(string Label, string? Theirs, string? Yours);
