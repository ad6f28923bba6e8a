using Longwatch.Portal.Shell;

namespace Longwatch.Portal.Audit;

/// <summary>Words for what the audit trail names by code; a code without a word is shown as it is.</summary>
internal static class AuditWords
{
    /// <summary>How the act of a migration begins; its number and name follow.</summary>
    private const string Migration = "migration.";

    internal static string Relation(string relation) => Word($"audit.relation.{relation}", relation);

    internal static string Command(string command) =>
        command.StartsWith(Migration, StringComparison.Ordinal)
            ? Text.T("audit.command.migration", command[Migration.Length..])
            : Word($"audit.command.{command}", command);

    internal static string Kind(string kind) => Word($"audit.kind.{kind}", kind);

    private static string Word(string key, string code) => Text.Has(key) ? Text.T(key) : code;
}
