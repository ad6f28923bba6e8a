using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Longwatch.Cli;

/// <summary>Help wrapped to the terminal, also when it is piped, with lines to copy at its end.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new(StringComparer.Ordinal)
    {
        ["evaluate"] =
        [
            "longwatch evaluate",
            "longwatch evaluate --data-lock 2023-12-31 --out as-of-2023",
            "longwatch evaluate cohort --format html,json --out cohort-evaluation",
        ],
        ["check"] = ["longwatch check cohort", "longwatch check cohort --data-lock 2023-12-31"],
        ["simulate"] = ["longwatch simulate --out cohort", "longwatch simulate --patients 3000 --seed 7 --out small"],
    };

    /// <summary>Replaces the help of the command and of all below it.</summary>
    public static void Install(RootCommand root, int width)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            if (option.Action is HelpAction help)
            {
                help.MaxWidth = width;
                option.Action = new HelpWithExamples(help);
            }
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (Examples.TryGetValue(parseResult.CommandResult.Command.Name, out var lines))
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines)
                output.WriteLine($"  {line}");
            output.WriteLine();
        }
        return code;
    }
}
