using Longwatch.Genomics.Reads;

namespace Longwatch.Genomics.Screening;

/// <summary>Screens opened inputs one after the other and puts the results together.</summary>
internal sealed class ScreeningRun(
    IReadOnlyList<OpenInput> inputs,
    SeedIndex seeds,
    ScreeningOptions options,
    Action<ScreeningProgress>? progress,
    CancellationToken cancel
)
{
    private readonly CandidateStore candidates = new(options.MaxFragments);
    private readonly ReadTally tally = new();
    private readonly List<InputFinding> findings = [];
    private readonly HostContigs host = new(inputs);
    private readonly FileOrder?[] orders = new FileOrder?[inputs.Count];
    private long ordinal;
    private bool pairedFastq;

    public ScreeningResult Screen()
    {
        var meter = new ProgressMeter(progress, inputs.Sum(i => i.Bytes), candidates);
        for (var i = 0; i < inputs.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            if (inputs[i].Kind.Format == ReadFormat.Fastq)
                ScreenFastq(inputs[i], i, meter);
            else
                ScreenAligned(inputs[i], i, meter);
            meter.Finish(inputs[i].Bytes);
        }

        var found = candidates.Finish();
        var profile = Profile();
        AddFindings(profile);
        var neighbours = new Neighbours(inputs, host, orders, findings).Collect(found, cancel);
        return new(profile, tally.Counts(), found, candidates.KeptShare, profile.Aligned ? host.Depth() : null, neighbours, findings);
    }

    private void ScreenFastq(OpenInput input, int source, ProgressMeter meter)
    {
        var files = input.Input.MatePath is null ? 1 : 2;
        // Two files use two threads as they are; with more threads than files, inflating gets threads of its own.
        var ahead = options.Threads > files;
        using var first = input.OpenFastq(mate: false, seeds, options, ahead);
        using var second = files == 1 ? null : input.OpenFastq(mate: true, seeds, options, ahead);
        var threads = files == 1 ? 1 : options.Threads;
        var screening = new FastqScreening(first, second, source, candidates);
        ordinal += screening.Run(ordinal, threads, meter, cancel);
        tally.Add(first.Tally);
        if (second is not null)
            tally.Add(second.Tally);
        pairedFastq |= screening.IsPaired;
        findings.AddRange(screening.Findings);
    }

    private void ScreenAligned(OpenInput input, int source, ProgressMeter meter)
    {
        var share = new ScreeningShare(source, seeds, candidates, input.Header!.Contigs, host.WindowLength, options.UsePlainKernel);
        // Only the blocks of a BAM are inflated and screened by several threads; htslib has threads of its own.
        var screeners = Enumerable.Range(0, input.Bam is null ? 1 : options.Threads).Select(_ => new RecordScreener(share)).ToArray();
        if (input.Bam is { } bam)
        {
            bam.Run(screeners, ordinal, meter, cancel);
            ordinal = bam.Records;
            if (bam.IsTruncated)
                findings.Add(FastqScreening.Truncated(input.Name, bam.TruncatedAt));
        }
        else if (input.Cram is { } cram)
        {
            cram.Run(screeners[0], ordinal, reads => meter.Report(input.Position, reads), cancel);
            ordinal += cram.Records;
            if (cram.IsTruncated)
                findings.Add(FastqScreening.Truncated(input.Name, cram.TruncatedAt));
        }
        else if (input.Sam is { } sam)
        {
            sam.Run(screeners[0], ordinal, reads => meter.Report(input.Position, reads), cancel);
            ordinal += sam.Records;
            if (sam.IsTruncated)
                findings.Add(FastqScreening.Truncated(input.Name, sam.TruncatedAt));
        }

        foreach (var screener in screeners)
        {
            tally.Add(screener.Tally);
            host.Add(source, screener.Depth);
        }

        var sorted = input.Bam?.IsSorted ?? screeners[0].IsSorted;
        orders[source] = new(sorted, screeners.Max(s => s.LongestSpan));
    }

    private InputProfile Profile()
    {
        var samples = inputs.SelectMany(i => i.Header?.SampleNames ?? []).Distinct(StringComparer.Ordinal).ToArray();
        return new(
            [.. inputs.SelectMany(i => i.Input.MatePath is null ? new[] { i.Input.Path } : [i.Input.Path, i.Input.MatePath])],
            [.. inputs.SelectMany(i => Enumerable.Repeat(i.Kind.Format, i.Input.MatePath is null ? 1 : 2))],
            host.Contigs.Count > 0,
            tally.Paired > 0 || pairedFastq,
            host.Contigs,
            tally.Unmapped > 0,
            samples.Length == 0 ? null : string.Join(", ", samples)
        );
    }

    private void AddFindings(InputProfile profile)
    {
        var all = string.Join(", ", profile.Files.Select(ReadInput.NameOf));
        if (tally.Reads == 0)
            findings.Add(new("no-reads", new(all, null, "there are no reads; nothing can be said"), RefusesNegative: true));
        else if (profile.Aligned && tally.Unmapped == 0)
            findings.Add(
                new(
                    "no-unmapped-reads",
                    new(
                        all,
                        null,
                        "no read is unmapped: those that did not align to the host were removed, and reads of a vector are among them. "
                            + "Take the file that the aligner wrote; no negative verdict is given"
                    ),
                    RefusesNegative: true
                )
            );
        else if (profile.Aligned && tally.Unplaced == 0)
            findings.Add(
                new(
                    "no-unplaced-reads",
                    new(
                        all,
                        null,
                        "every unmapped read has a mapped mate: pairs of which neither read aligned to the host were removed, and pairs within a "
                            + "vector are such. Take the file that the aligner wrote; no negative verdict is given"
                    ),
                    RefusesNegative: true
                )
            );
        if (candidates.KeptShare < 1)
            findings.Add(
                new(
                    "candidates-capped",
                    new(
                        all,
                        null,
                        $"more than {options.MaxFragments} fragments touch a searched sequence: {candidates.KeptShare:P3} of them, chosen by the hash of "
                            + "their names, were looked at. Numbers of fragments are of this share"
                    ),
                    RefusesNegative: false
                )
            );
    }
}
