using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>What the pass has found out about the order of one aligned file.</summary>
internal sealed record FileOrder(bool IsSorted, int LongestSpan);

/// <summary>Collects the host reads beside candidates from all aligned files that are sorted by coordinate.</summary>
internal sealed class Neighbours(IReadOnlyList<OpenInput> inputs, HostContigs host, FileOrder?[] orders, List<InputFinding> findings)
{
    /// <summary>Host reads kept in all: 48 bytes each.</summary>
    private const int Most = 1_000_000;

    public IReadOnlyList<HostRead> Collect(IReadOnlyList<CandidateRead> candidates, CancellationToken cancel)
    {
        var all = new List<HostRead>();
        for (var i = 0; i < inputs.Count; i++)
        {
            if (orders[i] is not { IsSorted: true } order || inputs[i].Header is not { Contigs.Count: > 0 } header)
                continue;
            var source = i;
            var windows = NeighbourWindows.Of(candidates.Where(c => c.Source == source), header.Contigs);
            if (windows.Count == 0)
                continue;
            if (!TryCollect(inputs[i], order, windows, Most - all.Count, out var collector, cancel))
            {
                findings.Add(
                    new(
                        "neighbours-unknown",
                        new(
                            inputs[i].Name,
                            null,
                            "cannot be read at any place (a pipe, or a SAM or CRAM): host reads beside the candidates are not counted, and shares of cells "
                                + "with a site cannot be told. Give a sorted BAM as a file"
                        ),
                        RefusesNegative: false
                    )
                );
                continue;
            }

            var map = host.MapOf(i);
            foreach (var read in collector.Reads)
                all.Add(read with { Contig = map[read.Contig] });
            if (collector.IsFull)
                findings.Add(
                    new(
                        "neighbours-capped",
                        new(
                            inputs[i].Name,
                            null,
                            $"more than {Most} host reads lie beside candidates: those from there on are not counted"
                        ),
                        RefusesNegative: false
                    )
                );
        }

        if (inputs.Count > 1)
            all.Sort(Compare);
        return all;
    }

    private static bool TryCollect(
        OpenInput input,
        FileOrder order,
        List<HostWindow> windows,
        int most,
        out NeighbourCollector collector,
        CancellationToken cancel
    )
    {
        collector = new(windows, most);
        if (input.Bam is null || !input.CanReopen)
            return false;
        BamNeighbours.Collect(
            input.Input.Path,
            input.Header!.Contigs.Count,
            input.Bam.Places,
            windows,
            order.LongestSpan,
            collector,
            cancel
        );
        return true;
    }

    private static int Compare(HostRead a, HostRead b) =>
        a.Contig != b.Contig ? a.Contig.CompareTo(b.Contig)
        : a.Start != b.Start ? a.Start.CompareTo(b.Start)
        : a.NameHash.CompareTo(b.NameHash);
}
