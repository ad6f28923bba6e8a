using System.CommandLine;
using Longwatch.Registry.Accounts.Demo;

namespace Longwatch.Cli.Portal;

/// <summary><c>longwatch code KEY</c>: what an authenticator would show, for people who try the demonstration without one.</summary>
internal static class CodeCommand
{
    public static Command Create(Terminal terminal)
    {
        var key = new Argument<string>("KEY") { Description = "Authenticator key as serve --demo printed it." };
        var command = new Command(
            "code",
            "Show the six digits of the moment for an authenticator key of the demonstration. Keys of real accounts belong into an authenticator, not into a shell's history."
        )
        {
            key,
        };
        command.SetAction(parsed =>
        {
            if (
                DemoPerson.CodeAt(parsed.GetRequiredValue(key).Replace(" ", "", StringComparison.Ordinal), TimeProvider.System.GetUtcNow())
                is not { } code
            )
            {
                terminal.Error.WriteLine("longwatch code: that is no authenticator key: letters A to Z and digits 2 to 7 were expected.");
                return ExitCode.Refused;
            }

            terminal.Output.WriteLine(code);
            return ExitCode.Done;
        });
        return command;
    }
}
