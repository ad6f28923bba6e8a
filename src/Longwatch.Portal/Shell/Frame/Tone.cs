namespace Longwatch.Portal.Shell.Frame;

/// <summary>How urgent a thing is. Never told by colour alone: a text and a drawing are with it.</summary>
public enum Tone
{
    Neutral,
    Info,
    Good,
    Attention,
    Danger,
}

internal static class Tones
{
    internal static string Class(this Tone tone) => tone.ToString().ToLowerInvariant();

    internal static string Icon(this Tone tone) =>
        tone switch
        {
            Tone.Good => "circle-check",
            Tone.Attention => "clock",
            Tone.Danger => "alert-triangle",
            _ => "info-circle",
        };
}
