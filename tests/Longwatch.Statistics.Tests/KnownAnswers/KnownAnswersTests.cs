using Longwatch.Oracles;

namespace Longwatch.Statistics.Tests.KnownAnswers;

public sealed class KnownAnswersTests
{
    [Fact]
    public void Every_set_of_known_answers_is_in_the_table_of_the_methods()
    {
        var sets = Oracle.Sets();
        if (sets.Length == 0)
            Assert.Skip("known answers not found");
        var table = File.ReadAllText(Path.Combine(Home(), "docs", "methods", "known-answers.md"));

        Assert.All(sets, set => Assert.Contains($"| {set} |", table, StringComparison.Ordinal));
    }

    private static string Home()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Longwatch.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
