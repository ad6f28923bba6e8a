namespace Longwatch.Cli.Tests.Registry;

/// <summary><c>longwatch registry import-risk</c> after <c>longwatch registry import</c>, as an operator runs them.</summary>
public sealed class ImportRiskTests : IDisposable
{
    private readonly OpenFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Predicted_risks_go_into_the_registry_of_their_cohort_once()
    {
        Assert.Equal(0, CommandRun.Of("simulate", "-n", "50", "--out", folder.Under("cohort"), "--quiet").ExitCode);
        var imported = CommandRun.Of("registry", "import", folder.Under("cohort"), "--data", folder.Under("data"), "--quiet");
        Assert.True(imported.ExitCode == 0, imported.Error);
        var pseudonym = File.ReadLines(folder.Under("cohort/patients.csv")).ElementAt(1).Split(',')[0];
        Write($"{pseudonym},0.02,0.006,0.06,ridge,research");

        var (first, second) = (Import(), Import());
        Write("nobody,0.02,0.006,0.06,ridge,research");
        var third = Import();

        Assert.True(first.ExitCode == 0, first.Error);
        Assert.StartsWith("1 added, 0 changed, 0 unchanged; 1 of these patients", first.Output, StringComparison.Ordinal);
        Assert.StartsWith("0 added, 0 changed, 1 unchanged", second.Output, StringComparison.Ordinal);
        Assert.Equal(2, third.ExitCode);
        Assert.Contains("watch-risk.csv:2", third.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was imported", third.Error, StringComparison.Ordinal);
    }

    private CommandRun Import() => CommandRun.Of("registry", "import-risk", folder.Under("watch-risk.csv"), "--data", folder.Under("data"));

    private void Write(string line) => File.WriteAllText(folder.Under("watch-risk.csv"), $"pseudonym,risk,lower,upper,model,use\n{line}\n");
}
