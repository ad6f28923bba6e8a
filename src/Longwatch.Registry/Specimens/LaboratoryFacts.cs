using Longwatch.Domain;
using Longwatch.Registry.Store;
using Longwatch.Registry.Treatment;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.Specimens;

/// <summary>A laboratory as it is entered and corrected.</summary>
/// <param name="Centre">The centre whose laboratory it is; null: one for all.</param>
public sealed record LaboratoryFacts(string Name, string? Centre)
{
    /// <summary>The facts of a laboratory as they are recorded now.</summary>
    public static LaboratoryFacts Of(LaboratoryRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(row.Name, row.Centre);
    }

    internal void Into(LaboratoryRow row) => (row.Name, row.Centre) = (Name.Trim(), Centre);

    /// <summary>Why the facts are not allowed; null when they are.</summary>
    internal async Task<Refusal?> Wrong(RegistryDb db, CancellationToken cancellation) =>
        string.IsNullOrWhiteSpace(Name) || Name.Length > 200 || !PlainText.IsLine(Name)
            ? new("laboratory.name", "A laboratory has a name of at most 200 characters.")
        : Centre is { } centre && !await db.Set<CentreRow>().AnyAsync(c => c.Code == centre && !c.Voided, cancellation)
            ? new("laboratory.centre", "There is no such centre.")
        : null;
}
