using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;

namespace Longwatch.Portal.Shell.Frame;

/// <summary>The drawings of the embedded icons, as markup that says nothing to a screen reader: a text is always beside it.</summary>
internal static class Icons
{
    private static readonly FrozenDictionary<string, MarkupString> All = Load();

    internal static MarkupString Of(string name) =>
        All.TryGetValue(name, out var icon)
            ? icon
            : throw new InvalidOperationException($"The icon {name} is not embedded: see Longwatch.Portal.csproj.");

    private static FrozenDictionary<string, MarkupString> Load()
    {
        const string prefix = "icons/";
        var assembly = typeof(Icons).Assembly;
        return assembly
            .GetManifestResourceNames()
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
                n => Path.GetFileNameWithoutExtension(n[prefix.Length..]),
                n =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
                    var drawing = reader.ReadToEnd().ReplaceLineEndings(" ");
                    var inside = drawing[
                        (drawing.IndexOf("<path", StringComparison.Ordinal))..drawing.IndexOf("</svg>", StringComparison.Ordinal)
                    ];
                    return new MarkupString(
                        "<svg class=\"icon\" width=\"18\" height=\"18\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.75\" "
                            + $"stroke-linecap=\"round\" stroke-linejoin=\"round\" aria-hidden=\"true\" focusable=\"false\">{inside.Trim()}</svg>"
                    );
                },
                StringComparer.Ordinal
            );
    }
}
