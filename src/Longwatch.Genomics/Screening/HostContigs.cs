namespace Longwatch.Genomics.Screening;

/// <summary>The reference sequences of all aligned inputs together, and the depth on them.</summary>
internal sealed class HostContigs
{
    private readonly List<ContigInfo> contigs = [];
    private readonly int[][] maps;
    private readonly int[][] total;

    /// <summary>Puts the reference sequences of all inputs together.</summary>
    /// <exception cref="UnreadableInputException">Two inputs give one name different lengths: they were aligned to different assemblies.</exception>
    public HostContigs(IReadOnlyList<OpenInput> inputs)
    {
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        maps = new int[inputs.Count][];
        for (var i = 0; i < inputs.Count; i++)
        {
            var own = inputs[i].Header?.Contigs ?? [];
            maps[i] = new int[own.Count];
            for (var c = 0; c < own.Count; c++)
            {
                if (!byName.TryGetValue(own[c].Name, out var index))
                {
                    byName.Add(own[c].Name, index = contigs.Count);
                    contigs.Add(own[c]);
                }
                else if (contigs[index].Length != own[c].Length)
                {
                    throw new UnreadableInputException(
                        inputs[i].Name,
                        "header",
                        $"{own[c].Name} has {own[c].Length} bases here and {contigs[index].Length} before: the reads were aligned to different assemblies"
                    );
                }

                maps[i][c] = index;
            }
        }

        WindowLength = HostWindows.LengthFor(contigs);
        total = HostWindows.NewTable(contigs, WindowLength);
    }

    public IReadOnlyList<ContigInfo> Contigs => contigs;

    public int WindowLength { get; }

    /// <summary>From the contigs of an input to <see cref="Contigs"/>.</summary>
    public IReadOnlyList<int> MapOf(int source) => maps[source];

    public void Add(int source, DepthTally depth) => depth.AddTo(total, maps[source]);

    public HostDepth Depth() => new(WindowLength, total);
}
