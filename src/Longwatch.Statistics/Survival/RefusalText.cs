using System.Runtime.CompilerServices;

namespace Longwatch.Statistics.Survival;

/// <summary>
/// The text of a refusal, put together only when the requirement does not hold: checks run once per subject, and a million texts that nobody reads cost
/// twenty times the estimate.
/// </summary>
[InterpolatedStringHandler]
internal ref struct RefusalText
{
    private DefaultInterpolatedStringHandler text;

    public RefusalText(int literalLength, int formattedCount, bool holds, out bool needed)
    {
        needed = !holds;
        text = needed ? new(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string value) => text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    public string Take() => text.ToStringAndClear();
}
