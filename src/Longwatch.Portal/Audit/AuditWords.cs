using Longwatch.Portal.Shell;

namespace Longwatch.Portal.Audit;

/// <summary>Words for what the audit trail names by code; a code without a word is shown as it is.</summary>
internal static class AuditWords
{
    internal static string Relation(string relation) => Word($"audit.relation.{relation}", relation);

    internal static string Command(string command) => Word($"audit.command.{command}", command);

    internal static string Kind(string kind) => Word($"audit.kind.{kind}", kind);

    private static string Word(string key, string code) => Text.Has(key) ? Text.T(key) : code;
}
