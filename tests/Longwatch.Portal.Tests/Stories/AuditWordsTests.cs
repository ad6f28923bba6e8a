using System.Text.RegularExpressions;
using Longwatch.Portal.Shell;
using Longwatch.Portal.Tests.Frame;
using Longwatch.Registry.Tests;
using Microsoft.EntityFrameworkCore;

namespace Longwatch.Portal.Tests.Stories;

/// <summary>The audit trail is read by people: no code stands there without a word.</summary>
[Collection(StoryPortal.OneAtATime)]
public sealed partial class AuditWordsTests(StoryPortal story, Chromium chromium)
{
    [Fact]
    public async Task Whatever_a_story_leaves_in_the_audit_trail_has_a_word()
    {
        await CaseStory.Tell(story, chromium);
        var server = await story.Server;
        var codes = await server.Read(
            (db, stop) =>
                db
                    .Database.SqlQueryRaw<string>(
                        "select distinct 'audit.command.' || command as \"Value\" from audit.act where command not like 'migration.%' union select distinct 'audit.kind.' || kind from audit.act"
                    )
                    .ToListAsync(stop)
        );

        Assert.Contains("audit.command.causality.sign", codes);
        Assert.Empty(codes.Where(c => !c.Contains(".test.", StringComparison.Ordinal) && !Text.Has(c)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_act_and_every_watched_table_of_the_source_has_a_word()
    {
        var root = new DirectoryInfo(Path.Combine(TestStore.Published, "..", "..", "src", "Longwatch.Registry"));
        var acts = Matches(root, "*.cs", Act()).Select(a => $"audit.command.{a}");
        var tables = Matches(root, "*.sql", Table()).Select(t => $"audit.relation.{t}");

        Assert.Empty(acts.Concat(tables).Where(c => !Text.Has(c)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Matches(DirectoryInfo root, string files, Regex pattern) =>
        root.EnumerateFiles(files, SearchOption.AllDirectories)
            .SelectMany(f => pattern.Matches(File.ReadAllText(f.FullName)).Select(m => m.Groups["code"].Value))
            .Distinct(StringComparer.Ordinal);

    [GeneratedRegex("new Act\\(\\s*\"(?<code>[a-z.-]+)\"", RegexOptions.None, 2000)]
    private static partial Regex Act();

    [GeneratedRegex("audit\\.watch\\('(?<code>[a-z_.]+)'", RegexOptions.None, 2000)]
    private static partial Regex Table();
}
