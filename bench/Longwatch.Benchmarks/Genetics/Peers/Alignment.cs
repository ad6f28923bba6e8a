using System.Globalization;
using Longwatch.Benchmarks.Genetics.TruthSets;
using static Longwatch.Benchmarks.Genetics.Shell;

namespace Longwatch.Benchmarks.Genetics.Peers;

/// <summary>Alignments by bwa mem, made once and kept.</summary>
internal static class Alignment
{
    internal static string Index(string fasta)
    {
        if (!File.Exists($"{fasta}.sa"))
            Run($"samtools faidx {Quote(fasta)} && bwa index {Quote(fasta)}");
        return fasta;
    }

    /// <summary>Sorted and indexed BAM with the defaults of the aligner, as laboratories have it.</summary>
    internal static string Sorted(SampleFiles sample, string fasta, string name)
    {
        var bam = Path.Combine(sample.Folder, $"{name}.bam");
        if (!File.Exists($"{bam}.bai"))
            Run(
                $"bwa mem -t 2 -R '@RG\\tID:1\\tSM:sample\\tPL:ILLUMINA' {Quote(Index(fasta))} {Quote(sample.Read1)} {Quote(sample.Read2)}"
                    + $" | samtools sort -@ 1 -m 512M -o {Quote(bam)} - && samtools index {Quote(bam)}"
            );
        return bam;
    }

    /// <summary>The fields of one SAM line that callers here need.</summary>
    internal static SamLine? Parse(string line)
    {
        var fields = line.Split('\t', 11);
        if (line.StartsWith('@') || fields.Length < 11)
            return null;
        return new(
            fields[0],
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            fields[2],
            int.Parse(fields[3], CultureInfo.InvariantCulture) - 1,
            int.Parse(fields[4], CultureInfo.InvariantCulture),
            fields[5]
        );
    }
}

/// <summary>One line of SAM, zero-based.</summary>
internal sealed record SamLine(string Name, int Flag, string Contig, int Position, int Quality, string Cigar)
{
    internal bool Unmapped => (Flag & 0x4) != 0;
    internal bool Reverse => (Flag & 0x10) != 0;
    internal string Key => $"{Name}/{((Flag & 0x80) != 0 ? 2 : 1)}";
    internal bool IsPrimary => (Flag & 0x900) == 0;

    /// <summary>Aligned stretch in the direction of sequencing, the reference length, and the length of the read.</summary>
    internal (int Start, int End, int OnReference, int ReadLength) Stretch()
    {
        int before = 0,
            aligned = 0,
            after = 0,
            reference = 0,
            number = 0;
        foreach (var letter in Cigar)
        {
            if (char.IsAsciiDigit(letter))
            {
                number = (number * 10) + (letter - '0');
                continue;
            }

            if (letter is 'S' or 'H')
            {
                if (aligned == 0)
                    before += number;
                else
                    after += number;
            }
            else
            {
                aligned += letter is 'M' or 'I' or '=' or 'X' ? number : 0;
                reference += letter is 'M' or 'D' or 'N' or '=' or 'X' ? number : 0;
            }

            number = 0;
        }

        var total = before + aligned + after;
        return Reverse ? (after, after + aligned, reference, total) : (before, before + aligned, reference, total);
    }
}
