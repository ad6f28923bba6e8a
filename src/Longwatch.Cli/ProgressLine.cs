namespace Longwatch.Cli;

/// <summary>One line on standard error that says what is being done; silent when that is no terminal.</summary>
internal sealed class ProgressLine(Terminal terminal) : IProgress<string>, IProgress<double>
{
    private readonly Lock gate = new();

    public void Report(string value)
    {
        lock (gate)
            terminal.Progress(value);
    }

    /// <summary>Share of the input that has been read.</summary>
    public void Report(double value) => Report($"reading {value:P0}");

    public void Clear() => Report("");
}
