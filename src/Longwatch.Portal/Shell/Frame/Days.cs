using System.Globalization;

namespace Longwatch.Portal.Shell.Frame;

/// <summary>Days as they are shown: ISO 8601.</summary>
internal static class Days
{
    internal static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string? Text(DateOnly? day) => day is { } d ? Text(d) : null;
}
