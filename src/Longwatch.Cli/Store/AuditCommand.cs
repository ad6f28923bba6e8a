using System.CommandLine;
using Longwatch.Registry.Audit;

namespace Longwatch.Cli.Store;

/// <summary><c>longwatch audit verify</c>: is the audit trail whole?</summary>
internal static class AuditCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = DataFolder.Option();
        var head = new Option<AuditHead?>("--head")
        {
            Description = "A head that was kept from an earlier verification: shows also that nothing was cut off at the end.",
            HelpName = "POSITION:HASH",
            CustomParser = result =>
            {
                if (AuditHead.TryParse(result.Tokens.Single().Value, out var parsed))
                    return parsed;
                result.AddError("--head takes a position, a colon and 64 hexadecimal digits, as an earlier verification printed them.");
                return null;
            },
        };
        var verify = new Command(
            "verify",
            "Make every hash of the audit trail again, and compare every record with the last entry about it. Finds any row that was edited, removed, added or reordered behind the trail. Exit code 0: whole; 2: not."
        )
        {
            data,
            head,
        };
        verify.SetAction(
            async (parsed, cancellation) =>
            {
                await using var connections = await DataFolder.OpenExisting(parsed.GetRequiredValue(data), cancellation);
                var found = await AuditChain.Verify(connections, parsed.GetValue(head), cancellation);
                foreach (var problem in found.Problems)
                    await terminal.Error.WriteLineAsync(
                        $"audit trail: {(problem.Position > 0 ? $"link {problem.Position}" : "")}{(problem.Act is { } act ? $" act {act}" : "")}: {problem.Problem}"
                    );
                await terminal.Output.WriteLineAsync(
                    found.Problems.IsEmpty
                        ? $"whole: acts {found.Head?.Position ?? 0:N0}, entries {found.Entries:N0}\nhead {found.Head?.ToString() ?? "none"}"
                        : $"NOT WHOLE: {found.Problems.Length:N0} {(found.Problems.Length == 1 ? "place" : "places")}"
                );
                return found.Problems.IsEmpty ? ExitCode.Done : ExitCode.Refused;
            }
        );
        return new Command("audit", "The audit trail of a registry.") { verify };
    }
}
