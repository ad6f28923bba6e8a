using System.Collections.Immutable;
using System.Globalization;
using Longwatch.Domain;
using Longwatch.Domain.FollowUp.Forms;
using Longwatch.Registry.Store;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Registry.FollowUp.Forms;

/// <summary>One measurement of the persistence of the product, as a completed form tells of it.</summary>
/// <param name="Date">Day of the specimen.</param>
/// <param name="Source">What was sampled, in the words of the form; null when not said.</param>
/// <param name="Method">In the words of <see cref="FactKeys.PersistenceMethods"/>.</param>
/// <param name="Result">The result in the words of the form.</param>
/// <param name="Value">What was measured, in <paramref name="Unit"/>; null unless detected.</param>
/// <param name="LimitOfDetection">In <paramref name="Unit"/>; null when not stated.</param>
public sealed record PersistenceReading(
    DateOnly Date,
    string? Source,
    string Method,
    string Result,
    double? Value,
    double? LimitOfDetection,
    string Unit
);

/// <summary>The persistence of the product over all completed forms of one patient.</summary>
internal static class PersistenceReadings
{
    public static async Task<ImmutableArray<PersistenceReading>> Load(RegistryDb db, Guid patient, CancellationToken cancellation)
    {
        var entries = await db.Set<EntryRow>()
            .Where(e => e.Patient == patient && e.Completed != null && !e.Voided)
            .OrderBy(e => e.VisitDate)
            .ThenBy(e => e.Id)
            .ToListAsync(cancellation);
        var readings = new List<PersistenceReading>();
        foreach (var entry in entries)
            if (await FormLibrary.Edition(db, entry.Form, entry.Edition, cancellation) is { } form)
                readings.AddRange(Of(form, EntryGround.Read(entry.Answers)));
        return [.. readings.OrderBy(r => r.Date)];
    }

    private static IEnumerable<PersistenceReading> Of(FormDefinition form, IReadOnlyDictionary<string, string> answers)
    {
        if (Answer(FactKeys.PersistenceDate) is not { } text || !PartialDate.TryParse(text, out var date))
            yield break;
        foreach (var method in FactKeys.PersistenceMethods)
        {
            if (Words(FactKeys.PersistenceResult(method)) is not { } result)
                continue;
            var (value, limit) = (FactKeys.PersistenceValue(method), FactKeys.PersistenceLimit(method));
            yield return new(
                date.Earliest,
                Words(FactKeys.PersistenceSource),
                method,
                result,
                Number(value),
                Number(limit),
                Field(value)?.Unit ?? Field(limit)?.Unit ?? ""
            );
        }

        FormField? Field(string fact) => form.Fields.FirstOrDefault(f => f.MapsTo == fact);
        string? Answer(string fact) => Field(fact) is { } field ? answers.GetValueOrDefault(field.Key) : null;
        string? Words(string fact) =>
            Answer(fact) is { } code ? Field(fact)!.Options.FirstOrDefault(o => o.Code == code)?.Label ?? code : null;
        double? Number(string fact) =>
            double.TryParse(Answer(fact), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
