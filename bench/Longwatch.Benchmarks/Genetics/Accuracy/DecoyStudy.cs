using Longwatch.Benchmarks.Genetics.TruthSets;
using Longwatch.Benchmarks.Results;
using Longwatch.Genomics.Sites;
using Longwatch.Genomics.Verdict;

namespace Longwatch.Benchmarks.Genetics.Accuracy;

/// <summary>Samples without a transgene, and with everything that looks like one.</summary>
internal static class DecoyStudy
{
    internal static bool Run(AccuracyOptions options, StudyHost host)
    {
        var vector = IntegratedVector.Cart19();
        var decoys = new Decoys(host.Contigs, vector);
        var folder = Path.Combine(options.Folder, "decoys");
        var verdicts = SmallRuns.Run(
            folder,
            options.Decoys,
            number => (DecoyKind)(number % Decoys.Kinds) == DecoyKind.WholePlasmid ? decoys.PlasmidFile : vector.File,
            host,
            number => decoys.Make(number).Sample,
            (number, result) =>
                (
                    Number: number,
                    Kind: (DecoyKind)(number % Decoys.Kinds),
                    result.Verdict.Class,
                    Unique: result.Evidence.UniqueFragments,
                    Sites: result.Sites.Sites.Count(s => s.Status <= SiteStatus.Probable),
                    Candidates: result.Sites.Sites.Count(s => s.Status == SiteStatus.Candidate)
                ),
            v => IsPositive(v.Class) && !IsTransgene(v.Kind),
            purity: 0.6
        );
        foreach (var wrong in verdicts.Where(v => IsPositive(v.Class) && !IsTransgene(v.Kind)))
            Console.WriteLine(
                $"decoy {wrong.Number} ({wrong.Kind}): {wrong.Class}, {wrong.Unique} unique fragments, {wrong.Sites} sites; reads kept in {folder}"
            );

        var rows = verdicts
            .GroupBy(v => v.Kind)
            .OrderBy(g => g.Key)
            .Select(g =>
                new[]
                {
                    Words(g.Key),
                    $"{g.Count()}",
                    $"{g.Count(v => v.Class == VerdictClass.DetectedClonal)}",
                    $"{g.Count(v => v.Class == VerdictClass.DetectedLow)}",
                    $"{g.Count(v => v.Class == VerdictClass.NotDetected)}",
                    $"{g.Count(v => v.Class is VerdictClass.NotAssessable or VerdictClass.Failed)}",
                    $"{g.Max(v => v.Unique)}",
                    $"{g.Sum(v => v.Sites)}",
                    $"{g.Sum(v => v.Candidates)}",
                }
            );
        var clonal = verdicts.Count(v => v.Class == VerdictClass.DetectedClonal);
        var low = verdicts.Count(v => v.Class == VerdictClass.DetectedLow && !IsTransgene(v.Kind));
        var good = clonal == 0 && low == 0;
        ResultFile.Write(
            "genetics-accuracy.md",
            "Decoys",
            $"""
            {options.Decoys} samples without a transgene: {SmallRuns.HostLength
                / 1000} kb of host at 30×, fragments 420 ± 90 (formalin: 170 ± 50, 2 % deaminated), each kind from traces to plenty. In the
            last two rows real vector sequence is in the tube: traces of the whole plasmid, which its backbone gives away (the plasmid is then the vector given), and reads of a positive
            neighbour (0.1 to 1 % of a library with one copy per cell). Nothing in the latter says that no cell carries them, so *detected, low: bystander or contamination possible* is
            right above the limit of detection; *detected, clonal* never. HIV integrates, so its sites are real.

            {ResultFile.Table(
                [
                    "decoy",
                    "samples",
                    "detected, clonal",
                    "detected, low",
                    "not detected",
                    "not assessable or failed",
                    "most unique fragments", "sites called", "candidates"],
                rows
            )}
            {(good ? "No positive verdict where none may be." : $"**{clonal} clonal and {low} low verdicts where none may be.**")}
            """
        );
        return good;
    }

    private static bool IsPositive(VerdictClass verdict) => verdict is VerdictClass.DetectedClonal or VerdictClass.DetectedLow;

    private static bool IsTransgene(DecoyKind kind) => kind is DecoyKind.IndexHop;

    private static string Words(DecoyKind kind) =>
        kind switch
        {
            DecoyKind.HostOnly => "host only",
            DecoyKind.ElongationFactor => "EEF1A1 promoter and intron",
            DecoyKind.Transcripts => "CD8A, CD247, TNFRSF9, CD28, CSF2RA mRNA",
            DecoyKind.Hiv => "HIV-1 HXB2, integrated",
            DecoyKind.Backbone => "plasmid backbone",
            DecoyKind.Chimeras => "PCR chimeras",
            DecoyKind.LowComplexity => "low complexity",
            DecoyKind.Adapter => "adapter read-through and dimers",
            DecoyKind.Formalin => "FFPE-like, with promoter, mRNA, repeats, chimeras",
            DecoyKind.IndexHop => "*index hop of a positive library*",
            DecoyKind.WholePlasmid => "*whole plasmid, 3 to 43 fragments*",
            _ => kind.ToString(),
        };
}
