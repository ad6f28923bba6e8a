using System.Globalization;
using System.Text;
using Longwatch.Evaluation.Research;
using Longwatch.Genomics;
using Longwatch.Genomics.Genotypes;
using Longwatch.Genomics.Text;
using Longwatch.Statistics.Association;

namespace Longwatch.Exchange.Research;

/// <summary>Who carries the rare variants of each gene; kept as lines, so that parts of a file can be put together without a change of rounding.</summary>
internal sealed class BurdenLedger(ResearchPeople people, GeneMap map, ResearchOptions options)
{
    private readonly SortedDictionary<string, List<(double Weight, int[] Carriers, byte[] Copies)>> genes = new(StringComparer.Ordinal);
    private readonly StringBuilder lines = new();

    /// <summary>The lines so far.</summary>
    public string Lines => lines.ToString();

    public void Add(byte[] packed, VariantSite[] sites, int count)
    {
        var bytes = PackedGenotypes.Bytes(people.Names.Length);
        for (var v = 0; v < count; v++)
        {
            string[] of = [.. map.Of(sites[v]).Distinct(StringComparer.Ordinal)];
            if (of.Length > 0)
                Add(packed.AsSpan(v * bytes, bytes), of);
        }
    }

    /// <summary>Takes the lines of a part; in the order of the parts.</summary>
    public void Read(string path)
    {
        using var text = new LineReader(path);
        while (text.Next())
        {
            string[] fields = text.Line.ToString().Split('\t');
            var (carriers, copies) = (new int[fields.Length - 2], new byte[Math.Max(0, fields.Length - 2)]);
            var good = fields.Length > 2 && double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            for (var i = 0; good && i < carriers.Length; i++)
            {
                var parts = fields[i + 2].Split(':');
                good =
                    parts.Length == 2
                    && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out carriers[i])
                    && carriers[i] < people.Names.Length
                    && byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out copies[i]);
            }

            if (!good)
                throw new UnreadableInputException(path, text.Place, "is not a line of burden.tsv of these people; run the shard again");
            Keep(fields[0], double.Parse(fields[1], CultureInfo.InvariantCulture), carriers, copies);
        }
    }

    /// <summary>Tests each gene, in the order of their names.</summary>
    public ScanDigest Test(AssociationTester tester)
    {
        var digest = new ScanDigest();
        foreach (var (gene, variants) in genes)
        {
            var values = new double[people.Names.Length];
            foreach (var (weight, carriers, copies) in variants)
                for (var i = 0; i < carriers.Length; i++)
                    values[carriers[i]] += weight * copies[i];
            digest.Add(GroupTest.Of(tester, people, gene, values, options));
        }

        return digest;
    }

    private void Add(ReadOnlySpan<byte> packed, string[] of)
    {
        int known = 0,
            copies = 0;
        for (var i = 0; i < people.Names.Length; i++)
            if (people.Counted[i] && PackedGenotypes.Copies(PackedGenotypes.Code(packed, i)) is var c && !double.IsNaN(c))
            {
                known++;
                copies += (int)c;
            }

        var frequency = known == 0 ? 0 : copies / (2.0 * known);
        var turned = frequency > 0.5;
        var rare = turned ? 1 - frequency : frequency;
        if (rare <= 0 || rare > options.BurdenFrequency)
            return;
        var (carriers, amounts) = (new List<int>(), new List<byte>());
        for (var i = 0; i < people.Names.Length; i++)
        {
            var c = PackedGenotypes.Copies(PackedGenotypes.Code(packed, i));
            var amount =
                double.IsNaN(c) || !people.Counted[i] ? 0
                : turned ? 2 - c
                : c;
            if (amount > 0)
            {
                carriers.Add(i);
                amounts.Add((byte)amount);
            }
        }

        var weight = 1 / Math.Sqrt(rare * (1 - rare));
        foreach (var gene in of)
            Keep(gene, weight, [.. carriers], [.. amounts]);
    }

    private void Keep(string gene, double weight, int[] carriers, byte[] copies)
    {
        if (!genes.TryGetValue(gene, out var variants))
            genes[gene] = variants = [];
        variants.Add((weight, carriers, copies));
        lines.Append(gene).Append('\t').Append(CultureInfo.InvariantCulture, $"{weight}");
        for (var i = 0; i < carriers.Length; i++)
            lines.Append(CultureInfo.InvariantCulture, $"\t{carriers[i]}:{copies[i]}");
        lines.Append('\n');
    }
}
