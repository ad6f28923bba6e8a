using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Longwatch.Cli;

/// <summary>Options that mean the same in every command.</summary>
internal static class CommonOptions
{
    public static Option<DateOnly?> DataLock() =>
        new("--data-lock")
        {
            Description = "Data lock point, for example 2024-04-11: nothing known later is used. Default: as the data set says.",
            HelpName = "YYYY-MM-DD",
            CustomParser = result => ParseDate(result),
        };

    public static Option<ulong> Seed(ulong byDefault) =>
        new("--seed")
        {
            Description = "Seed of everything random; written into the output.",
            HelpName = "N",
            DefaultValueFactory = _ => byDefault,
        };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Print nothing but problems." };

    private static DateOnly? ParseDate(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        result.AddError($"'{text}' is not a date: give the day as YYYY-MM-DD, for example 2024-04-11.");
        return null;
    }
}
