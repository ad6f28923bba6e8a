using System.Globalization;
using Longwatch.Portal.Shell;
using Longwatch.Registry.Cases;

namespace Longwatch.Portal.Assays;

/// <summary>Quantities of a test in words; an interval goes with its value.</summary>
internal static class ResultWords
{
    internal static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    internal static string Quantity(CaseTestView test)
    {
        var parts = new List<string>();
        if (test.Row.CopiesPerCell is { } copies)
            parts.Add(
                test.Detail is { CopiesLower: { } lower } detail
                    ? Text.T("assays.copies-interval", Number(copies), Number(lower), detail.CopiesUpper is { } upper ? Number(upper) : "∞")
                    : Text.T("assays.copies", Number(copies))
            );
        if (test.Detail?.CarPositivePercent is { } percent)
            parts.Add(Text.T("assays.car-percent-words", Number(percent)));
        if (
            test.Detail is
            { VectorPositive: { } positive, VectorDroplets: { } droplets, ReferencePositive: { } reference, ReferenceDroplets: { } of }
        )
            parts.Add(Text.T("assays.droplet-words", positive, droplets, reference, of));
        return parts.Count == 0 ? "–" : string.Join("; ", parts);
    }
}
