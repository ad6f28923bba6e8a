using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

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
        Number(
            "--seed",
            "Seed of everything random, a whole number from 0; written into the output.",
            "N",
            byDefault,
            (ulong.MinValue, ulong.MaxValue)
        );

    /// <summary>A number; what is none, or lies outside the range, is a usage error that says the range.</summary>
    public static Option<T> Number<T>(string name, string description, string helpName, T byDefault, (T Lowest, T Highest) range)
        where T : struct, INumber<T> =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => byDefault,
            CustomParser = result => ParseNumber(result, name, byDefault, range),
        };

    /// <summary>The folder of the data. What looks like an option is a mistyped option, not a folder.</summary>
    public static Argument<DirectoryInfo?> Dataset(string description, ArgumentArity arity) =>
        new("DATASET")
        {
            Description = description,
            Arity = arity,
            CustomParser = Folder,
        };

    public static Option<DirectoryInfo> Out(string description) =>
        new("--out", "-o")
        {
            Description = description,
            HelpName = "DIR",
            CustomParser = result => Folder(result)!,
        };

    /// <summary>A file or name that is empty, or an option taken for one (<c>--vector --out x</c>), is a usage error in every command.</summary>
    public static void RefuseMissingText(Command command)
    {
        command.Validators.Add(result =>
        {
            foreach (var child in result.Children)
            {
                var (name, type) = child switch
                {
                    OptionResult option => (option.Option.Name, option.Option.ValueType),
                    ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType),
                    _ => ("", typeof(void)),
                };
                if (type != typeof(string) && type != typeof(string[]))
                    continue;
                foreach (var token in child.Tokens)
                    if (string.IsNullOrWhiteSpace(token.Value))
                        result.AddError($"{name}: '{token.Value}' is empty; a value was expected between the quotes.");
                    else if (token.Value.StartsWith("--", StringComparison.Ordinal))
                        result.AddError(
                            $"{name}: '{token.Value}' stands where a value was expected (a file of that name would be given as ./{token.Value})."
                        );
            }
        });
        foreach (var subcommand in command.Subcommands)
            RefuseMissingText(subcommand);
    }

    private static DirectoryInfo? Folder(ArgumentResult result)
    {
        var text = Single(result);
        if (text.StartsWith('-'))
            result.AddError($"'{text}' is not an option here (a folder of that name would be given as ./{text}).");
        else if (string.IsNullOrWhiteSpace(text))
            result.AddError("The name of a folder is missing between the quotes.");
        else
            return new DirectoryInfo(text);
        return null;
    }

    private static string Single(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Print nothing but problems." };

    /// <summary>The number between the limits, or a usage error that says them and gives an example.</summary>
    internal static T ParseNumber<T>(ArgumentResult result, string name, T example, (T Lowest, T Highest) range)
        where T : struct, INumber<T>
    {
        var text = Single(result);
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= range.Lowest && number <= range.Highest)
            return number;
        var kind = typeof(T) == typeof(double) ? "a number with decimal point" : "a whole number";
        result.AddError(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: '{text}' is not {kind} between {range.Lowest} and {range.Highest}; for example {example}."
            )
        );
        return default;
    }

    private static DateOnly? ParseDate(ArgumentResult result)
    {
        var text = Single(result);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        result.AddError($"'{text}' is not a date: give the day as YYYY-MM-DD, for example 2024-04-11.");
        return null;
    }
}
