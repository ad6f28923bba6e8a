namespace Longwatch.Cli.Tests;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    [InlineData("TERM", 143)]
    public async Task An_interrupted_run_leaves_nothing_behind_and_prints_no_fault(string signal, int exitCode)
    {
        using var folder = new TemporaryFolder();
        // Interrupted while it writes: the temporary folder is there, the output is not. A shell makes its background jobs deaf to SIGINT, and nohup to SIGHUP; env undoes that.
        var run = await CommandRun.OfShell(
            $"""
            env --default-signal dotnet '{CommandRun.Program}' simulate --quiet --patients 1000000 --out cohort & pid=$!
            for i in $(seq 600); do ls -A | grep -q . && break; sleep 0.05; done
            ls -A | grep -q '^[.]cohort' || echo 'was not writing'
            kill -{signal} $pid; wait $pid 2>/dev/null; code=$?; ls -A; exit $code
            """,
            folder.Path,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(new CommandRun(exitCode, "", ""), run);
    }
}
